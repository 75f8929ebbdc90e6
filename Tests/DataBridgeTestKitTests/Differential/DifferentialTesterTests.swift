import DataBridgeCore
import DataBridgeTestKit
import Testing
import TrialStores

/// Stores that keep the contract agree with the one in memory.
struct DifferentialTesterTests {
    @Test(arguments: [
        StoreFactory.dictionary, .durableDictionary, .bareDictionary, .contentDictionary,
        .broken(nil),
    ])
    func soundStoreAgrees(_ factory: StoreFactory) async throws {
        let tester = DifferentialTester.suite()
        let report = try await tester.run(against: factory)
        print(report)
        #expect(report.failure == nil)
        #expect(report.operations == tester.operations)
    }

    @Test(arguments: TransactionOverlap.allCases)
    func overlapIsAsAskedFor(_ overlap: TransactionOverlap) async throws {
        var tester = DifferentialTester(operations: 2_000)
        tester.overlap = overlap
        let report = try await tester.run(against: .durableDictionary)
        #expect(report.failure == nil)
        #expect(report.episodes == 20)
    }

    /// What only one of two stores can do is no disagreement.
    @Test func levelsOfOneStoreAloneAreNotTried() async throws {
        let factory = StoreFactory("of one level") { entities, options in
            try await PeculiarStore(
                claiming: [.readCommitted], entities: entities, options: options)
        }
        let report = try await DifferentialTester(seed: 1, operations: 2_000).run(against: factory)
        #expect(report.failure == nil, "\(report)")
    }

    @Test func sameSeedGivesSameOperations() async throws {
        let tester = DifferentialTester(seed: 3, operations: 20_000)
        let first = try await tester.run(against: .broken(.nilSortsLast))
        let second = try await tester.run(against: .broken(.nilSortsLast))
        #expect(first.failure?.episode == second.failure?.episode)
        #expect(first.failure != nil)
    }
}
