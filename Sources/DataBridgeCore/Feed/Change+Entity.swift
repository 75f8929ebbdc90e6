extension Change {
    /// The entity before the change; nil when there was none or the store does not keep it.
    ///
    /// - Throws: `corrupted` when the record is no such entity.
    public func old<E: Entity>(as entity: E.Type) throws -> E? {
        try old.map { try build($0) }
    }

    /// The entity after the change; nil when there is none or the store does not keep it.
    ///
    /// - Throws: `corrupted` when the record is no such entity.
    public func new<E: Entity>(as entity: E.Type) throws -> E? {
        try new.map { try build($0) }
    }

    private func build<E: Entity>(_ record: StoredRecord) throws -> E {
        if let built = record.entity as? Built<E> { return built.entity }
        guard record.values.count == E.schema.collection.fields.count else {
            throw DataError(
                .corrupted, "The changed record is no \(E.self): it has other fields.",
                collection: collection, recordID: id)
        }
        do {
            return try E.schema.coding.build(record.values)
        } catch {
            throw DataError(
                .corrupted,
                "The changed record is no \(E.self): \(FieldValueError.text(of: error)).",
                collection: collection, recordID: id)
        }
    }
}
