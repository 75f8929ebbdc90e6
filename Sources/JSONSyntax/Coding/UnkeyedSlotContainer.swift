/// The elements of an array.
struct UnkeyedSlotContainer: UnkeyedEncodingContainer {
    let context: EncodingContext
    let handle: EncodingContext.Handle

    var codingPath: [any CodingKey] { context.path(to: handle) }

    var count: Int { context.count(of: handle) }

    @inline(__always)
    private func write(_ write: (inout JSONWriter) -> Void) throws {
        let slot = try context.begin(elementOf: handle)
        write(&context.writer)
        context.end(slot)
    }

    @inline(__always)
    private func integer<T: FixedWidthInteger>(_ value: T) throws {
        try write { $0.integer(value) }
    }

    /// Writes what may be refused; the element is then not there.
    @inline(__always)
    private func attempt(
        _ value: @autoclosure () -> Any,
        _ write: (inout JSONWriter) throws(JSONWritingError) -> Void
    ) throws {
        let slot = try context.begin(elementOf: handle)
        do throws(JSONWritingError) {
            try write(&context.writer)
        } catch {
            context.cancel(slot, in: handle)
            throw context.invalid(value(), error, codingPath + [JSONCodingKey(intValue: count)])
        }
        context.end(slot)
    }

    func encodeNil() throws { try write { $0.null() } }
    func encode(_ value: Bool) throws { try write { $0.bool(value) } }
    func encode(_ value: String) throws { try write { $0.string(value) } }
    func encode(_ value: Double) throws {
        try attempt(value) { writer throws(JSONWritingError) in try writer.double(value) }
    }
    func encode(_ value: Float) throws {
        try attempt(value) { writer throws(JSONWritingError) in try writer.float(value) }
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

    func encode<T: Encodable>(_ value: T) throws {
        let slot = try context.begin(elementOf: handle)
        // The slot is counted already, or taken back when the path is asked for.
        try context.encode(
            value, as: slot, in: handle, key: JSONCodingKey(intValue: context.count(of: handle)))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        KeyedEncodingContainer(
            KeyedSlotContainer<NestedKey>(context: context, handle: open(.object)))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        UnkeyedSlotContainer(context: context, handle: open(.array))
    }

    func superEncoder() -> any Encoder {
        let slot = try? context.begin(elementOf: handle)
        return SlotEncoder(
            context: context, handle: slot.map { context.handOut($0, in: handle) } ?? .none)
    }

    /// These calls cannot throw; what goes wrong shows at the first use of the container.
    private func open(_ kind: JSONKind) -> EncodingContext.Handle {
        let slot = try? context.begin(elementOf: handle)
        return slot.map { context.open(kind, as: $0, in: handle) } ?? .none
    }
}
