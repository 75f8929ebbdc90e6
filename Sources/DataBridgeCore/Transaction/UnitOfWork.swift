import Synchronization

/// A running transaction, or a savepoint in one.
///
/// Handed to the body of ``TransactionManager/transaction(_:_:)``, which rarely needs it:
/// repositories find the unit by themselves. It tells how the unit runs, and its identity says
/// whether two pieces of code run in the same one.
public final class UnitOfWork: Sendable {
    /// The store's engine.
    let engine: StoreEngine
    let session: any StoreSession
    /// Whether the unit only reads.
    public let isReadOnly: Bool
    /// The isolation that was asked for.
    public let isolation: Isolation
    /// When the unit times out, on the engine's monotonic clock.
    let deadline: Duration?
    /// How many units this one is nested in.
    public let depth: Int

    private let line = WaitingLine()
    private let hasEnded = Atomic(false)
    /// The unit this one is nested in, at whatever depth; nil for the outermost itself.
    private let outermost: UnitOfWork?
    private let breach = Breach()

    init(
        engine: StoreEngine, session: any StoreSession, isReadOnly: Bool, isolation: Isolation,
        deadline: Duration?, depth: Int, in outer: UnitOfWork? = nil
    ) {
        self.engine = engine
        self.session = session
        self.isReadOnly = isReadOnly
        self.isolation = isolation
        self.deadline = deadline
        self.depth = depth
        outermost = outer.map { $0.outermost ?? $0 }
    }

    /// Runs one operation of the unit; operations of concurrent tasks queue.
    ///
    /// - Throws: `transactionEnded`, `cancelled`, `timeout`, `closed`, and what the body throws.
    func perform<Result>(
        _ body: (any StoreSession) async throws -> Result
    ) async throws -> Result {
        try check()
        try await line.acquire()
        defer { line.release() }
        try check()
        return try await body(session)
    }

    /// Throws when no further operation may run.
    func check() throws {
        if hasEnded.load(ordering: .acquiring) { throw DataError.transactionEnded() }
        try (outermost ?? self).breach.check()
        if Task.isCancelled { throw DataError.cancelled() }
        if let deadline, engine.services.clock.now() >= deadline {
            throw DataError.timeout("The transaction lasted longer than its timeout allows.")
        }
        try engine.checkNotAborted()
    }

    /// Undoes what was done since the newest savepoint; where that fails, nothing can go on.
    func rollBackToSavepoint() async throws {
        do {
            try await session.rollBackToSavepoint()
        } catch {
            (outermost ?? self).breach.note(error)
            throw error
        }
    }

    /// Whether the unit writes and has not ended.
    var isWriting: Bool { !isReadOnly && !hasEnded.load(ordering: .acquiring) }

    /// Ends the unit: waits for the operation that runs, then refuses all others.
    func end() async {
        hasEnded.store(true, ordering: .releasing)
        // The line is taken for good. Waiting here cannot be cancelled: the operation that holds
        // the line has the session in hand.
        await line.acquireUncancellably()
        line.release()
    }
}

/// The units of work that the current task runs in, innermost first, at most a few.
final class UnitList: Sendable {
    @TaskLocal static var current: UnitList?

    let engine: ObjectIdentifier
    /// Nil where the task has stepped out of the engine's transaction.
    let unit: UnitOfWork?
    let outer: UnitList?

    init(engine: ObjectIdentifier, unit: UnitOfWork?, outer: UnitList?) {
        self.engine = engine
        self.unit = unit
        self.outer = outer
    }

    /// Runs a body with the list bound to the task, on the caller's actor.
    ///
    /// The closure takes hold of `isolation`: without that it would leave the actor for the
    /// concurrent pool and come back, two changes of thread for each transaction.
    func bind<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async rethrows -> Result {
        try await UnitList.$current.withValue(
            self,
            operation: {
                _ = isolation
                return try await body()
            }, isolation: isolation)
    }

    /// Whether the task is inside a unit of an engine that writes, stepped out of it or not.
    static func isInsideWriter(of engine: StoreEngine) -> Bool {
        var entry = current
        let wanted = ObjectIdentifier(engine)
        while let here = entry {
            if here.engine == wanted, here.unit?.isWriting ?? false { return true }
            entry = here.outer
        }
        return false
    }

    /// The current unit of an engine, if the task runs in one.
    static func unit(of engine: StoreEngine) -> UnitOfWork? {
        var entry = current
        let wanted = ObjectIdentifier(engine)
        while let here = entry {
            if here.engine == wanted { return here.unit }
            entry = here.outer
        }
        return nil
    }
}
