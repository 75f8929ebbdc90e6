/// The members of an object.
struct KeyedSlotContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let context: EncodingContext
    let handle: EncodingContext.Handle

    var codingPath: [any CodingKey] { context.path(to: handle) }

    @inline(__always)
    private func write(_ key: Key, _ write: (inout JSONWriter) -> Void) throws {
        let slot = try context.begin(member: key, of: handle)
        write(&context.writer)
        context.end(slot)
    }

    @inline(__always)
    private func integer<T: FixedWidthInteger>(_ value: T, _ key: Key) throws {
        try write(key) { $0.integer(value) }
    }

    /// Writes what may be refused; the member is then not there.
    @inline(__always)
    private func attempt(
        _ value: @autoclosure () -> Any, _ key: Key,
        _ write: (inout JSONWriter) throws(JSONWritingError) -> Void
    ) throws {
        let slot = try context.begin(member: key, of: handle)
        do throws(JSONWritingError) {
            try write(&context.writer)
        } catch {
            context.cancel(slot, in: handle)
            throw context.invalid(value(), error, codingPath + [key])
        }
        context.end(slot)
    }

    func encodeNil(forKey key: Key) throws { try write(key) { $0.null() } }
    func encode(_ value: Bool, forKey key: Key) throws { try write(key) { $0.bool(value) } }
    func encode(_ value: String, forKey key: Key) throws { try write(key) { $0.string(value) } }
    func encode(_ value: Double, forKey key: Key) throws {
        try attempt(value, key) { writer throws(JSONWritingError) in try writer.double(value) }
    }
    func encode(_ value: Float, forKey key: Key) throws {
        try attempt(value, key) { writer throws(JSONWritingError) in try writer.float(value) }
    }
    func encode(_ value: Int, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int128, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt128, forKey key: Key) throws { try integer(value, key) }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        let slot = try context.begin(member: key, of: handle)
        try context.encode(value, as: slot, in: handle, key: key)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        KeyedEncodingContainer(
            KeyedSlotContainer<NestedKey>(context: context, handle: open(.object, key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        UnkeyedSlotContainer(context: context, handle: open(.array, key))
    }

    func superEncoder() -> any Encoder { superEncoder(JSONCodingKey.super) }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder(key) }

    private func superEncoder(_ key: some CodingKey) -> any Encoder {
        let slot = try? context.begin(member: key, of: handle)
        return SlotEncoder(
            context: context, handle: slot.map { context.handOut($0, in: handle) } ?? .none)
    }

    /// These calls cannot throw; what goes wrong shows at the first use of the container.
    private func open(_ kind: JSONKind, _ key: Key) -> EncodingContext.Handle {
        let slot = try? context.begin(member: key, of: handle)
        return slot.map { context.open(kind, as: $0, in: handle) } ?? .none
    }
}
