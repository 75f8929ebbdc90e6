#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension EncodingContext {
    /// Encodes a value of any type as one that has been begun.
    func encode<T: Encodable>(
        _ value: T, as slot: Slot, in parent: Handle, key: @autoclosure () -> any CodingKey
    ) throws {
        // In a deferred run only scalars go to the store; arrays are taken apart.
        if let known = KnownType(T.self), tree == nil || known != .strings {
            do throws(JSONWritingError) {
                try writer.write(value, as: known)
            } catch {
                cancel(slot, in: parent)
                throw invalid(value, error, path(to: parent) + [key()])
            }
            end(slot)
            return
        }
        let encoder = handOut(slot, in: parent)
        do {
            try value.encode(to: SlotEncoder(context: self, handle: encoder))
        } catch {
            cancel(slot, in: parent)
            throw error
        }
        takeBack(encoder, to: parent)
    }

    /// Encodes a value of any type as the one value of an encoder.
    func encode<T: Encodable>(_ value: T, asValueOf encoder: Handle) throws {
        guard let known = KnownType(T.self), tree == nil || known != .strings else {
            try value.encode(to: SlotEncoder(context: self, handle: encoder))
            return
        }
        try encode(value, asValueOf: encoder) { writer throws(JSONWritingError) in
            try writer.write(value, as: known)
        }
    }

    /// Writes a scalar as the one value of an encoder.
    @inline(__always)
    func encode(
        _ value: @autoclosure () -> Any, asValueOf encoder: Handle,
        _ write: (inout JSONWriter) throws(JSONWritingError) -> Void
    ) throws {
        let slot = try begin(valueOf: encoder)
        do throws(JSONWritingError) {
            try write(&writer)
        } catch {
            pending = encoder.serial
            writer.reset(to: slot.place)
            throw invalid(value(), error, path(to: encoder))
        }
        end(slot)
    }

    func invalid(
        _ value: Any, _ error: JSONWritingError, _ path: [any CodingKey]
    ) -> EncodingError {
        // Foundation traps when it describes a date that is not a number; its seconds are shown.
        .invalidValue(
            (value as? Date)?.timeIntervalSinceReferenceDate ?? value,
            EncodingError.Context(
                codingPath: path, debugDescription: error.message, underlyingError: error))
    }

    /// The keys that lead to a container or to the value of an encoder.
    func path(to handle: Handle) -> [any CodingKey] {
        if let tree { return handle.serial >= 0 ? tree.path(to: handle.serial) : [] }
        guard handle.serial >= 0 else { return [] }
        // What has been closed already is going to be known in the deferred run only.
        return frames.indices.prefix(handle.depth).compactMap { index in
            let frame = frames[index]
            guard frame.isObject else { return JSONCodingKey(intValue: frame.count - 1) }
            let next = index + 1 < frames.count ? frames[index + 1].firstKey : keys.count
            guard next > frame.firstKey else { return nil }
            return JSONCodingKey(stringValue: writtenName(keys[next - 1]))
        }
    }

    private func writtenName(_ place: Range<Int>) -> String {
        writer.withBytes { text in
            let raw = UnsafeBufferPointer(rebasing: text[place].dropFirst().dropLast())
            return StringEscapes.withUnescaped(raw) { String(decoding: $0, as: UTF8.self) }
        }
    }
}
