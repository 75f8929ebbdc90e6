/// Runs several operations as one: all of them happen, or none.
///
/// ```swift
/// try await transactions.transaction {
///     try await items.update(id) { $0.status = .inProgress }
///     try await log.insert(Entry(…))
/// }
/// ```
///
/// **Joining.** The unit of work is bound to the task. Repositories of the same store, injected
/// anywhere, join it by themselves, also in child tasks; those of another store do not, they
/// commit by themselves. ``withoutTransaction(_:)`` steps out. A task that outlives the
/// transaction (`Task { }` inherits the binding) gets `transactionEnded`. Concurrent calls inside
/// one unit queue in the order they came.
///
/// **Ending.** When the body returns, the unit commits; when it throws or its task is cancelled,
/// everything is undone. A failed operation undoes only itself: a body that catches its error goes
/// on in a usable unit. Should the store fail at that undoing too, all later calls throw and the
/// whole transaction is undone.
///
/// **Nesting.** A `transaction` inside another one is a savepoint. It owns the unit until it ends:
/// calls of the outer body that run at the same time wait. Throwing out of it undoes what it did
/// and leaves the outer one usable. The earlier of the timeouts counts; a token, a stronger
/// isolation than the outer one's, or read-write inside read-only is `invalid`; retrying is the
/// outermost one's.
///
/// **Isolation.** Serializable unless asked otherwise. A store may give a stronger level than
/// asked for, never a weaker one: it throws `unsupported` before the body runs.
///
/// **Retrying.** `serialization` and `busy` run the whole body again (three attempts by default,
/// with growing, jittered waits), and only when it is known that nothing was committed. So the
/// body must be free of effects outside the store, or make them repeatable. `conflict`, which a
/// stale `expecting:` causes, is never retried.
///
/// **Outcome.** A transaction ends committed, rolled back, or unknown. Every ``DataError`` that
/// leaves `transaction { }` says which by its ``DataError/commitOutcome``, also one that the body
/// threw; an outcome that it carries already, of another store or unit, is kept. With a
/// ``TransactionOptions/token``, ``outcome(of:)`` settles an unknown one later.
///
/// **Cancellation** at any await leaves the store usable and the data all or nothing.
public protocol TransactionManager: Sendable {
    /// Runs the body as one transaction and hands it the unit of work.
    ///
    /// - Parameters:
    ///   - options: isolation, access, timeout, retries, token.
    ///   - body: the work. It runs on the caller's actor and may run several times.
    /// - Returns: what the body returned in the run that committed.
    /// - Throws: what the body threw; `serialization` and `busy` after the last attempt;
    ///   `conflict`, `constraint`, `timeout`, `cancelled`, `unsupported`, `noSpace`, `ioFailure`
    ///   with the outcome rolled back; `commitUnknown`.
    @discardableResult
    func transaction<Result>(
        _ options: TransactionOptions, _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result

    /// Runs the body outside the current transaction of this store: its operations commit by
    /// themselves, whatever becomes of the enclosing unit.
    @discardableResult
    func withoutTransaction<Result>(
        _ body: () async throws -> Result
    ) async throws -> Result

    /// What became of the transaction that carried the token.
    ///
    /// - Returns: `committed` or `rolledBack`; a token that was never seen was rolled back.
    /// - Throws: `unsupported` when the store records no tokens.
    func outcome(of token: CommitToken) async throws -> CommitOutcome
}

extension TransactionManager {
    /// Runs the body as one transaction.
    ///
    /// - Parameters:
    ///   - options: isolation, access, timeout, retries, token.
    ///   - body: the work. It runs on the caller's actor and may run several times.
    /// - Returns: what the body returned in the run that committed.
    @discardableResult
    public func transaction<Result>(
        _ options: TransactionOptions = .standard, _ body: () async throws -> Result
    ) async throws -> Result {
        try await transaction(options) { (_: UnitOfWork) in try await body() }
    }

    /// Runs the body as one transaction with the standard options and hands it the unit of work.
    @discardableResult
    public func transaction<Result>(
        _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        try await transaction(.standard, body)
    }

    /// Runs the body as one transaction whose outcome can be asked for later.
    ///
    /// - Parameters:
    ///   - token: recorded in the same commit.
    ///   - body: the work. It runs on the caller's actor and may run several times.
    /// - Throws: `unsupported` before the body runs when the store records no tokens.
    @discardableResult
    public func transaction<Result>(
        token: CommitToken, _ body: () async throws -> Result
    ) async throws -> Result {
        try await transaction(TransactionOptions(token: token)) { (_: UnitOfWork) in
            try await body()
        }
    }
}
