#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension JSONWriter {
    /// Writes members of a struct to the object that is open, from one on, up to the first that
    /// needs more than this.
    ///
    /// That is one of another kind or with a value that cannot be written, a string with something
    /// to escape, one that the buffer has no room for, and any member in a style with white space.
    /// Nothing of it is written: the caller writes it by the usual calls, which also make room, and
    /// comes back for the ones behind it.
    ///
    /// - Parameters:
    ///   - layout: Where the members lie.
    ///   - root: The address of the struct.
    ///   - first: The first member to write.
    /// - Returns: The member that was not written; the number of members when all were.
    package mutating func members(
        _ layout: JSONMemberLayout, of root: UnsafeRawPointer, from first: Int
    ) -> Int {
        guard isCompact, colonLength == 1, !escapeSlashes else { return first }
        let start = used
        let isFirst = position == .first
        var index = first
        let written = storage.withUnsafeMutableBufferPointer { room -> Int in
            layout.names.withUnsafeBufferPointer { names -> Int in
                guard let base = room.baseAddress, let names = names.baseAddress else { return 0 }
                var text = MemberText(
                    names: names, end: base + start, limit: base + room.count, isFirst: isFirst)
                while index < layout.steps.count {
                    guard text.write(layout.steps[index], of: root) else { break }
                    index &+= 1
                }
                return text.end - (base + start)
            }
        }
        if written > 0 {
            used &+= written
            position = .next
        }
        return index
    }
}

/// Members on their way into a buffer of fixed size.
private struct MemberText {
    let names: UnsafePointer<UInt8>
    var end: UnsafeMutablePointer<UInt8>
    let limit: UnsafeMutablePointer<UInt8>
    var isFirst: Bool

    /// Writes a member; false, and nothing is written, if it needs more than this.
    @inline(__always)
    mutating func write(_ step: JSONMemberLayout.Step, of root: UnsafeRawPointer) -> Bool {
        let place = root + step.offset
        switch step.kind {
        case .bool:
            guard let value = load(Bool.self, place, step) else { return writeNil(step) }
            return put(step, upTo: 8) { target in
                // Eight bytes at once: what is behind the word is overwritten by what follows.
                let word: UInt64 = value ? 0x6575_7274 : 0x65_736C_6166
                UnsafeMutableRawPointer(target).storeBytes(of: word.littleEndian, as: UInt64.self)
                return value ? 4 : 5
            }
        case .int:
            guard let value = load(Int.self, place, step) else { return writeNil(step) }
            return put(step, upTo: 20) { IntegerText.write(Int64(value), to: $0) }
        case .int64:
            guard let value = load(Int64.self, place, step) else { return writeNil(step) }
            return put(step, upTo: 20) { IntegerText.write(value, to: $0) }
        case .double:
            guard let value = load(Double.self, place, step) else { return writeNil(step) }
            guard value.isFinite else { return false }
            return put(step, upTo: 32) { FloatText.write(value, to: $0) }
        case .string:
            guard let value = load(String.self, place, step) else { return writeNil(step) }
            return value.utf8.withContiguousStorageIfAvailable { put(step, $0) } ?? false
        case .date:
            guard let value = load(Date.self, place, step) else { return writeNil(step) }
            let seconds = value.timeIntervalSinceReferenceDate
            guard RFC3339Timestamp.isRepresentable(seconds) else { return false }
            return put(step, upTo: RFC3339Timestamp.maximumLength + 2) { target in
                RFC3339Timestamp.writeQuoted(seconds, to: target)
            }
        case .uuid:
            guard let value = load(UUID.self, place, step) else { return writeNil(step) }
            return put(step, upTo: UUIDText.length + 2) { UUIDText.writeQuoted(value, to: $0) }
        case .other:
            return false
        }
    }

    /// The value at a place that holds one of the type, or an optional of it.
    @inline(__always)
    private func load<T>(
        _ type: T.Type, _ place: UnsafeRawPointer, _ step: JSONMemberLayout.Step
    ) -> T? {
        step.isOptional
            ? place.assumingMemoryBound(to: T?.self).pointee
            : place.assumingMemoryBound(to: T.self).pointee
    }

    @inline(__always)
    private mutating func writeNil(_ step: JSONMemberLayout.Step) -> Bool {
        if step.leavesOutNil { return true }
        return put(step, upTo: 4) { target in
            UnsafeMutableRawPointer(target).storeBytes(
                of: (0x6C6C_756E as UInt32).littleEndian, as: UInt32.self)
            return 4
        }
    }

    @inline(__always)
    private mutating func put(
        _ step: JSONMemberLayout.Step, _ utf8: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let count = utf8.count
        var isPlain = true
        let fits = put(step, upTo: count &+ 2) { target in
            target[0] = UInt8(ascii: "\"")
            if let source = utf8.baseAddress {
                isPlain = JSONWriter.copyPlain(source, count, target + 1) == count
            }
            target[count &+ 1] = UInt8(ascii: "\"")
            return isPlain ? count &+ 2 : nil
        }
        return fits
    }

    /// Writes a name, and behind it what a closure gives: its length, or nil to take all back.
    @inline(__always)
    private mutating func put(
        _ step: JSONMemberLayout.Step, upTo length: Int,
        _ value: (UnsafeMutablePointer<UInt8>) -> Int?
    ) -> Bool {
        // Names are copied by words, the last of which may be seven bytes too long.
        guard limit - end >= step.nameLength &+ length &+ 8 else { return false }
        let skipped = isFirst ? 1 : 0
        let name = UnsafeRawPointer(names + step.name + skipped)
        let nameLength = step.nameLength &- skipped
        let target = UnsafeMutableRawPointer(end)
        var offset = 0
        while offset < nameLength {
            target.storeBytes(
                of: name.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                toByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        guard let written = value(end + nameLength) else { return false }
        end += nameLength &+ written
        isFirst = false
        return true
    }
}
