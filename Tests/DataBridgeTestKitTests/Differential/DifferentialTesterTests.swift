import DataBridgeTestKit
import Foundation
import Testing
import TrialStores

struct DifferentialTesterTests {
    @Test(arguments: [StoreFactory.dictionary, .durableDictionary, .bareDictionary, .broken(nil)])
    func dictionaryAgrees(_ factory: StoreFactory) async throws {
        let seed = ProcessInfo.processInfo.environment["DATABRIDGE_SEED"].flatMap { UInt64($0) }
        let clock = ContinuousClock()
        let start = clock.now
        let report = try await DifferentialTester(seed: seed, operations: 20_000).run(
            against: factory)
        print(report, clock.now - start)
        #expect(report.failure == nil)
    }
}
