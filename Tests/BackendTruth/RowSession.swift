import DataBridgeCore
import Synchronization

/// One transaction: a copy of the committed tables, and a record of what was read in them.
final class RowSession: QueryingSession, InsertingSession {
    private struct State: Sendable {
        var work: RowWork
        var savepoints: [RowWork] = []
        var hasEnded = false
    }

    private let backend: RowBackend
    private let isReadOnly: Bool
    /// How many commits led to the tables.
    private let base: Int
    private let state: Mutex<State>

    init(of backend: RowBackend, isReadOnly: Bool, tables: [Value: RowTable], base: Int) {
        self.backend = backend
        self.isReadOnly = isReadOnly
        self.base = base
        state = Mutex(State(work: RowWork(tables)))
    }

    var querying: (any QueryingSession)? { self }
    var inserting: (any InsertingSession)? { self }

    /// Rows know nothing of each other: the core looks for equal ones.
    func enforcesUnique(_ index: IndexLayout, in collection: CollectionSchema) -> Bool { false }

    func checkUnique() async throws {
        try working { _ in }
    }

    private func working<Result>(
        _ body: (inout RowWork) throws -> sending Result
    ) throws -> sending Result {
        try state.withLock { state in
            if state.hasEnded { throw DataError.transactionEnded() }
            return try body(&state.work)
        }
    }

    private func writing<Result>(
        in collection: String, _ body: (inout RowWork) throws -> sending Result
    ) throws -> sending Result {
        if isReadOnly { throw DataError.readOnly(collection: collection) }
        return try working(body)
    }

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        try working { work in
            work.reads.addRead(of: id, in: collection)
            return try work.table(collection).record(id)
        }
    }

    func scan(_ scan: Scan) async throws -> ScanBatch {
        try working { work in
            let predicate = try CompiledPredicate(scan.predicate, in: scan.collection)
            work.reads.addCollection(scan.collection.name)
            let table = try work.table(scan.collection)
            var found: [StoredRecord] = []
            for id in table.ids(after: scan.after) where found.count <= scan.limit {
                if let record = try table.record(id), predicate.matches(record.values) {
                    found.append(record)
                }
            }
            let hasMore = found.count > scan.limit
            if hasMore { found.removeLast() }
            work.reads.addScan(
                predicate, after: scan.after, through: hasMore ? found.last?.id : nil,
                in: scan.collection)
            return ScanBatch(found, hasMore: hasMore)
        }
    }

    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        guard let id = new?.id ?? old?.id else { return nil }
        if let new, let old, new.values == old.values { return old }
        let stored = new.map {
            StoredRecord(
                id: $0.id, values: $0.values, version: backend.disk.nextVersion(),
                entity: $0.entity)
        }
        try writing(in: collection.name) { work in
            work.reads.addRead(of: id, in: collection)
            try work.set(stored, at: id, replacing: old, in: collection)
        }
        return stored
    }

    func insert(
        _ new: NewRecord, in collection: CollectionSchema
    ) async throws -> StoredRecord {
        guard try await read(new.id, in: collection) == nil,
            let stored = try await write(new, replacing: nil, in: collection)
        else { throw DataError.alreadyExists(collection: collection.name, id: new.id) }
        return stored
    }

    func collections() async throws -> [String] {
        try working { work in
            work.reads.addCollectionList()
            return work.names
        }
    }

    func createCollection(_ collection: CollectionSchema) async throws {
        try writing(in: collection.name) { try $0.create(collection) }
    }

    func dropCollection(_ name: String) async throws {
        try writing(in: name) { try $0.drop(name) }
    }
}

// MARK: Savepoints and the end

extension RowSession {
    func setSavepoint() async throws {
        state.withLock { $0.savepoints.append($0.work) }
    }

    func rollBackToSavepoint() async throws {
        state.withLock { state in
            if let saved = state.savepoints.popLast() { state.work.restore(saved) }
        }
    }

    func releaseSavepoint() async throws {
        state.withLock { _ = $0.savepoints.popLast() }
    }

    func commit(_ request: CommitRequest) async throws {
        let work = try working { $0 }
        state.withLock { $0.hasEnded = true }
        // What was only read was true when the session began.
        if isReadOnly || work.reads.isEmpty, request.token == nil { return }
        try backend.commit(work, since: base, request)
    }

    func rollback() async {
        state.withLock { $0.hasEnded = true }
    }
}

// MARK: Queries

extension RowSession {
    func find(
        _ query: RecordQuery, in collection: CollectionSchema
    ) async throws -> [StoredRecord]? {
        let order = try RecordOrder(query.sort, in: collection)
        var found = try matching(query.predicate, in: collection)
        if let position = query.after {
            found.removeAll { !order.isBehind($0, position) }
        }
        if !order.isIDOrder { found.sort(by: order.isLess) }
        return Array(found.dropFirst(query.offset).prefix(query.limit ?? .max))
    }

    func aggregate(
        _ aggregate: Aggregate, over predicate: RecordPredicate, in collection: CollectionSchema
    ) async throws -> Value? {
        let field = try aggregate.field?.resolved(in: collection)
        switch aggregate {
        case .average: return nil
        case .sum where field?.type != .integer: return nil
        default: break
        }
        let records = try matching(predicate, in: collection)
        guard let field else { return .int(Int64(records.count)) }
        let values = records.map { field.value(in: $0.values) }.filter { !$0.isNull }
        switch aggregate {
        case .minimum: return values.min() ?? .null
        case .maximum: return values.max() ?? .null
        default:
            var total: Int64 = 0
            for case .int(let integer) in values {
                let (sum, isTooLarge) = total.addingReportingOverflow(integer)
                // The core says what is wrong.
                if isTooLarge { return nil }
                total = sum
            }
            return .int(total)
        }
    }

    /// The records of which a predicate is true, in id order, found by walking over it.
    private func matching(
        _ predicate: RecordPredicate, in collection: CollectionSchema
    ) throws -> [StoredRecord] {
        let compiled = try CompiledPredicate(predicate, in: collection)
        return try working { work in
            work.reads.addScan(compiled, after: nil, through: nil, in: collection)
            let table = try work.table(collection)
            return try table.ids().compactMap { try table.record($0) }.filter {
                try compiled.isTrivial || predicate.holds(of: $0.values, in: collection)
            }
        }
    }
}
