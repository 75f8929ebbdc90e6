import DataBridgeTestKit
import Foundation
import Testing
import TrialStores

struct DifferentialTesterTests {
    @Test(arguments: [StoreFactory.durableDictionary, .bareDictionary])
    func dictionaryAgrees(_ factory: StoreFactory) async throws {
        var factory = factory
        factory.patience = .seconds(2)
        let clock = ContinuousClock()
        for _ in 0..<10 {
            let start = clock.now
            let report = try await DifferentialTester(operations: 20_000).run(
                against: factory)
            print(report, clock.now - start)
            #expect(report.failure == nil)
        }
    }
}
