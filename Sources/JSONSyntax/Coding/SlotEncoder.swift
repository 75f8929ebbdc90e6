/// The encoder of one value.
///
/// It fits into an existential without a box, and is its own single-value container.
struct SlotEncoder: Encoder {
    let context: EncodingContext
    let handle: EncodingContext.Handle

    var codingPath: [any CodingKey] { context.path(to: handle) }
    var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(
            KeyedSlotContainer(context: context, handle: context.open(.object, of: handle)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        UnkeyedSlotContainer(context: context, handle: context.open(.array, of: handle))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension SlotEncoder: SingleValueEncodingContainer {
    @inline(__always)
    private func integer<T: FixedWidthInteger>(_ value: T) throws {
        try context.encode(value, asValueOf: handle) { $0.integer(value) }
    }

    func encodeNil() throws {
        try context.encode(Any?.none as Any, asValueOf: handle) { $0.null() }
    }
    func encode(_ value: Bool) throws {
        try context.encode(value, asValueOf: handle) { $0.bool(value) }
    }
    func encode(_ value: String) throws {
        try context.encode(value, asValueOf: handle) { $0.string(value) }
    }
    func encode(_ value: Double) throws {
        try context.encode(value, asValueOf: handle) { writer throws(JSONWritingError) in
            try writer.double(value)
        }
    }
    func encode(_ value: Float) throws {
        try context.encode(value, asValueOf: handle) { writer throws(JSONWritingError) in
            try writer.float(value)
        }
    }
    func encode(_ value: Int) throws { try integer(value) }
    func encode(_ value: Int8) throws { try integer(value) }
    func encode(_ value: Int16) throws { try integer(value) }
    func encode(_ value: Int32) throws { try integer(value) }
    func encode(_ value: Int64) throws { try integer(value) }
    func encode(_ value: Int128) throws { try integer(value) }
    func encode(_ value: UInt) throws { try integer(value) }
    func encode(_ value: UInt8) throws { try integer(value) }
    func encode(_ value: UInt16) throws { try integer(value) }
    func encode(_ value: UInt32) throws { try integer(value) }
    func encode(_ value: UInt64) throws { try integer(value) }
    func encode(_ value: UInt128) throws { try integer(value) }
    func encode<T: Encodable>(_ value: T) throws { try context.encode(value, asValueOf: handle) }
}
