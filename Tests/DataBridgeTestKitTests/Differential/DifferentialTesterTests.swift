import DataBridgeCore
import DataBridgeTestKit
import Testing
import TrialStores

/// Stores that keep the contract agree with the one in memory.
struct DifferentialTesterTests {
    @Test(arguments: [
        StoreFactory.dictionary, .durableDictionary, .bareDictionary, .broken(nil),
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

    @Test func sameSeedGivesSameOperations() async throws {
        let tester = DifferentialTester(seed: 3, operations: 20_000)
        let first = try await tester.run(against: .broken(.nilSortsLast))
        let second = try await tester.run(against: .broken(.nilSortsLast))
        #expect(first.failure?.episode == second.failure?.episode)
        #expect(first.failure != nil)
    }
}

/// What is wrong with a store is found, and shown by a few operations.
struct DifferentialBugTests {
    /// What operations one by one and their results cannot show.
    static let invisible: [PlantedBug: String] = [
        .planForgetsItsFilter: "a plan may differ from store to store",
        .outcomeIsAlwaysRolledBack: "",
    ]

    @Test(arguments: PlantedBug.allCases)
    func bugIsFound(_ bug: PlantedBug) async throws {
        var tester = DifferentialTester(operations: 20_000)
        tester.maximumReruns = 300
        var factory = StoreFactory.broken(bug)
        factory.patience = .milliseconds(300)
        let report = try await tester.run(against: factory)
        let failure = report.failure
        print(
            "BUG", bug, report.operations, failure?.episode.steps.count ?? -1,
            failure?.reruns ?? -1, failure.map { "\n\($0)" } ?? "NOT FOUND")
    }
}
