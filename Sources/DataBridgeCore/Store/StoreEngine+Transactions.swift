extension StoreEngine {
    /// Runs a body as a transaction of its own, or as a savepoint of the one the task is in.
    func transaction<Result>(
        _ options: TransactionOptions, _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        do {
            return try await settled(options, body)
        } catch var error as DataError where error.commitOutcome == nil {
            // A commit says how it ended. What is thrown before it is thrown by a unit that is
            // undone, or that never began.
            error.commitOutcome = .rolledBack
            throw error
        }
    }

    private func settled<Result>(
        _ options: TransactionOptions, _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        if let outer = UnitList.unit(of: self) {
            return try await savepoint(in: outer, options, body)
        }
        try checkSupported(options)
        let deadline = options.timeout.map { services.clock.now() + $0 }
        var mayRestart = options.retry.attempts > 1
        return try await retrying(options.retry, deadline) {
            defer { mayRestart = false }
            return try await instrumentation.measure(
                .transaction, store: backend.name, clock: services.clock
            ) {
                try await attempt(options, deadline, mayRestart: mayRestart) { unit in
                    let list = UnitList(
                        engine: ObjectIdentifier(self), unit: unit, outer: UnitList.current)
                    return try await list.bind { try await body(unit) }
                }
            }
        }
    }

    /// Runs a body outside the transaction the task is in.
    func withoutTransaction<Result>(
        _ body: () async throws -> Result
    ) async throws -> Result {
        let list = UnitList(engine: ObjectIdentifier(self), unit: nil, outer: UnitList.current)
        return try await list.bind { try await body() }
    }

    private func checkSupported(_ options: TransactionOptions) throws {
        guard capabilities.isolation.contains(where: { $0 >= options.isolation }) else {
            throw DataError.unsupported(
                "The \(backend.name) store does not give the isolation level "
                    + "\(options.isolation.rawValue).")
        }
        guard options.token == nil || !options.isReadOnly else {
            throw DataError(
                .invalid, "A read-only transaction commits nothing that a token could name.")
        }
        guard options.token == nil || capabilities.commitTokens else {
            throw DataError.unsupported(
                "The \(backend.name) store records no commit tokens. Leave the token out and "
                    + "read the data to see what happened.")
        }
    }

    /// Runs a body again after `serialization` and `busy`, as long as nothing was committed.
    private func retrying<Result>(
        _ policy: RetryPolicy, _ deadline: Duration?, _ body: () async throws -> Result
    ) async throws -> Result {
        var run = 1
        while true {
            do {
                return try await body()
            } catch let error as DataError
                where error.isRetryable && error.commitOutcome != .unknown
                && run < StoreEngine.attempts(policy, after: error)
            {
                run += 1
                let delay = policy.delay(
                    beforeRun: run, chance: services.random.unitInterval())
                if let deadline, services.clock.now() + delay >= deadline { throw error }
                try await services.sleeper.sleep(for: delay)
            }
        }
    }

    /// How often a body runs at most.
    ///
    /// A store says `busy` only after it has waited, so the many attempts of a single operation
    /// would be a long wait.
    private static func attempts(_ policy: RetryPolicy, after error: DataError) -> Int {
        policy == operationRetry && error.code == .busy
            ? RetryPolicy.standard.attempts : policy.attempts
    }

    /// One run: begin, body, commit or rollback.
    private func attempt<Result>(
        _ options: TransactionOptions, _ deadline: Duration?, mayRestart: Bool,
        _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        if Task.isCancelled { throw DataError.cancelled() }
        let session = try await begin(
            SessionOptions(
                isReadOnly: options.isReadOnly, isolation: options.isolation, deadline: deadline,
                mayRestart: mayRestart))
        defer { sessionEnded() }
        let unit = UnitOfWork(
            engine: self, session: session, isReadOnly: options.isReadOnly,
            isolation: options.isolation, deadline: deadline, depth: 0)
        let result: Result
        do {
            result = try await body(unit)
            try unit.check()
        } catch {
            await unit.end()
            await rollBack(session)
            throw error
        }
        await unit.end()
        try await commit(session, token: options.token)
        return result
    }

    private func rollBack(_ session: any StoreSession) async {
        await instrumentation.measure(.rollback, store: backend.name, clock: services.clock) {
            await session.rollback()
        }
    }

    private func commit(_ session: any StoreSession, token: CommitToken?) async throws {
        let request = CommitRequest(token: token) { [announcer] changes in
            announcer.enqueue(changes)
        }
        defer { announcer.deliver() }
        do {
            try await instrumentation.measure(
                .commit, store: backend.name, clock: services.clock
            ) {
                try await session.commit(request)
            }
        } catch {
            // An error that does not say what became of the commit must not pass for a rollback.
            var wrapped = DataError.wrapping(
                error, as: .commitUnknown,
                "The commit failed, and the store does not say whether it happened all the same. "
                    + "Ask outcome(of:) with the transaction's token, or read the data.")
            if wrapped.commitOutcome == nil {
                wrapped.commitOutcome = wrapped.code == .commitUnknown ? .unknown : .rolledBack
            }
            throw wrapped
        }
    }

    /// Runs a body as a savepoint that owns the outer unit until it ends.
    private func savepoint<Result>(
        in outer: UnitOfWork, _ options: TransactionOptions,
        _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        try checkNesting(options, in: outer)
        let ownDeadline = options.timeout.map { services.clock.now() + $0 }
        let deadline = [outer.deadline, ownDeadline].compactMap { $0 }.min()
        return try await outer.perform { session in
            try await session.setSavepoint()
            let unit = UnitOfWork(
                engine: self, session: session,
                isReadOnly: outer.isReadOnly || options.isReadOnly, isolation: outer.isolation,
                deadline: deadline, depth: outer.depth + 1, in: outer)
            let list = UnitList(
                engine: ObjectIdentifier(self), unit: unit, outer: UnitList.current)
            do {
                let result = try await list.bind { try await body(unit) }
                try unit.check()
                await unit.end()
                try await session.releaseSavepoint()
                return result
            } catch {
                await unit.end()
                try await outer.rollBackToSavepoint()
                throw error
            }
        }
    }

    private func checkNesting(_ options: TransactionOptions, in outer: UnitOfWork) throws {
        if options.token != nil {
            throw DataError(
                .invalid, "A nested transaction takes no token: it commits with the outermost one.")
        }
        if options.isolation > outer.isolation {
            throw DataError(
                .invalid,
                "A nested transaction cannot be \(options.isolation.rawValue) inside one that is "
                    + "\(outer.isolation.rawValue): ask for it in the outermost one.")
        }
        if outer.isReadOnly && !options.isReadOnly {
            throw DataError(
                .invalid,
                "A read-write transaction cannot run inside a read-only one: make the "
                    + "outer one read-write, or this one read-only.")
        }
    }
}

// MARK: Single operations

extension StoreEngine {
    /// How often an operation outside a transaction runs again when others came in between.
    ///
    /// Many, because such an operation is short and its caller has no say in it: writers of one
    /// record on a slow disk must all get their turn.
    private static let operationRetry = RetryPolicy(
        attempts: 100, baseDelay: .microseconds(100), maximumDelay: .milliseconds(50))

    /// Runs a reading operation: in the task's unit, or in a read-only session of its own.
    func read<Result>(
        _ body: (any StoreSession) async throws -> Result
    ) async throws -> Result {
        if let unit = UnitList.unit(of: self) { return try await unit.perform(body) }
        if Task.isCancelled { throw DataError.cancelled() }
        let session = try await begin(SessionOptions(isReadOnly: true))
        defer { sessionEnded() }
        do {
            let result = try await body(session)
            await session.rollback()
            return result
        } catch {
            await session.rollback()
            throw error
        }
    }

    /// Runs a writing operation that undoes itself when it throws: as a savepoint of the task's
    /// unit, or as a transaction of its own with retries.
    func write<Result>(
        _ kind: OperationKind, _ collection: CollectionSchema,
        rowCount: (Result) -> Int? = { _ in nil },
        _ body: (any StoreSession) async throws -> Result
    ) async throws -> Result {
        try await instrumentation.measure(
            kind, store: backend.name, collection: collection.name, clock: services.clock,
            rowCount: rowCount
        ) {
            if let unit = UnitList.unit(of: self) {
                return try await write(in: unit, collection, body)
            }
            var mayRestart = true
            return try await retrying(StoreEngine.operationRetry, nil) {
                defer { mayRestart = false }
                return try await attemptAlone(mayRestart: mayRestart, body)
            }
        }
    }

    /// One run of an operation that is a transaction by itself: nobody else knows its session, so
    /// it needs no unit of work.
    private func attemptAlone<Result>(
        mayRestart: Bool, _ body: (any StoreSession) async throws -> Result
    ) async throws -> Result {
        if Task.isCancelled { throw DataError.cancelled() }
        let session = try await begin(SessionOptions(mayRestart: mayRestart))
        defer { sessionEnded() }
        let result: Result
        do {
            result = try await body(session)
            if Task.isCancelled { throw DataError.cancelled() }
            try checkNotAborted()
        } catch {
            await rollBack(session)
            throw error
        }
        try await commit(session, token: nil)
        return result
    }

    private func write<Result>(
        in unit: UnitOfWork, _ collection: CollectionSchema,
        _ body: (any StoreSession) async throws -> Result
    ) async throws -> Result {
        guard !unit.isReadOnly else { throw DataError.readOnly(collection: collection.name) }
        return try await unit.perform { session in
            try await session.setSavepoint()
            do {
                let result = try await body(session)
                try await session.releaseSavepoint()
                return result
            } catch {
                try await unit.rollBackToSavepoint()
                throw error
            }
        }
    }
}
