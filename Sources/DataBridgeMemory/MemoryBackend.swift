import DataBridgeCore
import Synchronization

/// Committed states in memory, and the step from one to the next.
///
/// One lock guards the newest state. It is held to copy that state's tables for a snapshot, to
/// look up one record, and to apply a commit; scans and reads of snapshots hold it not at all.
package final class MemoryBackend: SnapshotBackend, CommittedReader {
    /// Which life of the store positions of the feed belong to.
    let incarnation: UInt64
    private let clock: MonotonicClock
    private let keepsFeed: Bool
    let state: Mutex<MemoryState>
    private let versions = Atomic<UInt64>(0)

    package init(_ collections: [CollectionSchema], options: StoreOptions) {
        incarnation = options.services.random.next()
        clock = options.services.clock
        let retention: Int
        switch options.feed {
        case .off:
            keepsFeed = false
            retention = 0
        case .commits(let count):
            keepsFeed = true
            retention = max(0, count)
        }
        var state = MemoryState(retention: retention)
        for collection in collections { state.create(collection) }
        self.state = Mutex(state)
    }

    static let name = "memory"

    package var name: String { MemoryBackend.name }

    package var capabilities: StoreCapabilities {
        StoreCapabilities(
            isolation: [.snapshot, .serializable], commitTokens: true,
            feed: keepsFeed ? .process : .none)
    }

    /// Makes the collections that are missing, whatever the policy: nothing is stored before.
    package func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try state.withLock { state in
            try state.checkOpen()
            for schema in schemas where state.tables[schema.name] == nil {
                state.create(schema)
            }
        }
    }

    package func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        RecordVersion(counter: versions.add(1, ordering: .relaxed).newValue)
    }

    package func close() async throws {
        state.withLock { $0.close() }
    }
}

// MARK: Reading

extension MemoryBackend {
    package func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try state.withLock { state in
            try state.checkOpen()
            state.snapshots.add(
                at: state.sequence, isReadOnly: options.isReadOnly, now: clock.now())
            return MemorySnapshot(
                of: self, sequence: state.sequence, isReadOnly: options.isReadOnly,
                tables: state.tables)
        }
    }

    /// A snapshot is not needed any more.
    func release(_ sequence: UInt64, isReadOnly: Bool) {
        state.withLock { state in
            state.snapshots.remove(at: sequence, isReadOnly: isReadOnly)
            state.trimHistory()
        }
    }

    package func committedRecord(_ id: Value, in collection: CollectionSchema) throws
        -> StoredRecord?
    {
        try state.withLock { try $0.newestRecord(id, in: collection) }
    }

    package var committedReader: (any CommittedReader)? { self }

    package func readCommitted(_ id: Value, in collection: CollectionSchema) async throws
        -> StoredRecord?
    {
        try committedRecord(id, in: collection)
    }

    package func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        let table = state.withLock { $0.tables[collection.name] }
        return (table ?? RecordTable(collection)).plan(for: query)
    }
}

// MARK: Committing

extension MemoryBackend {
    /// Above this many commits since the snapshot they are checked without holding the lock.
    private static let fewCommits: UInt64 = 16
    /// From this many changes on they are applied to a copy without holding the lock.
    private static let manyChanges = 1_000

    package func commit(_ commit: SnapshotCommit) async throws {
        guard let snapshot = commit.snapshot as? MemorySnapshot else {
            preconditionFailure("a snapshot is committed to the store it was taken from")
        }
        let checked = try checkEarly(commit, since: snapshot.sequence)
        // Nodes of the tables that only this snapshot shares can now be changed in place.
        snapshot.forgetTables()
        let prepared = try prepare(commit, checked: checked)
        try state.withLock { state in
            try state.check(commit, since: prepared?.of ?? checked)
            if let token = commit.request.token { state.remember(token) }
            if let changes = take(Step(commit), &state, prepared: prepared) {
                commit.request.announce(changes)
            }
        }
    }

    /// Takes a step to the next state.
    ///
    /// - Returns: what is to be announced; nil when nothing changes.
    func take(
        _ step: Step, _ state: inout MemoryState, prepared: MemoryState.Successor?,
        isForeign: Bool = false
    ) -> CommittedChanges? {
        guard !step.isEmpty else { return nil }
        state.apply(step, prepared: prepared)
        var changes = CommittedChanges(
            position: FeedPosition(incarnation: incarnation, sequence: state.sequence),
            changes: step.changes, changedCollections: step.dropped + step.created.map(\.name),
            isForeign: isForeign)
        if !keepsFeed { changes.position = nil }
        state.remember(changes)
        return changes
    }

    /// Checks a commit against those since its snapshot as long as they are many, so that the
    /// lock is held only for the last few.
    ///
    /// - Returns: the sequence up to which it was checked.
    func checkEarly(_ commit: SnapshotCommit, since start: UInt64) throws -> UInt64 {
        var checked = start
        while true {
            let others = state.withLock { state in
                state.sequence - checked > MemoryBackend.fewCommits
                    ? state.history.commits(since: checked) : []
            }
            if others.isEmpty { return checked }
            if others.contains(where: commit.isAffected) { throw DataError.serialization() }
            checked += UInt64(others.count)
        }
    }

    /// Applies a large commit to a copy of the newest tables, so that readers do not wait for it.
    ///
    /// Should another commit come in between, the work is done again under the lock.
    private func prepare(
        _ commit: SnapshotCommit, checked: UInt64
    ) throws -> MemoryState.Successor? {
        guard commit.changes.count >= MemoryBackend.manyChanges else { return nil }
        var (sequence, tables) = try state.withLock { state in
            try state.check(commit, since: checked)
            return (state.sequence, state.tables)
        }
        tables.apply(Step(commit))
        return MemoryState.Successor(of: sequence, tables: tables)
    }

    package func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try state.withLock { state in
            try state.checkOpen()
            return state.tokens.contains(token) ? .committed : .rolledBack
        }
    }
}

// MARK: What the store tells

extension MemoryBackend {
    /// How many commits are held for the feed and for running transactions.
    var heldCommits: Int { state.withLock { $0.history.count } }

    package func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try checkFeed()
        guard position.incarnation == incarnation else {
            throw DataError.historyTrimmed("The position belongs to another life of the store")
        }
        return try state.withLock { state in
            try state.checkOpen()
            guard let batch = state.history.feed(after: position.sequence, limit: limit) else {
                throw DataError.historyTrimmed()
            }
            return ChangeBatch(
                commits: batch.commits,
                position: FeedPosition(incarnation: incarnation, sequence: batch.end))
        }
    }

    package func currentPosition() async throws -> FeedPosition {
        try checkFeed()
        return try state.withLock { state in
            try state.checkOpen()
            return FeedPosition(incarnation: incarnation, sequence: state.sequence)
        }
    }

    private func checkFeed() throws {
        guard keepsFeed else {
            throw DataError.unsupported(
                "The memory store keeps no change feed: open it with StoreOptions.feed.")
        }
    }

    package func health() async -> HealthReport {
        let now = clock.now()
        return state.withLock { state in
            guard !state.isClosed else {
                return HealthReport(
                    name, checks: [.init("open", .unhealthy, "The store is closed.")])
            }
            return HealthReport(
                name,
                checks: [
                    .init("collections", .healthy, state.tables.summary),
                    state.snapshots.check(now: now),
                ])
        }
    }
}
