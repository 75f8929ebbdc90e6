/// What the author of a backend over data in memory writes: committed states and an atomic step
/// from one to the next.
///
/// The core adds the rest: sessions with their own overlay, savepoints, merged scans, and the
/// record of what a transaction read.
///
/// A store over a text file holds its records in a dictionary, returns it from ``snapshot(_:)``,
/// and in ``commit(_:)`` checks that nothing the transaction read has changed since, writes the
/// file, and replaces the dictionary. `Documentation/WritingABackend.md` builds such a store from
/// an empty file, and `Examples/TextFileStore` is the result.
///
/// Methods may be called from several tasks at once. What they throw is a ``DataError``, a
/// `FileError`, or `CancellationError`; of anything else the core knows only that it failed.
public protocol SnapshotBackend: AnyObject, Sendable {
    /// What the store can do.
    ///
    /// Constant while it is open.
    var capabilities: StoreCapabilities { get }

    /// A short name for messages and instrumentation.
    var name: String { get }

    /// Makes the declared collections known, and creates or verifies them as the policy says.
    ///
    /// Called once, before anything else: this is where a store opens its file. With the policy
    /// `additive` every declared collection is there afterwards; a missing one need not be stored
    /// before the first commit.
    ///
    /// - Throws: `unsupported` or `notFound` when what is stored differs and the policy forbids a
    ///   change; `corrupted`, `busy`, ….
    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws

    /// The one name of a collection that may be called by several; the name itself by default.
    func collectionName(_ name: String) -> String

    /// The newest committed state, unchanging until it is released.
    ///
    /// Begins every transaction, and every read outside one. After ``close()`` it throws `closed`.
    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot

    /// The version that a record gets by a write: of a counter, or of its content.
    ///
    /// Called inside transactions, of which some never commit, so a counter has gaps. One that is
    /// stored must not give a number again after the store was opened anew; the highest one that a
    /// commit contains is enough for that. A store that derives versions from content says so
    /// (``StoreCapabilities/versionsRecur``).
    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion

    /// Makes the changes durable and visible at once, in one critical section:
    ///
    /// 1. Throw `serialization` when something committed since the snapshot affects what the
    ///    transaction read or writes (``SnapshotCommit/isAffected(by:)``).
    /// 2. Make the changes durable.
    /// 3. Replace the committed state.
    /// 4. Call ``CommitRequest/announce`` with the changes and their position.
    ///
    /// Called only for transactions that change something or carry a token: one that does not need
    /// not be announced. A token that a former commit carried is refused with `alreadyExists`.
    ///
    /// Should it remain unknown whether step 2 happened, announce the changes with the outcome
    /// `unknown` all the same, and go on only when you know what is stored.
    ///
    /// - Throws: an error whose ``DataError/commitOutcome`` is `rolledBack` or `unknown`. Of one
    ///   that does not say, a ``DataError`` counts as `rolledBack` unless its code is
    ///   `commitUnknown`, a `FileError` as what it says, and anything else as `unknown`.
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
    ///
    /// Collections that were made at run time are known to a store that is opened again by name
    /// only; their schema comes with the first repository that asks for them. It only takes note,
    /// and a collection that cannot be read so throws in the next ``snapshot(_:)``.
    func willUse(_ collection: CollectionSchema)

    /// How the store is; healthy by default.
    func health() async -> HealthReport

    /// Ends the store.
    func close() async throws

    /// What the store does for a query; a scan by default, ``RecordTable/plan(for:)`` for one that
    /// keeps tables.
    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan
}

/// One committed state of a ``SnapshotBackend``.
public protocol StoreSnapshot: AnyObject, Sendable {
    /// The record with the id.
    ///
    /// - Throws: `notFound` when the collection does not exist
    ///   (``DataError/collectionNotFound(_:fileID:line:)``); `invalid` when its records are of
    ///   another shape than the schema says (``CollectionSchema/checkLayout(_:)``): a collection
    ///   of any name can be asked for as any entity.
    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord?

    /// Records in id order, as ``StoreSession/scan(_:)``; ``RecordTable/scan(_:)`` does it all.
    ///
    /// - Throws: as ``read(_:in:)``.
    func scan(_ scan: Scan) throws -> ScanBatch

    /// The names of the collections, in byte order.
    func collections() -> [String]

    /// Whether there is a collection of the name; by default it is looked for among all of them.
    func hasCollection(_ name: String) -> Bool

    /// The state is not needed any more; ignored by default.
    ///
    /// Called once, also after a commit. It tells a store that keeps old commits for the check in
    /// ``SnapshotBackend/commit(_:)`` which of them it can forget.
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
    /// Collections to remove, with their records, before others are made; one that was dropped and
    /// made again is among both.
    public let dropped: [String]
    /// What the transaction read.
    public let reads: ReadSet
    /// The token and the announcement.
    public let request: CommitRequest

    /// A finished transaction.
    package init(
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

extension StoreSnapshot {
    /// Looks through all the names.
    public func hasCollection(_ name: String) -> Bool {
        collections().contains { ByteOrder.equal($0, name) }
    }

    /// Nothing: the state goes when nobody refers to it.
    public func release() {}
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
