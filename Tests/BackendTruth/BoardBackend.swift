import DataBridgeCore
import JSONSyntax
import Synchronization

/// Tables in memory that several stores share, whose versions are made of the content.
final class Board: Sendable {
    struct Content: Sendable {
        var tables: [Value: RecordTable] = [:]
        var commits: [CommittedChanges] = []
        var snapshots = 0
    }

    let content = Mutex(Content())
    let listeners = Listeners()
}

/// The backend of one of the stores.
final class BoardBackend: SnapshotBackend, CommittedReader {
    private let board: Board
    private let store: Int
    private let isClosed = Atomic(false)

    /// - Parameter collections: are made at once.
    init(_ board: Board, _ collections: [CollectionSchema]) {
        self.board = board
        store = board.listeners.join()
        make(collections)
    }

    private func make(_ collections: [CollectionSchema]) {
        board.content.withLock { content in
            for schema in collections where content.tables[.string(schema.name)] == nil {
                content.tables[.string(schema.name)] = RecordTable(schema)
            }
        }
    }

    static let name = "board"

    var name: String { BoardBackend.name }

    var capabilities: StoreCapabilities {
        StoreCapabilities(feed: .none, versionsRecur: true, seesOtherProcesses: true)
    }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        make(schemas)
    }

    /// Names count without what stands around them.
    func collectionName(_ name: String) -> String {
        ByteOrder.hasSuffix(name, ".board") ? String(name.dropLast(6)) : name
    }

    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try checkOpen()
        return board.content.withLock { content in
            content.snapshots += 1
            return BoardSnapshot(board, content)
        }
    }

    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        var writer = JSONWriter()
        do {
            try Value.array([record.id] + record.values).writeJSON(to: &writer)
        } catch {
            // What JSON has no text for is told apart by its description.
            writer.string("\(record.values)")
        }
        return RecordVersion(contentOf: writer.finish())
    }

    func commit(_ commit: SnapshotCommit) async throws {
        guard let snapshot = commit.snapshot as? BoardSnapshot else {
            preconditionFailure("a snapshot is committed to the store it was taken from")
        }
        try board.content.withLock { content in
            try checkOpen()
            let others = content.commits[snapshot.commitCount...]
            if others.contains(where: commit.reads.isAffected) { throw DataError.serialization() }
            for name in commit.dropped { content.tables[.string(name)] = nil }
            for schema in commit.created {
                content.tables[.string(schema.name)] = RecordTable(schema)
            }
            for change in commit.changes {
                let name = Value.string(change.collection)
                if let new = change.new {
                    content.tables[name]?.put(new)
                } else {
                    content.tables[name]?.remove(change.id)
                }
            }
            let changes = CommittedChanges(
                position: nil, changes: commit.changes,
                changedCollections: commit.dropped + commit.created.map(\.name))
            content.commits.append(changes)
            commit.request.announce(changes)
            board.listeners.tell(changes, from: store)
        }
    }

    private func checkOpen() throws {
        if isClosed.load(ordering: .sequentiallyConsistent) { throw DataError.closed() }
    }

    func close() async throws {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        board.listeners.setListening(false, of: store)
    }
}

// MARK: What a backend may do better than the default

extension BoardBackend {
    var committedReader: (any CommittedReader)? { self }

    func committedRecord(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try checkOpen()
        return try board.content.withLock { try $0.tables.table(collection).record(id) }
    }

    func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        try committedRecord(id, in: collection)
    }

    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {
        board.listeners.setNotify(notify, of: store)
    }

    func listeningChanged(_ isListening: Bool) {
        board.listeners.setListening(isListening, of: store)
    }

    func health() async -> HealthReport {
        let (records, snapshots) = board.content.withLock { content in
            (content.tables.values.map(\.count).reduce(0, +), content.snapshots)
        }
        return HealthReport(
            name,
            checks: [
                HealthCheck("open", (try? checkOpen()) == nil ? .unhealthy : .healthy),
                HealthCheck("records", .healthy, "\(records) records"),
                HealthCheck("snapshots", .healthy, "\(snapshots) in use"),
            ])
    }

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        try board.content.withLock { try $0.tables.table(collection).plan(for: query) }
    }
}

/// One committed state.
final class BoardSnapshot: StoreSnapshot {
    private let board: Board
    private let tables: [Value: RecordTable]
    let commitCount: Int

    init(_ board: Board, _ content: Board.Content) {
        self.board = board
        tables = content.tables
        commitCount = content.commits.count
    }

    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try tables.table(collection).record(id)
    }

    func scan(_ scan: Scan) throws -> ScanBatch {
        try tables.table(scan.collection).scan(scan)
    }

    func collections() -> [String] { tables.keys.sorted().map(\.idText) }

    func hasCollection(_ name: String) -> Bool { tables[.string(name)] != nil }

    func release() {
        board.content.withLock { $0.snapshots -= 1 }
    }
}

extension [Value: RecordTable] {
    fileprivate func table(_ collection: CollectionSchema) throws -> RecordTable {
        guard let table = self[.string(collection.name)] else {
            throw DataError.collectionNotFound(collection.name)
        }
        try table.schema.checkLayout(collection)
        return table
    }
}
