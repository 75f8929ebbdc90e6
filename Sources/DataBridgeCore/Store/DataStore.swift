/// A place where entities live: it gives repositories, runs transactions over all of them, and
/// tells what was committed.
///
/// Services are given repositories and a ``TransactionManager``; the part of a program that puts
/// it together opens a `DataStore`. A backend's store (`MemoryStore`, `JSONFileStore`) holds a
/// ``StoreEngine`` over a ``StoreBackend``, and everything below follows from that.
///
/// **Entities** are declared at opening. Asking for the repository of one that was not traps,
/// because no data can cause it; a collection that is missing in the data is `notFound` when it is
/// used.
///
/// **Lifetime.** ``close(deadline:)`` lets running transactions end, then refuses everything with
/// `closed`. A store that is released without `close` ends as after a crash: committed data is
/// there, as durable as the store promised, and nothing else.
public protocol DataStore: TransactionManager {
    /// What carries out the contracts below.
    ///
    /// A backend's store supplies only this.
    var engine: StoreEngine { get }
}

extension DataStore {
    /// What the store can do beyond the least that every store does.
    public var capabilities: StoreCapabilities { engine.capabilities }

    /// The repository of an entity in the collection that its schema names.
    public func repository<E: Entity>(for entity: E.Type) -> any DataRepository<E> {
        engine.repository(for: entity, in: nil)
    }

    /// The repository of an entity in a collection of any name.
    ///
    /// - Parameters:
    ///   - entity: a type declared when the store was opened.
    ///   - collection: the collection's name; in a JSON file an RFC 6901 pointer such as
    ///     `/master/tasks`.
    public func repository<E: Entity>(
        for entity: E.Type, in collection: String
    ) -> any DataRepository<E> {
        engine.repository(for: entity, in: collection)
    }

    /// Runs the body as one transaction and hands it the unit of work.
    @discardableResult
    public func transaction<Result>(
        _ options: TransactionOptions, _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        try await engine.transaction(options, body)
    }

    /// Runs the body outside the current transaction of this store.
    @discardableResult
    public func withoutTransaction<Result>(
        _ body: () async throws -> Result
    ) async throws -> Result {
        try await engine.withoutTransaction(body)
    }

    /// What became of the transaction that carried the token.
    public func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try await engine.outcome(of: token)
    }

    /// The names of the collections, in byte order.
    ///
    /// Inside a transaction its own changes count.
    public func collections() async throws -> [String] {
        try await engine.collections()
    }

    /// Makes an empty collection for entities of a declared type.
    ///
    /// Inside a transaction it becomes visible with the commit.
    ///
    /// - Throws: `alreadyExists`; `invalid` when the name cannot name a collection of this store;
    ///   `unsupported`.
    public func createCollection<E: Entity>(
        _ name: String, like entity: E.Type
    ) async throws {
        try await engine.createCollection(name, like: entity)
    }

    /// Removes a collection with all its records.
    ///
    /// Inside a transaction it happens with the commit.
    ///
    /// - Throws: `notFound`; `constraint` when records of other collections refer into it and
    ///   restrict deletes; `unsupported`.
    public func dropCollection(_ name: String) async throws {
        try await engine.dropCollection(name)
    }

    /// Calls a closure with every commit, in commit order, before the commit returns to its caller.
    ///
    /// Commits whose outcome is unknown are announced too, with that outcome.
    ///
    /// For caches of this process: who reads after a commit returned never reads what the closure
    /// had to invalidate. The closure must be quick and must not wait for the store; audit and
    /// delivery to other systems read ``changes(from:limit:)`` instead.
    ///
    /// - Returns: the registration; it ends when it is cancelled or released.
    public func afterCommit(
        _ body: @escaping @Sendable (CommittedChanges) -> Void
    ) -> CommitObserver {
        engine.announcer.add(body)
    }

    /// Committed changes behind a position, oldest first: ordered and without gaps.
    ///
    /// - Parameters:
    ///   - position: where to continue; see ``currentPosition()``.
    ///   - limit: how many commits at most.
    /// - Throws: `historyTrimmed` when the position is too old or of another incarnation of the
    ///   store: read everything anew and continue from ``currentPosition()`` taken before;
    ///   `unsupported` when the store keeps no feed.
    public func changes(
        from position: FeedPosition, limit: Int = 1_000
    ) async throws -> ChangeBatch {
        try await engine.changes(from: position, limit: limit)
    }

    /// Committed changes behind a position, one commit after the other, waiting for new ones.
    ///
    /// Pull-based: what is not asked for is not read.
    public func changeFeed(from position: FeedPosition) -> ChangeFeed {
        ChangeFeed(engine: engine, position: position)
    }

    /// The position behind the newest commit.
    ///
    /// - Throws: `unsupported` when the store keeps no feed.
    public func currentPosition() async throws -> FeedPosition {
        try await engine.currentPosition()
    }

    /// How the store is: healthy, degraded or unhealthy, with named checks.
    public func health() async -> HealthReport {
        await engine.health()
    }

    /// Ends the store: running transactions may end until the deadline, everything that begins
    /// later throws `closed`.
    ///
    /// - Parameter deadline: how long to wait for running transactions.
    /// - Throws: `timeout` when transactions were still running; they then get `closed` at their
    ///   next call and are rolled back.
    public func close(deadline: Duration = .seconds(10)) async throws {
        try await engine.close(deadline: deadline)
    }
}
