/// The decoder of one value: a place on the tape.
///
/// It fits into an existential without a box, and is its own single-value container.
struct NodeDecoder: Decoder {
    let context: DecodingContext
    let index: Int
    let depth: Int

    var codingPath: [any CodingKey] { context.path(to: index) }
    var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(
            try KeyedNodeContainer<Key>(context: context, index: index, depth: depth))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try UnkeyedNodeContainer(context: context, index: index, depth: depth)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

extension NodeDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { context.isNull(index) }
    func decode(_ type: Bool.Type) throws -> Bool { try context.bool(at: index) }
    func decode(_ type: String.Type) throws -> String { try context.string(at: index) }
    func decode(_ type: Double.Type) throws -> Double { try context.double(at: index) }
    func decode(_ type: Float.Type) throws -> Float { try context.float(at: index) }
    func decode(_ type: Int.Type) throws -> Int { try context.integer(type, at: index) }
    func decode(_ type: Int8.Type) throws -> Int8 { try context.integer(type, at: index) }
    func decode(_ type: Int16.Type) throws -> Int16 { try context.integer(type, at: index) }
    func decode(_ type: Int32.Type) throws -> Int32 { try context.integer(type, at: index) }
    func decode(_ type: Int64.Type) throws -> Int64 { try context.integer(type, at: index) }
    func decode(_ type: Int128.Type) throws -> Int128 { try context.integer(type, at: index) }
    func decode(_ type: UInt.Type) throws -> UInt { try context.integer(type, at: index) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try context.integer(type, at: index) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try context.integer(type, at: index) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try context.integer(type, at: index) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try context.integer(type, at: index) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try context.integer(type, at: index) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try context.decode(type, at: index, depth: depth)
    }
}

/// The decoder of a superclass that left nothing behind: every value in it is null.
struct AbsentDecoder: Decoder, SingleValueDecodingContainer {
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw absent([String: Any].self)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw absent([Any].self) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { true }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        // An optional decodes itself from null.
        if let type = type as? any ExpressibleByNilLiteral.Type, let value = type.null as? T {
            return value
        }
        throw absent(type)
    }

    private func absent(_ type: Any.Type) -> DecodingError {
        .valueNotFound(
            type,
            DecodingError.Context(
                codingPath: codingPath, debugDescription: "The object has no such member."))
    }
}

extension ExpressibleByNilLiteral {
    fileprivate static var null: Self { nil }
}
