/// The members of an object.
struct KeyedNodeContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let context: DecodingContext
    let index: Int
    let depth: Int

    @inline(__always)
    init(context: DecodingContext, index: Int, depth: Int) throws {
        guard TapeWord.kind(context.tape.info(index)) == .object else {
            throw context.mismatch([String: Any].self, at: index, "an object")
        }
        self.context = context
        self.index = index
        self.depth = depth
    }

    var codingPath: [any CodingKey] { context.path(to: index) }

    var allKeys: [Key] {
        context.node(index).members.compactMap { $0.key.string.flatMap(Key.init(stringValue:)) }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    @inline(__always)
    private func find(_ key: Key) -> Int? {
        context.find(key.stringValue, in: index, depth: depth)
    }

    /// The value of a member that must be there.
    @inline(__always)
    private func required(_ key: Key) throws -> Int {
        guard let value = find(key) else { throw context.missing(key, in: index) }
        return value
    }

    /// The value of a member that may be missing or null.
    @inline(__always)
    private func optional(_ key: Key) -> Int? {
        guard let value = find(key), !context.isNull(value) else { return nil }
        return value
    }

    @inline(__always)
    private func integer<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T {
        try context.integer(type, at: required(key))
    }

    @inline(__always)
    private func integerIfPresent<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T? {
        try optional(key).map { try context.integer(type, at: $0) }
    }

    func decodeNil(forKey key: Key) throws -> Bool { context.isNull(try required(key)) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try context.bool(at: required(key))
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try context.string(at: required(key))
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try context.double(at: required(key))
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try context.float(at: required(key))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(type, key) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try context.decode(type, at: required(key), depth: depth)
    }

    // The inherited forms of these look a member up three times.

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try optional(key).map(context.bool(at:))
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try optional(key).map(context.string(at:))
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try optional(key).map(context.double(at:))
    }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
        try optional(key).map(context.float(at:))
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try integerIfPresent(type, key)
    }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
        try integerIfPresent(type, key)
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try integerIfPresent(type, key)
    }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try optional(key).map { try context.decode(type, at: $0, depth: depth) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        KeyedDecodingContainer(
            try KeyedNodeContainer<NestedKey>(
                context: context, index: required(key), depth: depth &+ 1))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try UnkeyedNodeContainer(context: context, index: required(key), depth: depth &+ 1)
    }

    func superDecoder() throws -> any Decoder { superDecoder(JSONCodingKey.super) }

    func superDecoder(forKey key: Key) throws -> any Decoder { superDecoder(key) }

    private func superDecoder(_ key: any CodingKey) -> any Decoder {
        if let value = context.find(key.stringValue, in: index, depth: depth) {
            return NodeDecoder(context: context, index: value, depth: depth &+ 1)
        }
        return AbsentDecoder(codingPath: codingPath + [key], userInfo: context.userInfo)
    }
}
