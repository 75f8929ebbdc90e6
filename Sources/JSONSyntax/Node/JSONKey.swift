/// A member name prepared for comparing and writing.
///
/// Make one per field and keep it: a comparison is then one of plain bytes, and writing one copy.
public struct JSONKey: Hashable, Sendable {
    /// The name in UTF-8.
    public let utf8: [UInt8]

    /// The name as it is written: escaped, in quotes, with a colon after it.
    @usableFromInline let written: [UInt8]

    /// Prepares a name.
    public init(_ name: String) {
        utf8 = Array(name.utf8)
        var writer = JSONWriter()
        writer.string(name)
        written = writer.finish() + [UInt8(ascii: ":")]
    }

    /// The name.
    public var name: String { String(decoding: utf8, as: UTF8.self) }

    /// Whether two names are equal byte by byte.
    public static func == (left: JSONKey, right: JSONKey) -> Bool { left.utf8 == right.utf8 }

    /// Hashes the bytes of the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(utf8) }
}

extension JSONKey: ExpressibleByStringLiteral {
    /// Prepares a name.
    public init(stringLiteral name: String) { self.init(name) }
}

extension JSONKey: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
