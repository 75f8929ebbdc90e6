import DataBridgeTestKit
import Testing

struct JSONFileDifferentialTests {
    @Test func storeAgreesWithMemory() async throws {
        let tester = DifferentialTester.suite()
        let report = try await tester.run(against: JSONFileConformanceTests.factory)
        print(report)
        #expect(report.failure == nil)
        #expect(report.operations == tester.operations)
    }
}
