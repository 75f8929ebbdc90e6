import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

/// The store in a file under concurrent transactions.
struct JSONFileHistoryTests {
    private static let isSoak = ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] == "1"

    @Test func historyIsStrictlySerializable() async throws {
        var recorder = HistoryRecorder()
        recorder.seed = UInt64.random(in: 0...1_000_000)
        recorder.tasks = Self.isSoak ? 8 : 4
        recorder.transactionsPerTask = Self.isSoak ? 2_000 : 100
        let history = try await recorder.record(on: JSONFileConformanceTests.factory)
        let report = history.check(realtime: true)
        print("History of the store in a file, seed \(recorder.seed): \(report)")
        #expect(report.findings.isEmpty, "seed \(recorder.seed)\n\(report)")
        #expect(history.transactions.count == recorder.tasks * recorder.transactionsPerTask)
        #expect(report.committedCount > history.transactions.count / 4)
    }
}
