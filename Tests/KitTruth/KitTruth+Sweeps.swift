import DataBridge
import DataBridgeTestKit
import Synchronization

extension KitTruth {
    private static let opening: FaultSweep.Opening = {
        try await MemoryStore.seeded(
            with: Errand.some, options: StoreOptions(services: ManualClock().services))
    }

    /// One transaction.
    private static let right: FaultSweep.Service = { store in
        let errands = store.repository(for: Errand.self)
        try await store.transaction {
            try await errands.update(1) { $0.isDone = true }
            try await errands.delete(2)
        }
    }

    /// Two, of which the second may fail alone.
    private static let wrong: FaultSweep.Service = { store in
        let errands = store.repository(for: Errand.self)
        try await errands.update(1) { $0.isDone = true }
        try await errands.delete(2)
    }

    static func sweeps() async throws {
        let sweep = FaultSweep(FaultSweep.Kind.all + [.slow], patience: .seconds(20))
        let report = try await sweep.allOrNothing(opening: opening, service: right)
        try check(report.calls.first?.kind == .begin, "the calls of the run without faults")
        try check(Set(report.runs.keys) == Set(sweep.kinds.map(\.name)), "each kind was tried")
        try check(report.runCount == report.runs.values.reduce(0, +), "how many runs")
        try check(report.runs["cancelled"] == report.calls.count, "at every call")
        try check(report.description.contains("\(report.runCount) runs: "), "\(report)")
        try check(sweep.patience == .seconds(20), "how long a run may take")

        let kinds: [FaultSweep.Kind] = [
            .busy, .busyForEver, .serialization, .timedOut, .unavailableForEver, .cancelled,
            .cancelledAfterwards, .lostAfterCommit, .lostBeforeCommit,
        ]
        try check(kinds.map(\.name) == FaultSweep.Kind.all.map(\.name), "everything")
        try check(
            kinds.filter(\.losesAnswers).map(\.name) == [
                "lost after commit", "lost before commit",
            ],
            "which make the outcome unknown")
        try check(
            FaultSweep.Kind.cancellations.map(\.name) == ["cancelled", "cancelled afterwards"],
            "the two ways to be cancelled")

        let seen = Mutex<[String]>([])
        let full = FaultSweep.Kind("disk full", on: .commit) {
            .failing(DataError(.noSpace, "The disk is full."), onCall: $0)
        }
        let checking: FaultSweep.Check = { run in
            let count = try await run.store.repository(for: Errand.self).count()
            let code = (run.error as? DataError)?.code.rawValue ?? "none"
            let hit = run.calls.first { $0.fault != nil }
            seen.withLock {
                $0.append("\(run.kind.name), \(run.call.kind): \(code), \(count), \(hit != nil)")
            }
        }
        try await FaultSweep([full]).run(opening: opening, service: wrong, checking: checking)
        try check(
            seen.withLock { $0 } == [
                "disk full, commit: noSpace, 2, true", "disk full, commit: noSpace, 2, true",
            ], "a fault and a check of one's own")
    }

    static func sweepsThatFail() async throws {
        var sweep = FaultSweep()
        sweep.kinds = [.timedOut]
        sweep.patience = .seconds(10)
        let failure = try await failure(FaultSweepFailure.self) { [sweep] in
            try await sweep.allOrNothing(opening: opening, service: wrong)
        }
        guard let finding = failure.findings.first else {
            throw Falsehood(subject: "what is half done is found", line: #line)
        }
        try check(finding.kind == "timed out" && finding.call.kind == .begin, "at which call")
        try check(finding.problem.contains("something of it is there"), "what is wrong")
        try check(finding.description.contains("at call \(finding.call)"), "\(finding)")
        try check(failure.runCount > failure.findings.count, "the first half may fail")
        try check(failure.location.filePath.hasSuffix("KitTruth+Sweeps.swift"), "my line")
        try check(failure.description.contains("runs with a fault went wrong"), "\(failure)")

        // With versions compared, a service that does something and undoes it is not the same.
        let nothing = try await self.failure(DataError.self) {
            try await FaultSweep().allOrNothing(
                opening: opening, comparing: TextSnapshot.Options(versions: .numbered)
            ) { _ in }
        }
        try check(nothing.code == .invalid, "there is nothing to try")
    }
}
