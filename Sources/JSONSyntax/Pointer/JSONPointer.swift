/// A path into a JSON text, as RFC 6901 has it: `/master/tasks/3/title`.
///
/// The empty pointer is the whole text. In a token, `~` is spelled `~0` and `/` is spelled `~1`.
public struct JSONPointer: Hashable, Sendable {
    /// The member names and element positions from the root, without escapes.
    public var tokens: [String]

    /// Makes a pointer of tokens that are not escaped.
    public init(tokens: [String] = []) {
        self.tokens = tokens
    }

    /// Parses a pointer.
    ///
    /// - Parameter text: Empty, or tokens each with a `/` before it.
    /// - Throws: ``JSONSyntaxError/Code/invalidPointer``, with the place in the pointer.
    public init(_ text: String) throws(JSONSyntaxError) {
        tokens = []
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return }
        guard first == UInt8(ascii: "/") else {
            throw Self.error(bytes, 0, "A JSON Pointer is empty or begins with /.")
        }
        var token: [UInt8] = []
        var offset = 1
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "/"):
                tokens.append(String(decoding: token, as: UTF8.self))
                token.removeAll()
            case UInt8(ascii: "~"):
                let digit = offset + 1 < bytes.count ? bytes[offset + 1] : 0
                guard digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1") else {
                    throw Self.error(
                        bytes, offset, "In a JSON Pointer, ~ is spelled ~0 and / is spelled ~1.")
                }
                token.append(UInt8(ascii: digit == UInt8(ascii: "0") ? "~" : "/"))
                offset += 1
            default:
                token.append(bytes[offset])
            }
            offset += 1
        }
        tokens.append(String(decoding: token, as: UTF8.self))
    }

    private static func error(
        _ bytes: [UInt8], _ offset: Int, _ message: String
    ) -> JSONSyntaxError {
        let location = bytes.withUnsafeBufferPointer { JSONLocation(offset: offset, in: $0) }
        return JSONSyntaxError(code: .invalidPointer, location: location, message: message)
    }

    /// The pointer to a member or element of what this one points to.
    public func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens: tokens + [token])
    }

    /// The pointer to an element of what this one points to.
    public func appending(_ position: Int) -> JSONPointer {
        appending(String(position))
    }

    /// Whether two pointers have the same tokens, byte by byte.
    public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        left.tokens.elementsEqual(right.tokens) { $0.utf8.elementsEqual($1.utf8) }
    }

    /// Hashes the bytes of the tokens.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(tokens.count)
        for token in tokens { hasher.combine(Array(token.utf8)) }
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer's text, with escapes.
    public var description: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): bytes.append(contentsOf: "~0".utf8)
                case UInt8(ascii: "/"): bytes.append(contentsOf: "~1".utf8)
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
