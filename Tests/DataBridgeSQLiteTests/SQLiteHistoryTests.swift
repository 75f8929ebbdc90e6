import DataBridgeSQLite
import DataBridgeTestKit
import Testing

/// The store under concurrent transactions.
struct SQLiteHistoryTests {
    @Test func historyIsStrictlySerializable() async throws {
        var recorder = HistoryRecorder()
        recorder.tasks = 8
        recorder.transactionsPerTask = 100
        let history = try await recorder.record(on: SQLiteConformanceTests.factory)
        let report = history.check(realtime: true)
        #expect(report.findings.isEmpty, "\(report)")
        #expect(report.committedCount > 100)
    }
}
