import DataBridgeCore

/// Does an episode's operations on one collection of a store, in terms of values.
protocol CollectionOperating: Sendable {
    /// The collection's name in the store.
    var collection: String { get }

    /// Does an operation on the collection.
    func perform(
        _ operation: DifferentialOperation, with memory: StoreMemory
    ) async throws -> Outcome

    /// Reads the page behind one that was read.
    func nextPage(_ page: StoreMemory.OpenPage) async throws -> (Outcome, Cursor?)
}

/// What the closure of an update throws.
struct ClosureFailure: Error {}

struct CollectionOperator<E: Entity>: CollectionOperating {
    let schema: Schema<E>
    let whole: any DataRepository<E>
    let patience: Duration

    init(_ schema: Schema<E>, of store: any DataStore, patience: Duration) {
        self.schema = schema
        whole = store.repository(for: E.self, in: schema.name)
        self.patience = patience
    }

    var collection: String { whole.collection }

    func repository(_ view: CollectionView) -> any DataRepository<E> {
        var repository = whole
        if let scope = view.scope { repository = repository.scoped(to: Filter(scope)) }
        if view.includesDeleted { repository = repository.includingDeleted() }
        return repository
    }

    func perform(
        _ operation: DifferentialOperation, with memory: StoreMemory
    ) async throws -> Outcome {
        if let outcome = try await performByID(operation, memory) { return outcome }
        if let outcome = try await performByQuery(operation) { return outcome }
        if let outcome = try await performBatch(operation) { return outcome }
        return try await hold(operation, memory) ?? .skipped
    }

    private func performByID(
        _ operation: DifferentialOperation, _ memory: StoreMemory
    ) async throws -> Outcome? {
        switch operation {
        case .get(let view, let id):
            return .rows(try await repository(view).get(key(id)).map { [try row($0)] } ?? [])
        case .record(let view, let id):
            return .rows(try await repository(view).record(key(id)).map { [try row($0)] } ?? [])
        case .insert(let view, let object):
            return .rows([try row(try await repository(view).insert(entity(object)))])
        case .update(let view, let object, let expectation):
            let entity = try entity(object)
            let version = memory.version(
                of: try entity.id.fieldValue(), in: view.name, expectation)
            return .rows([
                try row(try await repository(view).update(entity, expecting: version))
            ])
        case .change(let view, let id, let changes, let fails):
            let record = try await repository(view).update(key(id)) { entity in
                entity = try changed(entity, by: changes)
                if fails { throw ClosureFailure() }
            }
            return .rows([try row(record)])
        case .upsert(let view, let object):
            return .rows([try row(try await repository(view).upsert(entity(object)))])
        case .delete(let view, let id, let expectation):
            let version = memory.version(of: id, in: view.name, expectation)
            return .flag(try await repository(view).delete(key(id), expecting: version))
        default: return nil
        }
    }

    private func performByQuery(_ operation: DifferentialOperation) async throws -> Outcome? {
        switch operation {
        case .find(let view, let query):
            return .rows(try await repository(view).records(typed(query)).map { try row($0) })
        case .stream(let view, let query):
            var rows: [Outcome.Row] = []
            for try await entity in repository(view).stream(typed(query)) {
                rows.append(try row(entity))
            }
            return .rows(rows)
        case .aggregate(let view, let aggregate, let predicate):
            let value = try await repository(view).aggregate(aggregate, where: Filter(predicate))
            return switch aggregate {
            case .minimum, .maximum: .extreme(value)
            case .count, .sum, .average: .value(value)
            }
        case .updateAll(let view, let predicate, let changes):
            let assignments = changes.map { change in
                Assignment<E>(FieldReference(path: change.path), change.change)
            }
            return count(
                try await repository(view).updateAll(where: Filter(predicate), set: assignments))
        case .deleteAll(let view, let predicate):
            return count(try await repository(view).deleteAll(where: Filter(predicate)))
        default: return nil
        }
    }

    private func performBatch(_ operation: DifferentialOperation) async throws -> Outcome? {
        switch operation {
        case .insertAll(let view, let objects):
            let entities = try objects.map { try entity($0) }
            return .rows(try await repository(view).insert(all: entities).map { try row($0) })
        case .fill(let view, let start, let count):
            let entities = try (start..<start + max(count, 0)).map { number in
                try entity([
                    CollectionModel.idName: NumberedID.id(number, schema.collection.idType)
                ])
            }
            return .rows(try await repository(view).insert(all: entities).map { try row($0) })
        case .upsertAll(let view, let objects):
            let entities = try objects.map { try entity($0) }
            return .rows(try await repository(view).upsert(all: entities).map { try row($0) })
        case .deleteIDs(let view, let ids):
            return count(try await repository(view).delete(ids: try ids.map { try key($0) }))
        default: return nil
        }
    }

    private func count(_ number: Int) -> Outcome { .value(.int(Int64(number))) }
}

// MARK: Between values and entities

extension CollectionOperator {
    func key(_ id: Value) throws -> E.ID {
        do {
            return try E.ID(fieldValue: id)
        } catch {
            throw DataError(.invalid, "The episode's id is of another type.")
        }
    }

    /// The entity of the members of a record.
    func entity(_ object: ValueObject) throws -> E {
        let fields = schema.collection.fields
        do {
            return try schema.entity(
                of: fields.map { try $0.canonical(object[$0.name] ?? $0.placeholder) })
        } catch let error as FieldValueError {
            throw DataError(.invalid, error.message, fields: [error.path.joined(separator: ".")])
        }
    }

    private func changed(_ entity: E, by changes: [FieldChange]) throws -> E {
        var values = try schema.values(of: entity)
        for change in changes {
            let field = try FieldReference(path: change.path).resolved(in: schema.collection)
            try ResolvedAssignment(unchecked: field, change.change).apply(to: &values)
        }
        return try schema.entity(of: values)
    }

    func row(_ entity: E) throws -> Outcome.Row {
        Outcome.Row(
            id: try entity.id.fieldValue(), values: try schema.values(of: entity), version: nil)
    }

    func row(_ record: Record<E>) throws -> Outcome.Row {
        var row = try row(record.value)
        row.version = record.version
        return row
    }

    func typed(_ query: RecordQuery) -> Query<E> {
        Query(
            where: Filter(query.predicate),
            sortedBy: query.sort.map { .field(path: $0.field.path, $0.direction) },
            limit: query.limit, offset: query.offset)
    }
}

extension CollectionSchema {
    var idType: FieldType { fields[idIndex].type }
}
