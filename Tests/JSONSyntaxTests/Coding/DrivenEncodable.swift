import JSONSyntax

/// An encodable value made by a closure, for driving containers by hand.
struct DrivenEncodable: Encodable {
    let drive: (any Encoder) throws -> Void

    func encode(to encoder: any Encoder) throws { try drive(encoder) }
}

/// A few keys.
enum Key: String, CodingKey { case a, b, c, d }

/// A key of any name.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ stringValue: String) { self.stringValue = stringValue }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension StrictJSONEncoder {
    /// The JSON text of a value.
    func text(_ value: some Encodable) throws -> String {
        String(decoding: try encode(value), as: UTF8.self)
    }

    /// The JSON text of what a closure encodes.
    func driven(_ drive: @escaping (any Encoder) throws -> Void) throws -> String {
        try text(DrivenEncodable(drive: drive))
    }
}
