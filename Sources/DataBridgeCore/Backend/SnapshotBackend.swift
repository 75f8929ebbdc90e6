/// What the author of a backend over data in memory writes: committed states and an atomic step
/// from one to the next.
///
/// The core adds the rest: sessions with their own overlay, savepoints, merged scans, and the
/// record of what a transaction read.
///
/// A store over a text file holds its records in a dictionary, returns it from ``snapshot(_:)``,
/// and in ``commit(_:)`` checks that nothing the transaction read has changed since, writes the
/// file, and replaces the dictionary.
public protocol SnapshotBackend: AnyObject, Sendable {
    /// What the store can do.
    ///
    /// Constant while it is open.
    var capabilities: StoreCapabilities { get }

    /// A short name for messages and instrumentation.
    var name: String { get }

    /// Makes the declared collections known, and creates or verifies them as the policy says.
    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws

    /// The one name of a collection that may be called by several; the name itself by default.
    func collectionName(_ name: String) -> String

    /// The newest committed state, unchanging until it is released.
    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot

    /// The version that a record gets by a write: of a counter, or of its content.
    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion

    /// Makes the changes durable and visible at once, in one critical section:
    ///
    /// 1. Throw `serialization` when something committed since the snapshot affects what the
    ///    transaction read or writes (``SnapshotCommit/isAffected(by:)``).
    /// 2. Make the changes durable.
    /// 3. Replace the committed state.
    /// 4. Call ``CommitRequest/announce`` with the changes and their position.
    ///
    /// - Throws: an error whose ``DataError/commitOutcome`` is `rolledBack` or `unknown`.
    func commit(_ commit: SnapshotCommit) async throws

    /// One record as committed, outside any session.
    ///
    /// The default takes a snapshot.
    func readCommitted(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord?

    /// Answers reads of committed records at once; nil by default.
    var committedReader: (any CommittedReader)? { get }

    /// What became of the commit that carried the token; throws `unsupported` by default.
    func outcome(of token: CommitToken) async throws -> CommitOutcome

    /// Committed changes behind a position; throws `unsupported` by default.
    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch

    /// The position behind the newest commit; throws `unsupported` by default.
    func currentPosition() async throws -> FeedPosition

    /// Tells the store whom to call when a commit of another process was noticed.
    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void)

    /// Tells the store whether anybody in this process listens for commits; ignored by default.
    func listeningChanged(_ isListening: Bool)

    /// Tells the store what a collection is going to be read as; ignored by default.
    func willUse(_ collection: CollectionSchema)

    /// How the store is; healthy by default.
    func health() async -> HealthReport

    /// Ends the store.
    func close() async throws

    /// What the store does for a query; a scan by default.
    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan
}

/// One committed state of a ``SnapshotBackend``.
public protocol StoreSnapshot: AnyObject, Sendable {
    /// The record with the id.
    ///
    /// - Throws: `notFound` when the collection does not exist.
    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord?

    /// Records in id order, as ``StoreSession/scan(_:)``.
    func scan(_ scan: Scan) throws -> ScanBatch

    /// The names of the collections, in byte order.
    func collections() -> [String]

    /// Whether there is a collection of the name.
    func hasCollection(_ name: String) -> Bool

    /// The state is not needed any more.
    ///
    /// Called once, also after a commit.
    func release()
}

/// A finished transaction on its way into a ``SnapshotBackend``.
public struct SnapshotCommit: Sendable {
    /// The state the transaction read.
    public let snapshot: any StoreSnapshot
    /// The net change of each record, ordered by collection and id.
    ///
    /// A record that was written and ended as it was is not among them.
    public let changes: [Change]
    /// Collections to make before the changes apply.
    public let created: [CollectionSchema]
    /// Collections to remove, with their records, before others are made.
    public let dropped: [String]
    /// What the transaction read.
    public let reads: ReadSet
    /// The token and the announcement.
    public let request: CommitRequest

    /// A finished transaction.
    public init(
        snapshot: any StoreSnapshot, changes: [Change], created: [CollectionSchema],
        dropped: [String], reads: ReadSet, request: CommitRequest
    ) {
        self.snapshot = snapshot
        self.changes = changes
        self.created = created
        self.dropped = dropped
        self.reads = reads
        self.request = request
    }

    /// Whether another commit since the snapshot forbids this one: it changed a record or a query
    /// result that this transaction read or wrote, or a collection it used.
    public func isAffected(by other: CommittedChanges) -> Bool {
        reads.isAffected(by: other)
    }
}

extension SnapshotBackend {
    /// The name itself.
    public func collectionName(_ name: String) -> String { name }

    /// None: reads may have to wait.
    public var committedReader: (any CommittedReader)? { nil }

    /// Reads from a snapshot of its own.
    public func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        let snapshot = try await snapshot(SessionOptions(isReadOnly: true))
        defer { snapshot.release() }
        return try snapshot.read(id, in: collection)
    }

    /// No tokens.
    public func outcome(of token: CommitToken) async throws -> CommitOutcome {
        throw DataError.unsupported(
            "The \(name) store records no commit tokens. Read the data to see what happened.")
    }

    /// No feed.
    public func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        throw DataError.unsupported("The \(name) store keeps no change feed.")
    }

    /// No feed.
    public func currentPosition() async throws -> FeedPosition {
        throw DataError.unsupported("The \(name) store keeps no change feed.")
    }

    /// Ignored: no other process shares the data.
    public func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {}

    /// Ignored: a collection is what its records say.
    public func willUse(_ collection: CollectionSchema) {}

    /// Ignored: nothing is looked for.
    public func listeningChanged(_ isListening: Bool) {}

    /// Healthy as long as it answers.
    public func health() async -> HealthReport { HealthReport(name, checks: []) }

    /// A scan in id order, with filter and sort in the core.
    public func plan(
        _ query: RecordQuery, in collection: CollectionSchema
    ) throws -> QueryPlan {
        QueryPlan(access: .scan, inStore: [], inCore: QueryPlan.parts(of: query))
    }
}
