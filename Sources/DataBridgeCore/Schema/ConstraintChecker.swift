/// Checks unique constraints and references for stores that leave it to the core, and carries out
/// what deletes do to the records that refer to the deleted ones.
///
/// Checks run at the end of each operation, so that a batch may hold references in any direction
/// and exchange unique values. They read through the session, so a concurrent transaction that
/// would break them is a serialization failure of one of the two.
struct ConstraintChecker {
    let declared: DeclaredSchemas
    let session: any StoreSession

    /// Checks records that an operation wrote.
    func check(_ records: [StoredRecord], in schema: CollectionSchema) async throws {
        let unique = schema.indexes.filter(\.isUnique)
        guard !unique.isEmpty || !schema.references.isEmpty else { return }
        if !unique.isEmpty { try await session.checkUnique() }
        for index in unique where !session.enforcesUnique(index, in: schema) {
            let fields = try index.fields.map {
                try FieldReference(path: $0).resolved(in: schema)
            }
            for record in records where !record.isSoftDeleted(in: schema) {
                try await checkUnique(record, index, fields, schema)
            }
        }
        for reference in schema.references {
            for record in records where !record.isSoftDeleted(in: schema) {
                try await checkTarget(of: record, reference, schema)
            }
        }
    }

    private func checkUnique(
        _ record: StoredRecord, _ index: IndexLayout, _ fields: [ResolvedField],
        _ schema: CollectionSchema
    ) async throws {
        let values = fields.map { $0.value(in: record.values) }
        guard !values.contains(where: \.isNull) else { return }
        let predicate = RecordPredicate.and(
            zip(index.fields, values).map { .equals(FieldReference(path: $0), $1) })
        let same = try await records(matching: predicate, in: schema)
        if let other = same.first(where: { $0.id != record.id }) {
            throw DataError.uniqueViolation(
                collection: schema.name, id: record.id,
                fields: index.fields.map { $0.joined(separator: ".") }, name: index.name,
                existing: other.id)
        }
    }

    private func checkTarget(
        of record: StoredRecord, _ reference: ReferenceLayout, _ schema: CollectionSchema
    ) async throws {
        let id = record.values[reference.field]
        guard !id.isNull else { return }
        let target = target(of: reference, from: schema)
        let found = try await session.read(id, in: target)
        guard let found, !found.isSoftDeleted(in: target) else {
            throw DataError.missingReference(
                collection: schema.name, id: record.id,
                fields: [schema.fields[reference.field].name], target: target.name)
        }
    }

    private func target(
        of reference: ReferenceLayout, from schema: CollectionSchema
    ) -> CollectionSchema {
        reference.target.isOwnEntity
            ? schema
            : declared.collectionSchema(named: reference.targetCollection(from: schema))
    }

    /// The records of a collection that match, without soft-deleted ones.
    func records(
        matching predicate: RecordPredicate, in schema: CollectionSchema
    ) async throws -> [StoredRecord] {
        let evaluation = try QueryEvaluation(RecordQuery(predicate: predicate), in: schema)
        var found: [StoredRecord] = []
        try await evaluation.forEachMatch(session) { record in
            if !record.isSoftDeleted(in: schema) { found.append(record) }
        }
        return found
    }
}

// MARK: Deletes

extension ConstraintChecker {
    /// One record to delete.
    struct Deletion {
        var record: StoredRecord
        var schema: CollectionSchema
    }

    /// Lets the references to deleted records do what they declare.
    ///
    /// The records are deleted already; cascades are deleted here.
    func followDeletes(
        of records: [StoredRecord], in schema: CollectionSchema, now: Value
    ) async throws {
        var queue = records.map { Deletion(record: $0, schema: schema) }
        while let deletion = queue.popLast() {
            for incoming in declared.incoming(to: deletion.schema) {
                queue += try await follow(incoming, deletion, now)
            }
        }
    }

    private func follow(
        _ incoming: DeclaredSchemas.Incoming, _ deletion: Deletion, _ now: Value
    ) async throws -> [Deletion] {
        let source = incoming.source
        let field = incoming.reference.field
        let name = source.fields[field].name
        let referring: [StoredRecord]
        do {
            referring = try await records(
                matching: .equals(FieldReference(path: [name]), deletion.record.id), in: source)
        } catch let error as DataError where error.code == .notFound || error.code == .invalid {
            // The collection was dropped, or holds records of another entity than somebody once
            // asked for: nothing in it refers to anything.
            return []
        }
        guard !referring.isEmpty else { return [] }
        switch incoming.reference.target.onDelete {
        case .restrict:
            throw DataError.stillReferenced(
                collection: deletion.schema.name, id: deletion.record.id, by: source.name,
                fields: [name])
        case .cascade:
            for record in referring {
                try await session.remove(record, in: source, now: now)
            }
            return referring.map { Deletion(record: $0, schema: source) }
        case .setNil:
            for record in referring {
                var values = record.values
                values[field] = .null
                _ = try await session.write(
                    NewRecord(id: record.id, values: values), replacing: record, in: source)
            }
            return []
        }
    }

    /// Refuses to drop a collection that records of others refer into.
    func checkDrop(of name: String) async throws {
        let schema = declared.collectionSchema(named: name)
        let existing = try await session.collections()
        for incoming in declared.incoming(to: schema)
        where !ByteOrder.equal(incoming.source.name, name)
            && existing.contains(where: { ByteOrder.equal($0, incoming.source.name) })
        {
            let field = incoming.source.fields[incoming.reference.field].name
            let referring = try await records(
                matching: .not(.equals(FieldReference(path: [field]), .null)),
                in: incoming.source)
            if let first = referring.first {
                throw DataError.stillReferenced(
                    collection: name, id: first.values[incoming.reference.field],
                    by: incoming.source.name, fields: [field])
            }
        }
    }
}

extension StoreSession {
    /// Deletes a record: marks it where the schema asks for soft deletes, removes it elsewhere.
    func remove(
        _ record: StoredRecord, in schema: CollectionSchema, now: Value
    ) async throws {
        guard let index = schema.softDeleteIndex else {
            _ = try await write(nil, replacing: record, in: schema)
            return
        }
        var values = record.values
        values[index] = now
        _ = try await write(
            NewRecord(id: record.id, values: values), replacing: record, in: schema)
    }
}

extension StoredRecord {
    /// Whether the record is marked as deleted.
    func isSoftDeleted(in schema: CollectionSchema) -> Bool {
        guard let index = schema.softDeleteIndex else { return false }
        return !values[index].isNull
    }
}
