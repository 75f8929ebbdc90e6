/// What the author of a backend writes: sessions, and what happens to the store as a whole.
///
/// The core builds everything else on it: repositories, coding of entities, filters, constraints,
/// transactions, savepoint bookkeeping, retries, observation. A backend over data that fits in
/// memory conforms to the smaller ``SnapshotBackend`` instead and gets sessions as well.
/// `Documentation/Architecture.md` shows which of the two to choose.
///
/// Every error that leaves a backend is a ``DataError``; the engine's own failure is its `cause`.
public protocol StoreBackend: AnyObject, Sendable {
    /// What the store can do.
    ///
    /// Constant while it is open.
    var capabilities: StoreCapabilities { get }

    /// A short name for messages and instrumentation, such as `memory` or `json`.
    var name: String { get }

    /// Makes the declared collections known, and creates or verifies them as the policy says.
    ///
    /// Called once, before anything else.
    ///
    /// - Throws: `unsupported` when the stored schema differs and the policy forbids a change.
    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws

    /// The one name of a collection that may be called by several: `tasks` and `/tasks` in a JSON
    /// file.
    ///
    /// By default every name stands for itself.
    func collectionName(_ name: String) -> String

    /// Begins a session: one transaction, seen from the store.
    ///
    /// A read-only session sees one committed state throughout and never waits for a writer's
    /// body. May suspend while it waits for a writer lock; never blocks a thread.
    ///
    /// - Throws: `busy` or `timeout` when the session cannot begin in time, `unavailable` when the
    ///   store cannot be reached, `closed` after ``close()``.
    func begin(_ options: SessionOptions) async throws -> any StoreSession

    /// One record as committed, outside any session.
    ///
    /// The default begins a read-only session; a store that can answer faster does.
    func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord?

    /// Answers reads of committed records at once, where the store has them in memory; nil by
    /// default, and then ``readCommitted(_:in:)`` is asked.
    ///
    /// Constant while the store is open.
    var committedReader: (any CommittedReader)? { get }

    /// What became of the commit that carried the token.
    ///
    /// - Throws: `unsupported` when the store records no tokens.
    func outcome(of token: CommitToken) async throws -> CommitOutcome

    /// Committed changes behind a position, oldest first.
    ///
    /// - Throws: `historyTrimmed` when the position is too old or of another incarnation of the
    ///   store, `unsupported` when there is no feed.
    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch

    /// The position behind the newest committed change.
    func currentPosition() async throws -> FeedPosition

    /// Tells the store whom to call when a commit of another process was noticed.
    ///
    /// A store that cannot notice them (``StoreCapabilities/seesOtherProcesses``) ignores it.
    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void)

    /// Tells the store that somebody in this process has begun to listen for commits, or that
    /// nobody does any more, so that it looks for those of other processes only while it matters.
    func listeningChanged(_ isListening: Bool)

    /// Tells the store that a collection is going to be read as records of this schema, which may
    /// be another one than was declared for its name.
    ///
    /// Called when a repository is made, so it only takes note.
    func willUse(_ collection: CollectionSchema)

    /// How the store is.
    func health() async -> HealthReport

    /// Ends the store.
    ///
    /// Sessions have ended before; later calls throw `closed`.
    func close() async throws

    /// What the store does for a query, for ``DataRepository/explain(_:)``.
    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan
}

extension StoreBackend {
    /// The name itself.
    public func collectionName(_ name: String) -> String { name }

    /// None: reads may have to wait.
    public var committedReader: (any CommittedReader)? { nil }

    /// Reads through a read-only session of its own.
    public func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        let session = try await begin(SessionOptions(isReadOnly: true))
        do {
            let record = try await session.read(id, in: collection)
            await session.rollback()
            return record
        } catch {
            await session.rollback()
            throw error
        }
    }

    /// No tokens.
    public func outcome(of token: CommitToken) async throws -> CommitOutcome {
        throw DataError.unsupported(
            "the \(name) store records no commit tokens; read the data to see what happened")
    }

    /// No feed.
    public func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        throw DataError.unsupported("the \(name) store keeps no change feed")
    }

    /// No feed.
    public func currentPosition() async throws -> FeedPosition {
        throw DataError.unsupported("the \(name) store keeps no change feed")
    }

    /// Ignored: no other process shares the data.
    public func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {}

    /// Ignored: a collection is what its records say.
    public func willUse(_ collection: CollectionSchema) {}

    /// Ignored: nothing is looked for.
    public func listeningChanged(_ isListening: Bool) {}

    /// Healthy as long as it answers.
    public func health() async -> HealthReport {
        HealthReport(name, checks: [])
    }

    /// A scan in id order, with filter and sort in the core.
    public func plan(
        _ query: RecordQuery, in collection: CollectionSchema
    ) throws -> QueryPlan {
        QueryPlan(access: .scan, inStore: [], inCore: QueryPlan.parts(of: query))
    }
}

/// Reads committed records without waiting: a point read outside a transaction then costs little
/// more than the lookup.
public protocol CommittedReader: AnyObject, Sendable {
    /// The newest committed state of a record.
    ///
    /// - Throws: `notFound` when the collection does not exist, `closed`.
    func committedRecord(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord?
}

/// What a session is begun with.
public struct SessionOptions: Sendable {
    /// Whether the session only reads.
    public var isReadOnly: Bool
    /// The isolation asked for; the store gives it or a stronger one.
    public var isolation: Isolation
    /// When waiting to begin must end, on the monotonic clock of the store's
    /// ``RuntimeServices``; nil to wait without bound.
    public var deadline: Duration?
    /// Whether the transaction runs again when the store undoes it with `serialization`: a store
    /// that lets transactions share a commit may do so to one that others wait for.
    public var mayRestart: Bool
    /// Whether the task that asks for a session that writes is inside another one: a store with one
    /// writer at a time throws `busy` then, as waiting would be for oneself.
    public var isInsideWriter: Bool

    /// Options of a session.
    public init(
        isReadOnly: Bool = false, isolation: Isolation = .serializable,
        deadline: Duration? = nil, mayRestart: Bool = true, isInsideWriter: Bool = false
    ) {
        self.isReadOnly = isReadOnly
        self.isolation = isolation
        self.deadline = deadline
        self.mayRestart = mayRestart
        self.isInsideWriter = isInsideWriter
    }
}
