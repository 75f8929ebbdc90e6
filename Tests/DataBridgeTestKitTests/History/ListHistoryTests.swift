import DataBridgeTestKit
import Testing

/// Histories made by hand, one for each thing that can be wrong.
struct ListHistoryTests {
    private typealias Transaction = ListHistory.Transaction

    private func kinds(_ report: HistoryReport) -> [String] {
        report.findings.map { $0.kind.rawValue + ($0.needsRealtime ? " in time" : "") }
    }

    @Test func serialHistoryIsSound() {
        let history = ListHistory(
            [
                Transaction([.read(key: 1, []), .append(1, to: 1), .read(key: 1, [1])]),
                Transaction([.append(2, to: 1), .append(3, to: 2), .append(4, to: 1)]),
                Transaction([.read(key: 1, [1, 2, 4]), .read(key: 2, [3]), .append(5, to: 1)]),
                Transaction([.append(6, to: 1)], .rolledBack),
                Transaction([.append(7, to: 2)], .unknown),
                Transaction([.append(8, to: 2)], .unknown),
                Transaction([.read(key: 2, [3, 7])]),
            ], final: [1: [1, 2, 4, 5], 2: [3, 7]])
        let report = history.check(realtime: true)
        #expect(report.findings.isEmpty, "\(report)")
        #expect(report.transactionCount == 7)
        #expect(report.committedCount == 4)
        #expect(report.dependencyCount > 5)
        #expect(report.description.hasPrefix("7 transactions, 4 committed, "))
        #expect(ListHistory().check().findings.isEmpty)
    }

    @Test func dirtyWriteIsACycleOfWrites() throws {
        let report = ListHistory([
            Transaction([.append(1, to: 1), .append(2, to: 2)]),
            Transaction([.append(3, to: 1), .append(4, to: 2)]),
            Transaction([.read(key: 1, [1, 3]), .read(key: 2, [4, 2])]),
        ]).check()
        #expect(kinds(report) == ["G0"])
        let finding = try #require(report.findings.first)
        #expect(Set(finding.transactions) == [0, 1])
        #expect(
            Set(finding.reasons) == [
                "T0 comes before T1: in list 1 its 1 comes before 3. (ww)",
                "T1 comes before T0: in list 2 its 4 comes before 2. (ww)",
            ])
        #expect(finding.description.hasPrefix("G0:\n  T"))
        #expect(report.violations(of: .readCommitted).count == 1)
    }

    @Test func abortedReadIsCaught() throws {
        let report = ListHistory(
            [
                Transaction([.append(1, to: 1)], .rolledBack),
                Transaction([.read(key: 1, [1])]),
            ], final: [1: [1]]
        ).check()
        #expect(kinds(report) == ["G1a", "G1a"])
        #expect(
            report.findings.map(\.reasons) == [
                ["T1 reads 1 in list 1: T0 appended it and was rolled back."],
                ["In the end list 1 has 1, but T0 was rolled back."],
            ])
    }

    @Test func intermediateReadIsCaught() throws {
        let report = ListHistory([
            Transaction([.append(1, to: 1), .append(2, to: 1)]),
            Transaction([.read(key: 1, [1])]),
            Transaction([.read(key: 1, [1, 2])]),
        ]).check()
        #expect(kinds(report).contains("G1b"))
        let finding = try #require(report.findings.first { $0.kind == .intermediateRead })
        #expect(finding.transactions == [0, 1])
        #expect(finding.reasons == ["T1 reads list 1 with 1 and without 2: T0 appended both."])
    }

    @Test func circularInformationFlowIsCaught() throws {
        let report = ListHistory([
            Transaction([.append(1, to: 1), .read(key: 2, [2])]),
            Transaction([.append(2, to: 2), .read(key: 1, [1])]),
        ]).check()
        #expect(kinds(report) == ["G1c"])
        #expect(
            Set(report.findings.flatMap(\.reasons)) == [
                "T0 comes before T1, which reads its 1 in list 1. (wr)",
                "T1 comes before T0, which reads its 2 in list 2. (wr)",
            ])
        #expect(report.violations(of: .readCommitted).count == 1)
    }

    @Test func readSkewIsCaught() throws {
        let report = ListHistory([
            Transaction([.read(key: 1, []), .read(key: 2, [2])]),
            Transaction([.append(1, to: 1), .append(2, to: 2)]),
            Transaction([.read(key: 1, [1])]),
        ]).check()
        #expect(kinds(report) == ["G-single"])
        #expect(
            report.findings.first?.reasons == [
                "T0 comes before T1: it reads list 1 up to nothing, without the 1 that T1 appends. "
                    + "(rw)",
                "T1 comes before T0, which reads its 2 in list 2. (wr)",
            ])
        #expect(report.violations(of: .readCommitted).isEmpty)
        #expect(report.violations(of: .snapshot).count == 1)
    }

    @Test func lostUpdateIsReadSkewOnOneList() {
        let report = ListHistory([
            Transaction([.read(key: 1, []), .append(1, to: 1)]),
            Transaction([.read(key: 1, []), .append(2, to: 1)]),
            Transaction([.read(key: 1, [1, 2])]),
        ]).check()
        #expect(kinds(report) == ["G-single"])
    }

    @Test func writeSkewIsCaught() {
        let report = ListHistory([
            Transaction([.read(key: 1, []), .append(2, to: 2)]),
            Transaction([.read(key: 2, []), .append(1, to: 1)]),
            Transaction([.read(key: 1, [1]), .read(key: 2, [2])]),
        ]).check()
        #expect(kinds(report) == ["G2"])
        #expect(report.findings.first?.transactions.sorted() == [0, 1])
        #expect(report.findings.first?.reasons.allSatisfy { $0.hasSuffix("(rw)") } == true)
        #expect(report.violations(of: .snapshot).isEmpty)
        #expect(report.violations(of: .serializable).count == 1)
    }

    /// The one that only reads closes the circle of two that would be in order.
    @Test func readOnlyAnomalyIsCaught() {
        let writers = [
            Transaction([.append(2, to: 2)]),
            Transaction([.read(key: 2, []), .read(key: 1, []), .append(1, to: 1)]),
        ]
        let after = Transaction([.read(key: 1, [1]), .read(key: 2, [2])])
        #expect(ListHistory(writers + [after]).check().findings.isEmpty)
        let between = Transaction([.read(key: 1, []), .read(key: 2, [2])])
        let report = ListHistory(writers + [between, after]).check()
        #expect(kinds(report) == ["G2"])
        #expect(report.findings.first?.transactions.sorted() == [0, 1, 2])
    }

    @Test func staleReadIsOneInRealTimeOnly() {
        let history = ListHistory([
            Transaction([.append(1, to: 1)], began: 1, ended: 2),
            Transaction([.read(key: 1, [])], began: 3, ended: 4),
            Transaction([.read(key: 1, [1])], began: 5, ended: 6),
        ])
        #expect(history.check().findings.isEmpty)
        let report = history.check(realtime: true)
        #expect(kinds(report) == ["G-single in time"])
        #expect(
            report.findings.first?.reasons.contains(
                "T0 comes before T1, which began when it had ended. (real time)") == true)
        #expect(report.description.contains("G-single, in real time:"))
        #expect(report.violations(of: .serializable).isEmpty)
    }

    @Test func timeTravelOfWritesIsOneInRealTimeOnly() {
        let history = ListHistory([
            Transaction([.append(1, to: 1)], began: 1, ended: 2),
            Transaction([.append(2, to: 1)], began: 3, ended: 4),
            Transaction([.read(key: 1, [2, 1])], began: 1, ended: 9),
            Transaction([.append(3, to: 2)], began: 20, ended: 21),
            Transaction([.read(key: 2, [3])], began: 10, ended: 11),
        ])
        #expect(history.check().findings.isEmpty)
        #expect(kinds(history.check(realtime: true)) == ["G0 in time", "G1c in time"])
    }

    @Test func readsMustAgreeWithThemselves() {
        let report = ListHistory([
            Transaction([.append(1, to: 1)]),
            Transaction([.read(key: 1, []), .read(key: 1, [1])]),
            Transaction([.append(2, to: 2), .read(key: 2, [])]),
        ]).check()
        let finding = report.findings.filter { $0.kind == .internalInconsistency }
        #expect(
            finding.map(\.reasons) == [
                ["It reads list 1 as [1], but must see []."],
                ["It reads list 2 as [], without its own [2] at the end."],
            ])
        #expect(finding.map(\.transactions) == [[1], [2]])
    }

    @Test func strangersAndTwinsAreCaught() {
        let report = ListHistory(
            [
                Transaction([.append(1, to: 1), .append(2, to: 2)]),
                Transaction([.read(key: 1, [1, 1]), .read(key: 2, [9])]),
                Transaction([.read(key: 2, [1])]),
                Transaction([.append(2, to: 3)]),
            ], final: [1: [1, 1], 2: [9], 3: []]
        ).check()
        let text = report.description
        for part in [
            "T1 reads 1 twice: list 1 [1, 1].", "In the end 1 is there twice.",
            "T1 reads 9 in list 2, where nobody put it.",
            "T2 reads 1 in list 2, where nobody put it.",
            "In the end list 2 has 9, a stranger.",
            "Both append 2, so it does not tell who wrote it.",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    @Test func lostAppendAndIncompatibleOrdersAreCaught() {
        let report = ListHistory(
            [
                Transaction([.append(1, to: 1)]), Transaction([.append(2, to: 1)]),
                Transaction([.read(key: 1, [1])]), Transaction([.read(key: 1, [2])]),
                Transaction([.read(key: 7, [3])]), Transaction([.append(3, to: 7)], .unknown),
            ], final: [1: [2]]
        ).check()
        #expect(kinds(report) == ["incompatible-order", "incompatible-order", "lost"])
        #expect(
            report.findings.map(\.reasons) == [
                ["T2 reads list 1 as [1], but in the end it is as [2]."],
                ["T4 reads list 7 as [3], but in the end it is as []."],
                ["T0 appended 1 to list 1 and committed, but in the end it is not there."],
            ])
        let unfinished = ListHistory([
            Transaction([.append(1, to: 1)]), Transaction([.append(2, to: 1)]),
            Transaction([.read(key: 1, [1, 2])]), Transaction([.read(key: 1, [2])]),
        ]).check()
        #expect(
            unfinished.findings.map(\.reasons) == [
                ["T3 reads list 1 as [2], but T2 reads it as [1, 2]."]
            ])
    }

    /// A circle as long as the history is found without recursion.
    @Test func longCycleIsFound() throws {
        let count = 20_000
        let ring = (0..<count).map { index in
            Transaction([
                .append(index + 1, to: index),
                .read(key: (index + 1) % count, [(index + 1) % count + 1]),
            ])
        }
        let report = ListHistory(ring).check()
        #expect(kinds(report) == ["G1c"])
        #expect(report.findings.first?.transactions.count == count)
    }

    @Test func findingsOfAKindAreLimited() {
        let bad = (1...40).map { Transaction([.read(key: $0, [$0])]) }
        #expect(ListHistory(bad).check().findings.count == 10)
    }
}
