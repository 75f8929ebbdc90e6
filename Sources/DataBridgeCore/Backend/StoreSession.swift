/// One transaction of a store: reads that see its own writes, writes that nobody else sees until
/// the commit, and savepoints.
///
/// The core calls one method at a time and ends every session by exactly one ``commit(_:)`` or
/// ``rollback()``. A call that throws leaves the session as it was before the call, except that
/// after a failed ``commit(_:)`` the session has ended.
public protocol StoreSession: AnyObject, Sendable {
    /// The record with the id, own writes included.
    ///
    /// - Throws: `notFound` when the collection does not exist.
    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord?

    /// Records in id order, own writes included: at least those that match the scan's predicate
    /// (a superset is fine, the core evaluates the predicate again), strictly behind
    /// ``Scan/after``.
    ///
    /// - Returns: at most `limit` records, and whether there may be more behind the last one.
    /// - Throws: `notFound` when the collection does not exist.
    func scan(_ scan: Scan) async throws -> ScanBatch

    /// Stores, replaces or removes one record.
    ///
    /// The core has checked existence and constraints.
    ///
    /// - Parameters:
    ///   - new: the new content; nil removes the record.
    ///   - old: the record as this session reads it now; nil if there is none.
    /// - Returns: the stored record with its new version; nil after a removal.
    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord?

    /// The names of the collections, sorted by bytes, own creations and removals included.
    func collections() async throws -> [String]

    /// Makes a collection.
    ///
    /// - Throws: `alreadyExists`.
    func createCollection(_ collection: CollectionSchema) async throws

    /// Removes a collection with its records.
    ///
    /// - Throws: `notFound`.
    func dropCollection(_ name: String) async throws

    /// Sets a savepoint on top of the ones already set.
    func setSavepoint() async throws

    /// Undoes everything since the newest savepoint and removes that savepoint.
    func rollBackToSavepoint() async throws

    /// Removes the newest savepoint and keeps what was done since.
    func releaseSavepoint() async throws

    /// Makes everything durable and visible at once and ends the session.
    ///
    /// Inside its commit's critical section, so in commit order, the store calls
    /// ``CommitRequest/announce`` with what changed, also when the outcome is unknown.
    ///
    /// - Throws: an error whose ``DataError/commitOutcome`` is `rolledBack` (`serialization`,
    ///   `conflict`, `busy`, `noSpace`, …) or `unknown` (`commitUnknown`).
    func commit(_ request: CommitRequest) async throws

    /// Undoes everything and ends the session.
    ///
    /// After the session has ended it does nothing.
    func rollback() async

    /// The session as one that runs whole queries itself; nil by default.
    var querying: (any QueryingSession)? { get }

    /// The session as one that notices by itself when an id is taken; nil by default.
    var inserting: (any InsertingSession)? { get }

    /// Whether the store itself sees to a unique constraint, in ``checkUnique()``.
    ///
    /// By default it does not.
    func enforcesUnique(_ index: IndexLayout, in collection: CollectionSchema) -> Bool

    /// Throws when a unique constraint does not hold that the store itself sees to, with the error
    /// that the core would give.
    ///
    /// Called at the end of each operation that writes: within one, records may exchange values.
    func checkUnique() async throws
}

extension StoreSession {
    /// The core looks for the id before it inserts.
    public var inserting: (any InsertingSession)? { nil }

    /// The core checks all unique constraints.
    public func enforcesUnique(_ index: IndexLayout, in collection: CollectionSchema) -> Bool {
        false
    }

    /// Nothing is left to check.
    public func checkUnique() async throws {}

    /// Queries are evaluated by the core.
    public var querying: (any QueryingSession)? { nil }
}

/// What a session is asked to read in id order.
public struct Scan: Sendable {
    /// The collection.
    public var collection: CollectionSchema
    /// What the records wanted have in common; a hint that narrows, never a promise.
    public var predicate: RecordPredicate
    /// Only records whose id is strictly greater.
    public var after: Value?
    /// How many records at most.
    public var limit: Int

    /// A scan.
    public init(
        of collection: CollectionSchema, predicate: RecordPredicate = .all, after: Value? = nil,
        limit: Int = .max
    ) {
        self.collection = collection
        self.predicate = predicate
        self.after = after
        self.limit = limit
    }
}

/// What a scan found.
public struct ScanBatch: Sendable {
    /// The records, in id order.
    public var records: [StoredRecord]
    /// Whether there may be records behind the last one; false ends the scan.
    public var hasMore: Bool

    /// A batch.
    public init(_ records: [StoredRecord], hasMore: Bool = false) {
        self.records = records
        self.hasMore = hasMore
    }
}

/// What a commit is asked for.
public struct CommitRequest: Sendable {
    /// A token to record in the same commit.
    public var token: CommitToken?
    /// Called once inside the commit's critical section, in commit order.
    ///
    /// It only enqueues, so it is quick and never waits.
    public var announce: @Sendable (CommittedChanges) -> Void

    /// A request.
    package init(
        token: CommitToken? = nil, announce: @escaping @Sendable (CommittedChanges) -> Void
    ) {
        self.token = token
        self.announce = announce
    }
}

/// A session that notices by itself when an id is taken, which spares the core a look at each
/// record that is inserted.
public protocol InsertingSession: StoreSession {
    /// Stores a record that must not be there.
    ///
    /// - Throws: `alreadyExists`, and then the session is as it was.
    func insert(
        _ new: NewRecord, in collection: CollectionSchema
    ) async throws -> StoredRecord
}

/// A session that runs whole queries itself; others are served by ``StoreSession/scan(_:)`` and
/// the core's evaluation.
public protocol QueryingSession: StoreSession {
    /// The records a query selects, in its order and window.
    ///
    /// - Returns: nil when the session cannot run this query itself, decided before any I/O.
    func find(
        _ query: RecordQuery, in collection: CollectionSchema
    ) async throws -> [StoredRecord]?

    /// A query's aggregate.
    ///
    /// - Returns: nil when the session cannot run it itself, decided before any I/O.
    func aggregate(
        _ aggregate: Aggregate, over predicate: RecordPredicate, in collection: CollectionSchema
    ) async throws -> Value?
}
