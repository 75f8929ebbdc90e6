import DataBridge
import JSONSyntax
import Synchronization

/// A repository of an app's own, over a list that it was given as JSON: as for a service that is
/// asked over the network.
///
/// What takes a `DataRepository` does not notice.
struct ListRepository<E: Entity>: DataRepository {
    /// Shared by the repositories of all scopes.
    private final class List: Sendable {
        let records = Mutex<[Value: StoredRecord]>([:])
    }

    private let list: List
    private let scope: Filter<E>
    private let coding = JSONRecordCoding(E.schema.collection)

    init() { self.init(List(), scope: .all) }

    private init(_ list: List, scope: Filter<E>) {
        self.list = list
        self.scope = scope
    }

    var collection: String { coding.schema.name }

    // MARK: Entities and records

    private func record(of entity: E, replacing old: StoredRecord?) throws -> StoredRecord {
        var writer = JSONWriter()
        try E.schema.encode(entity, to: &writer)
        let bytes = writer.finish()
        let node = try JSONTape(parsing: bytes).root
        do {
            return StoredRecord(
                id: try coding.id(of: node), values: try coding.values(from: node),
                version: RecordVersion(contentOf: bytes))
        } catch let error as FieldValueError {
            throw error.refused(collection: collection, id: old?.id)
        }
    }

    private func entity(of record: StoredRecord) throws -> Record<E> {
        var writer = JSONWriter()
        try coding.write(record.values, to: &writer)
        let entity = try E.schema.decode(JSONTape(parsing: writer.finish()).root)
        return Record(value: entity, version: record.version)
    }

    /// Stores an entity after a look at what has its id.
    private func put(
        _ entity: E, _ check: (_ old: StoredRecord?, _ id: Value) throws -> Void
    ) throws -> Record<E> {
        let id = try entity.id.fieldValue()
        return try list.records.withLock { records in
            try check(records[id], id)
            let record = try record(of: entity, replacing: records[id])
            records[record.id] = record
            return Record(value: entity, version: record.version)
        }
    }

    private func selected(_ query: Query<E>) throws -> [StoredRecord] {
        let filter = (scope && query.filter).predicate
        let predicate = try CompiledPredicate(filter, in: coding.schema)
        let order = try RecordOrder(query.sort.map(\.key), in: coding.schema)
        let all = list.records.withLock { Array($0.values) }
        return Array(
            all.filter { predicate.matches($0.values) }.sorted(by: order.isLess)
                .dropFirst(query.offset).prefix(query.limit ?? .max))
    }
}

// MARK: By id

extension ListRepository {
    func record(_ id: E.ID) async throws -> Record<E>? {
        let id = try id.fieldValue()
        return try list.records.withLock { $0[id] }.map(entity)
    }

    func get(_ id: E.ID) async throws -> E? { try await record(id)?.value }

    func insert(_ entity: E) async throws -> Record<E> {
        try put(entity) { old, id in
            if old != nil { throw DataError.alreadyExists(collection: collection, id: id) }
        }
    }

    func update(_ entity: E, expecting version: RecordVersion?) async throws -> Record<E> {
        try put(entity) { old, id in
            guard let old else { throw DataError.notFound(collection: collection, id: id) }
            if let version, old.version != version {
                throw DataError.conflict(
                    .changed(current: old.version), collection: collection, id: id)
            }
        }
    }

    func update(_ id: E.ID, _ change: (inout E) throws -> Void) async throws -> Record<E> {
        guard var found = try await record(id) else {
            throw DataError.notFound(collection: collection, id: try id.fieldValue())
        }
        try change(&found.value)
        return try await update(found.value, expecting: found.version)
    }

    func upsert(_ entity: E) async throws -> Record<E> { try put(entity) { _, _ in } }

    func delete(_ id: E.ID, expecting version: RecordVersion?) async throws -> Bool {
        let id = try id.fieldValue()
        return try list.records.withLock { records in
            guard let old = records[id] else {
                guard version == nil else {
                    throw DataError.conflict(.gone, collection: collection, id: id)
                }
                return false
            }
            if let version, version != old.version {
                throw DataError.conflict(
                    .changed(current: old.version), collection: collection, id: id)
            }
            records[id] = nil
            return true
        }
    }
}

// MARK: By query

extension ListRepository {
    func records(_ query: Query<E>) async throws -> [Record<E>] {
        try selected(query).map(entity)
    }

    func find(_ query: Query<E>) async throws -> [E] { try await records(query).map(\.value) }

    /// The cursor is how many entities came before.
    func page(_ query: Query<E>, after cursor: Cursor?, size: Int) async throws -> Page<E> {
        var query = query
        query.offset = cursor.flatMap { Int($0.text) } ?? 0
        query.limit = size + 1
        let found = try await find(query)
        let next = found.count > size ? Cursor("\(query.offset + size)") : nil
        return Page(items: Array(found.prefix(size)), next: next)
    }

    func stream(_ query: Query<E>) -> EntityStream<E> {
        EntityStream {
            let cursor = Mutex<Cursor?>(Cursor("0"))
            return {
                guard let place = cursor.withLock({ $0 }) else { return nil }
                let page = try await page(query, after: place, size: 2)
                cursor.withLock { $0 = page.next }
                return page.items
            }
        }
    }

    func observe(_ query: Query<E>) -> Observation<E> {
        Observation {
            let isFirst = Atomic(true)
            return {
                // Nobody tells of changes: there is one result.
                guard isFirst.exchange(false, ordering: .relaxed) else { return nil }
                return try await find(query)
            }
        }
    }

    func aggregate(_ aggregate: Aggregate, where filter: Filter<E>) async throws -> Value {
        let records = try selected(Query(where: filter))
        let field = try aggregate.field?.resolved(in: coding.schema)
        let values = field.map { field in records.map { field.value(in: $0.values) } } ?? []
        switch aggregate {
        case .count: return .int(Int64(records.count))
        case .minimum: return values.min() ?? .null
        case .maximum: return values.max() ?? .null
        case .sum, .average:
            throw DataError.unsupported("The list adds nothing up.", collection: collection)
        }
    }

    func updateAll(where filter: Filter<E>, set: [Assignment<E>]) async throws -> Int {
        let changes = try ResolvedAssignment.resolve(set, in: coding.schema)
        let records = try selected(Query(where: filter))
        for record in records {
            var values = record.values
            for change in changes { try change.apply(to: &values) }
            let changed = try entity(
                of: StoredRecord(id: record.id, values: values, version: record.version))
            _ = try await update(changed.value, expecting: record.version)
        }
        return records.count
    }

    func deleteAll(where filter: Filter<E>) async throws -> Int {
        let ids = try selected(Query(where: filter)).map(\.id)
        list.records.withLock { records in
            for id in ids { records[id] = nil }
        }
        return ids.count
    }

    func explain(_ query: Query<E>) throws -> QueryPlan {
        QueryPlan(
            access: .scan, inStore: [], inCore: [.filter, .sort, .window], detail: "a list")
    }
}

// MARK: Batches and scopes

extension ListRepository {
    func insert(all entities: [E]) async throws -> [Record<E>] {
        var inserted: [Record<E>] = []
        for entity in entities { inserted.append(try await insert(entity)) }
        return inserted
    }

    func upsert(all entities: [E]) async throws -> [Record<E>] {
        var written: [Record<E>] = []
        for entity in entities { written.append(try await upsert(entity)) }
        return written
    }

    func delete(ids: [E.ID]) async throws -> Int {
        var count = 0
        for id in ids where try await delete(id) { count += 1 }
        return count
    }

    func scoped(to filter: Filter<E>) -> any DataRepository<E> {
        ListRepository(list, scope: scope && filter)
    }

    func includingDeleted() -> any DataRepository<E> { self }
}
