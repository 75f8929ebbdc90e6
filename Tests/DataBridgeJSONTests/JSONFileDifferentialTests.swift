import DataBridgeCore
import DataBridgeJSON
import DataBridgeTestKit
import Testing

struct JSONFileDifferentialTests {
    @Test func storeAgreesWithMemory() async throws {
        var factory = JSONFileConformanceTests.factory
        factory.patience = .seconds(5)
        let clock = ContinuousClock()
        let start = clock.now
        let report = try await DifferentialTester(operations: 20_000).run(against: factory)
        print(report, clock.now - start)
        #expect(report.failure == nil)
    }
}
