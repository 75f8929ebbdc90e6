import DataBridge
import DataBridgeTestKit

extension KitTruth {
    static func anomalies() throws {
        let groups: [(Isolation, [Anomaly])] = [
            (
                .readCommitted,
                [
                    .dirtyWrite, .abortedRead, .intermediateRead, .circularInformationFlow,
                    .observedTransactionVanishes,
                ]
            ),
            (.snapshot, [.predicateManyPreceders, .lostUpdate, .readSkew]),
            (.serializable, [.writeSkew, .predicateWriteSkew, .readOnlyAnomaly]),
        ]
        for (level, anomalies) in groups {
            for anomaly in anomalies {
                try check(anomaly.isExcludedFrom == level, "\(anomaly.name)")
                try check(Anomaly(rawValue: anomaly.symbol) == anomaly, "its symbol")
            }
        }
        try check(groups.flatMap(\.1).count == Anomaly.allCases.count, "all of them")
        let invited = Set(IsolationSchedule.allCases.map(\.anomaly))
        try check(invited == Set(Anomaly.allCases), "a schedule invites each")
    }

    static func schedules() async throws {
        let all = IsolationSchedule.allCases
        try check(Set(all.map(\.id)).count == all.count, "names are unique")
        guard let skew = all.first(where: { $0.anomaly == .writeSkew }),
            let lost = all.first(where: { $0.anomaly == .lostUpdate })
        else { throw Falsehood(subject: "schedules by their anomaly", line: #line) }
        try check(skew != lost && skew.description == skew.name, "what they are called")
        try check(skew.isExcludedFrom == .serializable && !skew.summary.isEmpty, "what they do")
        try check(skew.script.first?.contains("begins") == true, "step by step")

        let possible = try await skew.run(on: .memory, at: .snapshot)
        guard case .observed(let trace) = possible else {
            throw Falsehood(subject: "snapshots let it happen: \(possible)", line: #line)
        }
        try check(trace.count > skew.script.count, "how the anomaly came about")
        try check(possible == .observed(trace), "which plays alike each time")
        let weak = try await skew.run(on: .memory, at: .readCommitted)
        let reason = "the store does not declare the level readCommitted"
        try check(weak == .notApplicable(reason), "\(weak)")
        let outcome = try await skew.run(on: .memory, at: .serializable)
        try check(outcome == .prevented(.failed(.serialization)), "one of them fails")
        try check(outcome.description == "prevented: `serialization`", "as a table says it")

        let report = await IsolationSchedule.run([skew, lost], on: .memory)
        try check(report.isPassed && report.failures.isEmpty, "\(report)")
        try check(report.store == "memory", "whose levels they are")
        try check(report.levels == [.snapshot, .serializable], "the levels it declares")
        try check(report.rows.map(\.schedule) == [skew, lost], "a row for each")
        try check(report.rows[0].outcomes[1] == outcome, "with the outcome at each level")
        try check(report.markdown.contains("**possible**"), "a table for a document")
        try check(report.markdown.split(separator: "\n").count == 4, "with a row for each")
        // Nothing waits in memory, so what does not fail is kept apart.
        let read = all.filter { $0.anomaly == .abortedRead }
        let apart = await IsolationSchedule.run(read, on: .memory).rows.flatMap(\.outcomes)
        try check(apart.contains(.prevented(.keptApart)), "each saw what it should")
        try check(!apart.contains(.prevented(.waited)), "and none had to wait")
    }

    static func schedulesThatFail() async throws {
        let schedule = IsolationSchedule.allCases[0]
        // A store that cannot write shows nothing about isolation, and that is a failure.
        let failure = try await failure(ConformanceFailure.self) {
            _ = try await schedule.run(on: refusing(.update), at: .serializable)
        }
        try check(failure.caseName == "isolation.\(schedule.name)", "whose failure it is")
        let report = await IsolationSchedule.run([schedule], on: refusing(.update))
        try check(!report.isPassed && report.failures.count == 2, "at both levels")
        try check(report.rows[0].outcomes == [nil, nil], "there is no outcome")
        try check(report.description.contains("let through"), "\(report)")
    }
}
