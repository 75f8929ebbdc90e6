public import DataBridgeCore

/// Runs a service again and again, each time with a fault at another one of its calls, and checks
/// every time what has become of the data.
///
/// ```swift
/// try await FaultSweep().allOrNothing(opening: { MemoryStore(entities: [WorkItem.schema]) }) {
///     store in
///     try await store.repository(for: WorkItem.self).insert(all: [task, …])
/// }
/// ```
///
/// A first run without faults counts the calls that reach the store. Then each kind of fault is
/// tried at each call that it can happen to, on a new store every time. After each run, whatever it
/// was, no transaction may be left open, the store must be usable without faults, and the check
/// that was given must hold.
///
/// A service's pauses before it tries again pass on the store's clock: stores opened with
/// ``ManualClock/services`` make a sweep fast.
public struct FaultSweep: Sendable {
    /// What is tried.
    public var kinds: [Kind]
    /// How long one run may take before it counts as one that never ends.
    public var patience: Duration

    /// A sweep.
    ///
    /// - Parameters:
    ///   - kinds: what is tried; everything by default.
    ///   - patience: how long one run may take before it counts as one that never ends.
    public init(_ kinds: [Kind] = Kind.all, patience: Duration = .seconds(30)) {
        self.kinds = kinds
        self.patience = patience
    }

    /// Opens a store for a run, with the data that the service finds.
    public typealias Opening = @Sendable () async throws -> any DataStore
    /// What is tried: one piece of work on a store.
    public typealias Service = @Sendable (_ store: any DataStore) async throws -> Void
    /// Throws when something is wrong after a run.
    public typealias Check = @Sendable (_ run: Run) async throws -> Void

    /// Tries each kind of fault at each call.
    ///
    /// - Parameters:
    ///   - open: opens a store for a run, with the data that the service finds.
    ///   - service: what is tried.
    ///   - check: throws when something is wrong after a run.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    /// - Returns: what was tried.
    /// - Throws: ``FaultSweepFailure`` with everything that was found; what `open` throws, and what
    ///   the service throws without any fault; `invalid` when there is nothing to try, such as for
    ///   a service that makes no call to the store it is given.
    @discardableResult
    public func run(
        opening open: @escaping Opening, service: @escaping Service,
        checking check: @escaping Check, fileID: String = #fileID, filePath: String = #filePath,
        line: Int = #line, column: Int = #column
    ) async throws -> FaultSweepReport {
        let sound = FaultyStore(over: try await open())
        try await service(sound)
        var report = FaultSweepReport(calls: sound.calls)
        try checkThatThereIsSomethingToTry(report.calls)
        var findings: [FaultSweepFailure.Finding] = []
        for kind in kinds {
            for call in report.calls where kind.applies(to: call.kind) {
                report.runs[kind.name, default: 0] += 1
                let verdict = await Watchdog.run(within: patience) {
                    await attempt(kind, at: call, open, service, check)
                }
                let problem = verdict.map(\.problem) ?? "The run does not come to an end."
                if let problem {
                    findings.append(
                        FaultSweepFailure.Finding(kind: kind.name, call: call, problem: problem))
                }
            }
        }
        guard findings.isEmpty else {
            throw FaultSweepFailure(
                findings: findings, runCount: report.runCount,
                location: CallerLocation(
                    fileID: fileID, filePath: filePath, line: line, column: column))
        }
        return report
    }

    /// Tries each kind of fault at each call of a service that does everything or nothing.
    ///
    /// What the store holds afterwards must be what it held before, or what it holds after a run
    /// without faults: the former when the service threw, the latter when it did not. Only when the
    /// answer of a commit was lost may an error mean either.
    ///
    /// The service must do the same each time: what it takes from a clock or from chance must come
    /// from the store's services. Work that takes several transactions has a state of its own after
    /// each, so that needs ``run(opening:service:checking:fileID:filePath:line:column:)``.
    ///
    /// - Parameters:
    ///   - open: opens a store for a run, with the data that the service finds.
    ///   - options: what is compared; everything but versions by default.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    ///   - service: what is tried.
    /// - Returns: what was tried.
    /// - Throws: as ``run(opening:service:checking:fileID:filePath:line:column:)``.
    @discardableResult
    public func allOrNothing(
        opening open: @escaping Opening, comparing options: TextSnapshot.Options = .standard,
        fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
        column: Int = #column, service: @escaping Service
    ) async throws -> FaultSweepReport {
        let store = try await open()
        let before = try await TextSnapshot(of: store, options)
        try await service(store)
        let after = try await TextSnapshot(of: store, options)
        return try await run(
            opening: open, service: service,
            checking: { run in
                let now = try await TextSnapshot(of: run.store, options)
                try run.checkAllOrNothing(now, before: before, after: after)
            },
            fileID: fileID, filePath: filePath, line: line, column: column)
    }
}

// MARK: One run

extension FaultSweep {
    /// A sweep of nothing would find nothing wrong with any service.
    private func checkThatThereIsSomethingToTry(_ calls: [StoreCall]) throws {
        guard !calls.isEmpty else {
            throw DataError(
                .invalid,
                "The service made no call to the store that it was given: does it use another one?")
        }
        let canHappen = kinds.contains { kind in calls.contains { kind.applies(to: $0.kind) } }
        guard canHappen else {
            let names = kinds.map(\.name).joined(separator: ", ")
            throw DataError(
                .invalid,
                "None of the faults (\(names)) can happen to any of the service's calls.")
        }
    }

    /// One run of the service with one fault, when it is over.
    public struct Run: Sendable {
        /// The store that the service worked on, without faults.
        public let store: any DataStore
        /// What was tried.
        public let kind: Kind
        /// The call it was tried at, as the run without faults made it.
        public let call: StoreCall
        /// The calls of this run.
        public let calls: [StoreCall]
        /// What the service threw.
        public let error: (any Error)?

        fileprivate func checkAllOrNothing(
            _ now: TextSnapshot, before: TextSnapshot, after: TextSnapshot
        ) throws {
            guard calls.contains(where: { $0.fault != nil }) else {
                throw Problem(
                    "The service did not come to this call: it does not do the same each time.")
            }
            if error == nil {
                guard let difference = now.difference(from: after) else { return }
                throw Problem("The service says that it is done, and it is not:\n\(difference)")
            }
            if kind.losesAnswers, now == after { return }
            guard let difference = now.difference(from: before) else { return }
            throw Problem("The service failed, and something of it is there:\n\(difference)")
        }
    }

    /// Something that is wrong after a run.
    private struct Problem: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// How a run ended.
    private struct Verdict: Sendable {
        var problem: String?
    }

    /// Runs the service once.
    private func attempt(
        _ kind: Kind, at call: StoreCall, _ open: Opening, _ service: @escaping Service,
        _ check: Check
    ) async -> Verdict {
        do {
            let base = try await open()
            let store = FaultyStore(over: base)
            let canceller = Canceller()
            store.inject(kind.fault(call.number, canceller))
            let task = Task { try await service(store) }
            canceller.adopt(task)
            var error: (any Error)?
            if case .failure(let thrown) = await task.result { error = thrown }
            let calls = store.calls
            store.removeFaults()
            try await checkSessions(of: store)
            try await checkUse(of: store)
            try await check(
                Run(store: base, kind: kind, call: call, calls: calls, error: error))
            return Verdict()
        } catch {
            return Verdict(problem: "\(error)")
        }
    }

    private func checkSessions(of store: FaultyStore) async throws {
        // A stream that was left early ends on a task of its own.
        let end = ContinuousClock.now + .milliseconds(500)
        while store.openSessions > 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(1))
        }
        if store.openSessions > 0 {
            throw Problem("\(store.openSessions) transactions or reads were never ended.")
        }
    }

    private func checkUse(of store: FaultyStore) async throws {
        do {
            try await store.transaction { _ = try await store.collections() }
        } catch {
            throw Problem("The store cannot be used afterwards: \(error)")
        }
    }
}
