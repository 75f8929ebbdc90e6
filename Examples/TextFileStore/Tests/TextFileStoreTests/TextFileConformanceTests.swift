import DataBridgeTestKit
import DataBridgeTesting
import Foundation
import Testing
import TextFileStore

struct TextFileConformanceTests {
    // snippet: TextFileConformance
    private static let factory = StoreFactory(
        "text file", makePlace: { try ScratchFolder() },
        open: { folder, entities, options in
            try await TextFileStore(folder.file, entities: entities, options: options)
        },
        remove: { folder in try folder.remove() })

    @Test(arguments: StoreConformance.allCases)
    func conforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: Self.factory)
    }
    // end

    /// Random operations, held against the store in memory.
    @Test func agreesWithTheStoreInMemory() async throws {
        let tester = DifferentialTester(seed: 1, operations: 3_000)
        let report = try await tester.run(against: Self.factory)
        #expect(report.failure == nil, "\(report)")
        #expect(report.operations >= 3_000)
    }

    /// Whatever a level of isolation excludes stays out.
    @Test func letsNoAnomalyThrough() async {
        let report = await IsolationSchedule.run(on: Self.factory)
        #expect(report.isPassed, "\(report)")
        #expect(report.levels == [.snapshot, .serializable])
    }
}
