import DataBridge
import DataBridgeTestKit
import Synchronization

extension KitTruth {
    private typealias Transaction = ListHistory.Transaction
    private typealias Kind = HistoryFinding.Kind

    /// A history made by hand for each thing that can be wrong.
    private static let wrong: [(kind: Kind, level: Isolation, history: ListHistory)] = [
        (
            .dirtyWrite, .readCommitted,
            ListHistory([
                Transaction([.append(1, to: 1), .append(2, to: 2)]),
                Transaction([.append(3, to: 1), .append(4, to: 2)]),
                Transaction([.read(key: 1, [1, 3]), .read(key: 2, [4, 2])]),
            ])
        ),
        (
            .abortedRead, .readCommitted,
            ListHistory([
                Transaction([.append(1, to: 1)], .rolledBack), Transaction([.read(key: 1, [1])]),
            ])
        ),
        (
            .intermediateRead, .readCommitted,
            ListHistory([
                Transaction([.append(1, to: 1), .append(2, to: 1)]),
                Transaction([.read(key: 1, [1])]), Transaction([.read(key: 1, [1, 2])]),
            ])
        ),
        (
            .circularInformationFlow, .readCommitted,
            ListHistory([
                Transaction([.append(1, to: 1), .read(key: 2, [2])]),
                Transaction([.append(2, to: 2), .read(key: 1, [1])]),
            ])
        ),
        (.garbageRead, .readCommitted, ListHistory([Transaction([.read(key: 1, [9])])])),
        (
            .duplicateAppend, .readCommitted,
            ListHistory([Transaction([.append(1, to: 1)]), Transaction([.read(key: 1, [1, 1])])])
        ),
        (
            .readSkew, .snapshot,
            ListHistory([
                Transaction([.read(key: 1, []), .read(key: 2, [2])]),
                Transaction([.append(1, to: 1), .append(2, to: 2)]),
                Transaction([.read(key: 1, [1])]),
            ])
        ),
        (
            .internalInconsistency, .snapshot,
            ListHistory([Transaction([.append(1, to: 1), .read(key: 1, [])])])
        ),
        (.lostAppend, .snapshot, ListHistory([Transaction([.append(1, to: 1)])], final: [1: []])),
        (
            .incompatibleOrder, .snapshot,
            ListHistory([
                Transaction([.append(1, to: 1)]), Transaction([.append(2, to: 1)]),
                Transaction([.read(key: 1, [1, 2])]), Transaction([.read(key: 1, [2])]),
            ])
        ),
        (
            .antiDependencyCycle, .serializable,
            ListHistory([
                Transaction([.read(key: 1, []), .append(2, to: 2)]),
                Transaction([.read(key: 2, []), .append(1, to: 1)]),
                Transaction([.read(key: 1, [1]), .read(key: 2, [2])]),
            ])
        ),
    ]

    static func findings() throws {
        try check(Set(wrong.map(\.kind)) == Set(Kind.allCases), "one for each")
        for (kind, level, history) in wrong {
            let report = history.check()
            guard let finding = report.findings.first(where: { $0.kind == kind }) else {
                throw Falsehood(subject: "\(kind.rawValue) is found: \(report)", line: #line)
            }
            try check(kind.isExcludedFrom == level, "\(kind.rawValue)")
            try check(!finding.needsRealtime && !finding.reasons.isEmpty, "why it is one")
            try check(
                Set(finding.transactions).isSubset(of: history.transactions.indices), "of whom")
            try check(finding.description.hasPrefix("\(kind.rawValue):\n  "), "\(finding)")
            try check(report.violations(of: level).contains { $0.kind == kind }, "violates it")
            for weaker in Isolation.allCases where weaker < level {
                let violations = report.violations(of: weaker)
                try check(!violations.contains { $0.kind == kind }, "\(weaker) lets it through")
            }
        }
        // What was committed before it began is not there: only the time tells.
        let stale = ListHistory([
            Transaction([.append(1, to: 1)], began: 1, ended: 2),
            Transaction([.read(key: 1, [])], began: 3, ended: 4),
            Transaction([.read(key: 1, [1])], began: 5, ended: 6),
        ])
        try check(stale.check().findings.isEmpty, "an order explains it")
        let report = stale.check(realtime: true)
        try check(report.findings.map(\.needsRealtime) == [true], "but not in real time")
        try check(report.violations(of: .serializable).isEmpty, "which no level excludes")
    }

    static func histories() async throws {
        var recorder = HistoryRecorder()
        recorder.tasks = 3
        recorder.transactionsPerTask = 40
        recorder.operations = 2...4
        recorder.activeLists = 4
        recorder.appendsPerList = 10
        recorder.isolation = .serializable
        recorder.seed = 7
        let history = try await recorder.record(on: .memory)
        try check(history.transactions.count == 120, "each attempt is recorded")
        let report = history.check(realtime: true)
        try check(report.findings.isEmpty, "\(report)")
        try check(report.transactionCount == 120 && report.dependencyCount > 0, "what it saw")
        try check(report.committedCount == history.committedCount, "how many committed")
        try check(history.committedCount < 120, "some are rolled back on purpose")
        try check(report.description.hasPrefix("120 transactions, "), "\(report)")
        for transaction in history.transactions {
            try check(transaction.began < transaction.ended, "the clock counts up")
            try check(transaction.operations.count <= 4, "as many as it was told")
            try check(transaction.outcome != .unknown, "the store in memory answers")
        }
        let appends = history.transactions.filter { $0.outcome == .committed }
            .flatMap(\.operations)
            .count { if case .append = $0 { true } else { false } }
        let values = history.final?.values.map(\.count).reduce(0, +)
        try check(values == appends && appends > 0, "what is there in the end")

        recorder.tasks = 1
        let lost = try await recorder.record(
            on: StoreFactory.memory.wrapped {
                FaultyStore(over: $0, .lostAfterCommit(.each(5, .commit)))
            })
        let unknown = lost.transactions.count { $0.outcome == .unknown }
        try check(unknown > 0, "an answer that is lost leaves the outcome open")
        try check(lost.check().findings.isEmpty, "and is no anomaly")
    }
}
