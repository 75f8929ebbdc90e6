import DataBridgeTestKit
import Testing

struct SQLiteDifferentialTests {
    @Test func storeAgreesWithMemory() async throws {
        var tester = DifferentialTester.suite()
        // A second writer waits for the first, as the worker of the tester would for ever.
        tester.overlap = .oneWriter
        let report = try await tester.run(against: SQLiteConformanceTests.factory)
        print(report)
        #expect(report.failure == nil)
        #expect(report.operations == tester.operations)
    }
}
