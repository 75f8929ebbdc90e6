import DataBridgeSQLiteTestKit
import Testing

struct CommitLedgerTests {
    /// 1 and 2 acknowledged, 3 unknown, 4 rolled back.
    private let ledger: CommitLedger<Int> = {
        var ledger = CommitLedger<Int>()
        for mark in 1...4 { ledger.issue(mark) }
        ledger.acknowledge(1)
        ledger.acknowledge(2)
        ledger.rollBack(4)
        return ledger
    }()

    @Test func acknowledgedCommitsAndUnknownOnesMayBeFound() {
        #expect(ledger.findings(found: [1, 2]) == [])
        #expect(ledger.findings(found: [3, 2, 1]) == [])
    }

    @Test func eachKindOfDamageIsFound() {
        #expect(ledger.findings(found: [2]) == [.lost(1)])
        #expect(ledger.findings(found: [1, 2, 4]) == [.revived(4)])
        #expect(ledger.findings(found: [9, 1, 9, 2]) == [.invented(9)])
        #expect(ledger.findings(found: [1, 2, 2]) == [.torn(2, parts: 2)])
    }

    @Test func commitOfSeveralPartsIsWholeOrAbsent() {
        #expect(ledger.findings(found: [1, 1, 2, 2], partsPerCommit: 2) == [])
        #expect(
            ledger.findings(found: [1, 1, 2, 3], partsPerCommit: 2)
                == [.torn(2, parts: 1), .torn(3, parts: 1)])
    }

    @Test func findingsComeInTheOrderOfIssue() {
        #expect(ledger.findings(found: [0, 4]) == [.lost(1), .lost(2), .revived(4), .invented(0)])
    }

    @Test func findingsAreReadable() {
        #expect("\(LedgerFinding.lost(7))" == "lost: 7 was acknowledged and is not there")
        #expect("\(LedgerFinding.torn(7, parts: 1))" == "torn: parts of 7 that are there: 1")
        #expect("\(LedgerFinding.revived(7))" == "revived: 7 was called rolled back and is there")
        #expect("\(LedgerFinding.invented(7))" == "invented: 7 is there and was never committed")
    }
}
