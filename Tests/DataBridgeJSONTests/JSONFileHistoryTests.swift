import DataBridgeJSON
import DataBridgeTestKit
import Testing

/// The store in a file under concurrent transactions.
struct JSONFileHistoryTests {
    @Test func historyIsStrictlySerializable() async throws {
        var recorder = HistoryRecorder()
        recorder.tasks = 4
        recorder.transactionsPerTask = 100
        let history = try await recorder.record(on: JSONFileConformanceTests.factory)
        let report = history.check(realtime: true)
        #expect(report.findings.isEmpty, "\(report)")
        #expect(report.committedCount > 100)
    }
}
