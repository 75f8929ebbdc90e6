/// The repository that ``StoreEngine`` hands out.
///
/// It never changes. It is a class so that what it holds is not copied into the closure of every
/// operation.
final class StoreRepository<E: Entity>: DataRepository {
    let engine: StoreEngine
    let schema: Schema<E>
    let layout: CollectionSchema
    /// What every operation obeys.
    let scope: Filter<E>
    /// Whether soft-deleted entities are in view.
    let showsDeleted: Bool
    /// Whether every record is in the scope, which spares a check per record.
    let hasNoScope: Bool
    /// Whether every record is in view.
    let seesEverything: Bool
    /// What a built entity of this type is an instance of, looked up once.
    private let builtType = ObjectIdentifier(Built<E>.self)

    init(
        engine: StoreEngine, schema: Schema<E>, scope: Filter<E> = .all, showsDeleted: Bool = false
    ) {
        self.engine = engine
        self.schema = schema
        layout = schema.collection
        self.scope = scope
        self.showsDeleted = showsDeleted
        hasNoScope = scope.predicate == .all && scope.problem == nil
        seesEverything =
            hasNoScope && (showsDeleted || schema.collection.softDeleteIndex == nil)
    }

    var collection: String { schema.collection.name }

    func scoped(to filter: Filter<E>) -> any DataRepository<E> {
        StoreRepository(
            engine: engine, schema: schema, scope: scope && filter, showsDeleted: showsDeleted)
    }

    func includingDeleted() -> any DataRepository<E> {
        StoreRepository(engine: engine, schema: schema, scope: scope, showsDeleted: true)
    }
}

// MARK: Between entities and records

extension StoreRepository {
    /// The stored form of an id.
    func key(_ id: E.ID) throws -> Value {
        do {
            return try id.fieldValue()
        } catch {
            throw DataError(
                .invalid, "The id cannot be stored: \(FieldValueError.text(of: error)).",
                collection: collection, fields: [layout.idName])
        }
    }

    /// The stored form of an entity.
    func newRecord(_ entity: E) throws -> NewRecord {
        let values: [Value]
        do {
            values = try schema.coding.read(entity)
        } catch let error as FieldValueError {
            throw DataError(
                .invalid,
                "The value of \"\(error.path.joined(separator: "."))\" cannot be "
                    + "stored: \(error.message).",
                collection: collection, recordID: try? entity.id.fieldValue(),
                fields: [error.path.joined(separator: ".")])
        }
        if layout.documentIndex != nil, try key(entity.id) != values[layout.idIndex] {
            // What a document's members say is data; the field of a declared schema is not.
            throw DataError(
                .invalid, "An update cannot change the id. Delete the record and insert a new one.",
                collection: collection, recordID: try key(entity.id), fields: [layout.idName])
        }
        precondition(
            (try? entity.id.fieldValue()) == values[layout.idIndex],
            "the field \"\(layout.idName)\" of the schema \"\(collection)\" does not hold "
                + "\(E.self).id: mark the one that does with identifying()")
        return NewRecord(id: values[layout.idIndex], values: values, entity: Built(entity))
    }

    /// The entity of a record: the one carried along, or built from its values.
    func entity(_ record: StoredRecord) throws -> E {
        if let built = record.entity, ObjectIdentifier(type(of: built)) == builtType {
            // Just checked: the instance is of exactly this class.
            return unsafeDowncast(built, to: Built<E>.self).entity
        }
        do {
            return try schema.coding.build(record.values)
        } catch {
            let field = (error as? FieldValueError)?.path.joined(separator: ".")
            var corrupted = DataError(
                .corrupted,
                "The stored record is no \(E.self): "
                    + (field.map { "\"\($0)\": " } ?? "") + FieldValueError.text(of: error)
                    + ". Correct the stored data, or the schema.",
                collection: collection, recordID: record.id)
            if let field { corrupted.fields = [field] }
            if !(error is FieldValueError) { corrupted.cause = error }
            throw corrupted
        }
    }

    func record(_ stored: StoredRecord) throws -> Record<E> {
        Record(value: try entity(stored), version: stored.version)
    }

    /// Whether a record is in view of this repository.
    func isVisible(_ record: StoredRecord) throws -> Bool {
        if seesEverything { return true }
        if !showsDeleted, record.isSoftDeleted(in: layout) { return false }
        return try isInScope(record.values)
    }

    func isInScope(_ values: [Value]) throws -> Bool {
        if hasNoScope { return true }
        let predicate = try scope.checked(in: layout)
        return try CompiledPredicate(predicate, in: layout).matches(values)
    }

    /// A query's untyped form, with everything this repository adds to it.
    func untyped(_ query: Query<E>) throws -> RecordQuery {
        var untyped = try query.untyped(in: layout)
        untyped.predicate = try viewed(untyped.predicate)
        return untyped
    }

    func viewed(_ predicate: RecordPredicate) throws -> RecordPredicate {
        var predicate = predicate.and(try scope.checked(in: layout))
        if !showsDeleted, let index = layout.softDeleteIndex {
            let field = FieldReference(path: [layout.fields[index].name])
            predicate = predicate.and(.equals(field, .null))
        }
        return predicate
    }

    /// Runs a reading operation with its report.
    func reading<Result>(
        _ kind: OperationKind, rowCount: (Result) -> Int? = { _ in nil },
        _ body: (any StoreSession) async throws -> Result
    ) async throws -> Result {
        try await engine.instrumentation.measure(
            kind, store: engine.backend.name, collection: collection,
            clock: engine.services.clock, rowCount: rowCount
        ) {
            try await engine.read(body)
        }
    }
}
