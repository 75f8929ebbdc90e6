import DataBridgeCore
import Synchronization

/// A backend with sessions and queries of its own, as an SQL engine has them, on public API alone.
final class RowBackend: StoreBackend, CommittedReader {
    let disk: RowDisk
    private let store: Int
    private let feed: FeedRetention
    private let clock: MonotonicClock
    private let isClosed = Atomic(false)
    private let asked = Mutex<Set<Value>>([])
    /// How many sessions asked for each isolation; all get the strongest.
    private let sessions = Mutex<[Isolation: Int]>([:])

    init(_ disk: RowDisk, options: StoreOptions) {
        self.disk = disk
        store = disk.listeners.join()
        feed = options.feed
        clock = options.services.clock
    }

    var name: String { "rows" }

    var capabilities: StoreCapabilities {
        StoreCapabilities(
            isolation: [.serializable], commitTokens: true, feed: feed == .off ? .none : .durable,
            versionsRecur: false, seesOtherProcesses: true, isDurable: true)
    }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try disk.content.withLock { content in
            for schema in schemas {
                let name = Value.string(schema.name)
                let known = content.tables[name]
                content.tables[name] =
                    try known?.adopted(by: schema, policy: policy) ?? RowTable(schema)
            }
        }
    }

    /// `main.notes` is another name of `notes`.
    func collectionName(_ name: String) -> String {
        ByteOrder.hasPrefix(name, "main.") ? String(name.dropFirst(5)) : name
    }

    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        try checkOpen()
        if let deadline = options.deadline, deadline < clock.now() {
            throw DataError.timeout("Waiting for the rows")
        }
        sessions.withLock { $0[options.isolation, default: 0] += 1 }
        return disk.content.withLock { content in
            RowSession(
                of: self, isReadOnly: options.isReadOnly, tables: content.tables,
                base: content.commits.count)
        }
    }

    var committedReader: (any CommittedReader)? { self }

    func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        try committedRecord(id, in: collection)
    }

    func committedRecord(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try checkOpen()
        let table = disk.content.withLock { $0.tables[.string(collection.name)] }
        guard let table else { throw DataError.collectionNotFound(collection.name) }
        try table.schema.checkLayout(collection)
        return try table.record(id)
    }

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        let access = try query.predicate.access(in: collection)
        return QueryPlan(
            access: access, inStore: QueryPlan.parts(of: query), inCore: [],
            detail: try query.sql(in: collection))
    }

    func willUse(_ collection: CollectionSchema) {
        asked.withLock { _ = $0.insert(.string(collection.name)) }
    }

    func health() async -> HealthReport {
        let rows = await HealthCheck.run("rows", clock: clock) {
            let session = try await begin(SessionOptions(isReadOnly: true))
            let names = try await session.collections()
            await session.rollback()
            let rows = disk.content.withLock { $0.tables.values.map(\.count).reduce(0, +) }
            return (.healthy, "\(rows) rows in \(names.count) tables")
        }
        let history = disk.content.withLock { $0.commits.count }
        let asked = asked.withLock { $0.count }
        let weak = sessions.withLock { $0.filter { $0.key < .serializable }.values.reduce(0, +) }
        return HealthReport(
            name,
            checks: [
                rows,
                HealthCheck(
                    "history", history > 100_000 ? .degraded : .healthy, "\(history) commits"),
                HealthCheck("collections", .healthy, "\(asked) asked for"),
                HealthCheck("weak isolation", .healthy, "\(weak) sessions asked for it"),
            ])
    }

    func close() async throws {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        disk.listeners.setListening(false, of: store)
    }

    func checkOpen() throws {
        if isClosed.load(ordering: .sequentiallyConsistent) { throw DataError.closed() }
    }
}

// MARK: Commits

extension RowBackend {
    /// Makes what a session did the newest state, if nothing that it read has changed since.
    func commit(_ work: RowWork, since base: Int, _ request: CommitRequest) throws {
        try disk.content.withLock { content in
            try checkOpen()
            if content.commits[base...].contains(where: work.reads.isAffected) {
                throw DataError.serialization()
            }
            if let token = request.token, !content.tokens.insert(token).inserted {
                throw DataError(.alreadyExists, "A commit with this token happened before.")
            }
            let changes = try work.changes
            let names = work.dropped + work.created.map(\.name)
            if changes.isEmpty && names.isEmpty { return }
            var tables = content.tables
            for name in work.dropped { tables[.string(name)] = nil }
            for schema in work.created { tables[.string(schema.name)] = RowTable(schema) }
            for change in changes {
                try tables[.string(change.collection)]?.set(change.new, at: change.id)
            }
            content.tables = tables
            let commit = CommittedChanges(
                position: feed == .off ? nil : position(content.commits.count + 1),
                changes: changes, changedCollections: names)
            content.commits.append(commit)
            request.announce(commit)
            disk.listeners.tell(commit, from: store)
        }
    }

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        disk.content.withLock { $0.tokens.contains(token) ? .committed : .rolledBack }
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        guard case .commits(let kept) = feed else { throw noFeed }
        let commits = disk.content.withLock { $0.commits }
        guard position.incarnation == disk.incarnation, position.sequence <= commits.count,
            commits.count - Int(position.sequence) <= kept
        else { throw DataError.historyTrimmed() }
        let found = commits[Int(position.sequence)...].prefix(limit)
        return ChangeBatch(
            commits: found.filter { !$0.changes.isEmpty || !$0.changedCollections.isEmpty },
            position: self.position(found.endIndex))
    }

    func currentPosition() async throws -> FeedPosition {
        if feed == .off { throw noFeed }
        return position(disk.content.withLock { $0.commits.count })
    }

    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {
        disk.listeners.setNotify(notify, of: store)
    }

    func listeningChanged(_ isListening: Bool) {
        disk.listeners.setListening(isListening, of: store)
    }

    private func position(_ count: Int) -> FeedPosition {
        FeedPosition(incarnation: disk.incarnation, sequence: UInt64(count))
    }

    private var noFeed: DataError {
        .unsupported("The rows were opened without a feed.")
    }
}
