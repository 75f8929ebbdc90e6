import DataBridgeCore
import DataBridgeJSON
import DataBridgeTestKit
import Testing

struct JSONFileDifferentialTests {
    @Test func storeAgreesWithMemory() async throws {
        var factory = JSONFileConformanceTests.factory
        factory.patience = .seconds(5)
        let clock = ContinuousClock()
        for _ in 0..<4 {
            let start = clock.now
            let report = try await DifferentialTester(operations: 10_000).run(against: factory)
            print(report, clock.now - start)
            #expect(report.failure == nil)
        }
    }
}
