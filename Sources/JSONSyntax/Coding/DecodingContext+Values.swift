#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension DecodingContext {
    /// Decodes a value of any type.
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type, at index: Int, depth: Int) throws -> T {
        if let known = KnownType(type) { return try read(type, as: known, at: index) }
        return try T(from: NodeDecoder(context: self, index: index, depth: depth &+ 1))
    }

    @inline(__always)
    func bool(at index: Int) throws -> Bool {
        guard let value = node(index).bool else {
            throw mismatch(Bool.self, at: index, "a boolean")
        }
        return value
    }

    @inline(__always)
    func string(at index: Int) throws -> String {
        guard let value = node(index).string else {
            throw mismatch(String.self, at: index, "a string")
        }
        return value
    }

    @inline(__always)
    func integer<T: FixedWidthInteger>(_ type: T.Type, at index: Int) throws -> T {
        let info = tape.info(index)
        if TapeWord.kind(info) == .number, info & TapeWord.fitsInt64 != 0,
            let value = node(index).int64, let result = T(exactly: value)
        {
            return result
        }
        return try otherInteger(type, at: index)
    }

    @inline(never)
    private func otherInteger<T: FixedWidthInteger>(_ type: T.Type, at index: Int) throws -> T {
        let node = node(index)
        guard node.kind == .number else { throw mismatch(type, at: index, "an integer") }
        guard let value = node.integer(as: type) else {
            throw corrupted(at: index, "The number is no integer that fits \(type).")
        }
        return value
    }

    @inline(__always)
    func double(at index: Int) throws -> Double {
        let node = node(index)
        guard let value = node.double else {
            throw numberFailure(Double.self, at: index, "Double")
        }
        return value
    }

    func float(at index: Int) throws -> Float {
        guard let value = node(index).float else {
            throw numberFailure(Float.self, at: index, "Float")
        }
        return value
    }

    func decimal(at index: Int) throws -> Decimal {
        guard let value = node(index).decimal else {
            throw numberFailure(Decimal.self, at: index, "Decimal, which holds 38 digits")
        }
        return value
    }

    @inline(never)
    private func numberFailure(_ type: Any.Type, at index: Int, _ range: String) -> DecodingError {
        guard node(index).kind == .number else { return mismatch(type, at: index, "a number") }
        return corrupted(at: index, "The number does not fit \(range).")
    }

    func date(at index: Int) throws -> Date {
        guard node(index).kind == .string else { throw mismatch(Date.self, at: index, "a string") }
        guard let seconds = node(index).timestamp else {
            throw corrupted(
                at: index, "The text is no RFC 3339 date such as 2024-05-17T12:34:56Z.")
        }
        return Date(timeIntervalSinceReferenceDate: seconds)
    }

    func uuid(at index: Int) throws -> UUID {
        guard let value = node(index).uuid else {
            guard node(index).kind == .string else {
                throw mismatch(UUID.self, at: index, "a string")
            }
            throw corrupted(at: index, "The text is no UUID.")
        }
        return value
    }

    func url(at index: Int) throws -> URL {
        guard let value = URL(string: try string(at: index)) else {
            throw corrupted(at: index, "The text is no URL.")
        }
        return value
    }

    func data(at index: Int) throws -> Data {
        guard let value = Data(base64Encoded: try string(at: index)) else {
            throw corrupted(at: index, "The text is no base64.")
        }
        return value
    }

    func strings(at index: Int) throws -> [String] {
        let node = node(index)
        guard node.kind == .array else { throw mismatch([String].self, at: index, "an array") }
        var result: [String] = []
        result.reserveCapacity(node.count)
        var element = index &+ 1
        for _ in 0..<node.count {
            result.append(try string(at: element))
            element &+= 1
        }
        return result
    }
}
