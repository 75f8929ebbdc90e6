import DataBridgeTestKit
import Testing
import TrialStores

/// What is wrong with a store is found, and shown by a few operations.
struct DifferentialBugTests {
    /// Bugs that results of operations cannot show, with the reason.
    static let invisible: [PlantedBug: String] = [
        .planForgetsItsFilter: "a plan says how a store works, which differs from store to store",
        .unknownIsReportedAsRolledBack: "only a commit that fails shows it: FaultSweep finds it",
        .cancelledCommitIsHalf: "only a cancelled commit shows it: FaultSweep finds it",
    ]

    @Test(arguments: PlantedBug.allCases.filter { invisible[$0] == nil })
    func bugIsFoundAndShownInFewSteps(_ bug: PlantedBug) async throws {
        let factory = Self.factory(bug)
        var tester = DifferentialTester(seed: 5, operations: 40_000)
        tester.maximumReruns = 400
        let report = try await tester.run(against: factory)
        let failure = try #require(report.failure)
        #expect(failure.episode.steps.count <= 8, "\(failure)")
        #expect(failure.reruns <= 400)
        #expect(failure.seed == 5)
        #expect("\(failure)".contains("seed 5"))
        // What is printed is enough to see it again.
        let again = await #expect(throws: DifferentialFailure.self) {
            try await failure.episode.run(against: factory)
        }
        #expect(again?.disagreement.difference == failure.disagreement.difference)
    }

    @Test(arguments: Array(invisible.keys))
    func invisibleBugIsNotFound(_ bug: PlantedBug) async throws {
        // With all patience: on a busy machine a little waiting is no disagreement.
        let report = try await DifferentialTester(seed: 5, operations: 5_000).run(
            against: .broken(bug))
        #expect(report.failure == nil)
    }

    private static func factory(_ bug: PlantedBug) -> StoreFactory {
        var factory = StoreFactory.broken(bug)
        factory.patience = .seconds(10)
        return factory
    }
}
