import DataBridgeTestKit
import Testing

struct SQLiteDifferentialTests {
    @Test func storeAgreesWithMemory() async throws {
        let tester = DifferentialTester.suite()
        let report = try await tester.run(against: SQLiteConformanceTests.factory)
        print(report)
        #expect(report.failure == nil)
        #expect(report.operations == tester.operations)
    }
}
