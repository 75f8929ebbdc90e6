import DataBridgeCore
import Synchronization

/// What a store over dictionaries keeps, apart from the store, so that another one can go on with
/// it as with a file.
package final class DictionaryDisk: Sendable {
    typealias Records = [Value: StoredRecord]

    struct Content {
        var collections: [Value: Records] = [:]
        /// Every commit since the beginning; commit number n stands at n - 1.
        var commits: [CommittedChanges] = []
        var tokens: Set<CommitToken> = []
    }

    let content = Mutex(Content())
    let versions = Atomic<UInt64>(0)
    let incarnation: UInt64

    package init(_ random: any RandomSource = SystemRandomSource()) {
        incarnation = random.next()
    }
}

/// Committed states as dictionaries of dictionaries, copied for every snapshot.
package final class DictionaryBackend: SnapshotBackend {
    typealias Records = DictionaryDisk.Records

    private let disk: DictionaryDisk
    /// Whether somebody else keeps the disk.
    private let isDurable: Bool
    /// Whether it does the least that every store does.
    private let isBare: Bool
    /// Whether a version is made of what the record holds, so that it comes back with it.
    private let derivesVersions: Bool
    private let feed: FeedRetention
    private let isClosed = Atomic(false)

    package init(
        _ options: StoreOptions, disk: DictionaryDisk? = nil, isBare: Bool = false,
        derivesVersions: Bool = false
    ) {
        self.disk = disk ?? DictionaryDisk(options.services.random)
        isDurable = disk != nil
        self.isBare = isBare
        self.derivesVersions = derivesVersions
        feed = isBare ? .off : options.feed
    }

    package var name: String { "dictionary" }

    package var capabilities: StoreCapabilities {
        StoreCapabilities(
            commitTokens: !isBare, feed: feed == .off ? .none : isDurable ? .durable : .process,
            versionsRecur: derivesVersions, collections: !isBare, isDurable: isDurable)
    }

    package func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        disk.content.withLock { content in
            for schema in schemas where content.collections[.string(schema.name)] == nil {
                content.collections[.string(schema.name)] = [:]
            }
        }
    }

    package func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try checkOpen()
        return disk.content.withLock {
            DictionarySnapshot($0.collections, commitCount: $0.commits.count)
        }
    }

    package func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        if derivesVersions {
            var bytes = CanonicalBytes()
            bytes.append(.array(record.values))
            return RecordVersion(contentOf: bytes.bytes)
        }
        return RecordVersion(counter: disk.versions.add(1, ordering: .relaxed).newValue)
    }

    package func commit(_ commit: SnapshotCommit) async throws {
        guard let snapshot = commit.snapshot as? DictionarySnapshot else {
            preconditionFailure("a commit belongs to a snapshot of this backend")
        }
        try disk.content.withLock { state in
            try checkOpen()
            if let token = commit.request.token, state.tokens.contains(token) {
                throw DataError(
                    .alreadyExists, "A transaction with this token is already committed.")
            }
            let others = state.commits[snapshot.commitCount...]
            if others.contains(where: commit.isAffected) { throw DataError.serialization() }
            if let token = commit.request.token { state.tokens.insert(token) }
            let names = commit.dropped + commit.created.map(\.name)
            if commit.changes.isEmpty && names.isEmpty { return }
            for name in commit.dropped { state.collections[.string(name)] = nil }
            for schema in commit.created { state.collections[.string(schema.name)] = [:] }
            for change in commit.changes {
                state.collections[.string(change.collection)]?[change.id] = change.new
            }
            var changes = CommittedChanges(
                position: position(state.commits.count + 1), changes: commit.changes,
                changedCollections: names)
            if feed == .off { changes.position = nil }
            state.commits.append(changes)
            commit.request.announce(changes)
        }
    }

    package func outcome(of token: CommitToken) async throws -> CommitOutcome {
        guard !isBare else { throw DataError.unsupported("The store records no tokens.") }
        return disk.content.withLock { $0.tokens.contains(token) ? .committed : .rolledBack }
    }

    package func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        guard case .commits(let kept) = feed else { throw noFeed }
        let commits = disk.content.withLock { $0.commits }
        guard position.incarnation == disk.incarnation, position.sequence <= commits.count,
            commits.count - Int(position.sequence) <= kept
        else { throw DataError.historyTrimmed() }
        let start = Int(position.sequence)
        let end = min(commits.count, limit < .max - start ? start + limit : .max)
        return ChangeBatch(
            commits: commits[start..<end].filter {
                !$0.changes.isEmpty || !$0.changedCollections.isEmpty
            },
            position: self.position(end))
    }

    package func currentPosition() async throws -> FeedPosition {
        if feed == .off { throw noFeed }
        return position(disk.content.withLock { $0.commits.count })
    }

    package func close() async throws {
        isClosed.store(true, ordering: .sequentiallyConsistent)
    }

    private func checkOpen() throws {
        if isClosed.load(ordering: .sequentiallyConsistent) { throw DataError.closed() }
    }

    private func position(_ count: Int) -> FeedPosition {
        FeedPosition(incarnation: disk.incarnation, sequence: UInt64(count))
    }

    private var noFeed: DataError { DataError.unsupported("The store was opened without a feed.") }
}

/// A copy of the dictionaries.
final class DictionarySnapshot: StoreSnapshot {
    /// How many records a scan gives at once, few so that callers must ask again.
    private static let batchSize = 50

    /// How many commits led to this state.
    let commitCount: Int
    private let records: [Value: DictionaryBackend.Records]

    init(_ records: [Value: DictionaryBackend.Records], commitCount: Int) {
        self.records = records
        self.commitCount = commitCount
    }

    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try all(in: collection)[id]
    }

    func scan(_ scan: Scan) throws -> ScanBatch {
        var found = try all(in: scan.collection).values.sorted { $0.id < $1.id }
        if let after = scan.after { found.removeAll { !(after < $0.id) } }
        let count = min(scan.limit, DictionarySnapshot.batchSize)
        return ScanBatch(Array(found.prefix(count)), hasMore: found.count > count)
    }

    private func all(in collection: CollectionSchema) throws -> DictionaryBackend.Records {
        guard let found = records[.string(collection.name)] else {
            throw DataError.collectionNotFound(collection.name)
        }
        return found
    }

    func collections() -> [String] {
        records.keys.sorted().map(\.idText)
    }

    func hasCollection(_ name: String) -> Bool { records[.string(name)] != nil }

    func release() {}
}
