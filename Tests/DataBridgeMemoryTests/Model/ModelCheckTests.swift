import DataBridgeCore
import DataBridgeMemory
import Foundation
import Testing
import TrialStores

/// The store in memory does what the naive one does, in everything that few operations can do to
/// two records in two transactions.
struct ModelCheckTests {
    private static let isSoak = ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] != nil

    /// Enough to show what the stores are made of that have a bug.
    private static let sample = Plan.Operation.few + [.insert(2)]

    /// Every operation, up to three of them; four take minutes and belong to `./run soak`.
    @Test func memoryStoreIsAsNaive() async throws {
        try await check(.serializable, .all, depth: 3)
    }

    /// The operations that can do most to each other, up to four of them; five in `./run soak`.
    @Test func memoryStoreIsAsNaiveForLonger() async throws {
        try await check(.serializable, .few, depth: 4)
    }

    @Test func memoryStoreIsAsNaiveWithSnapshots() async throws {
        try await check(.snapshot, .all, depth: 2)
        try await check(.snapshot, .few, depth: 3)
    }

    private enum Choice {
        case all, few
    }

    private func check(_ isolation: Isolation, _ choice: Choice, depth: Int) async throws {
        var check = ModelCheck { MemoryStore(entities: [Pair.schema]) }
        check.isolation = isolation
        check.operations = choice == .all ? Plan.Operation.all : Plan.Operation.few
        check.depth = depth + (Self.isSoak ? 1 : 0)
        check.depthWithSavepoint = min(depth - 1, 2) + (Self.isSoak ? 1 : 0)
        let start = ContinuousClock.now
        let result = try await check.run()
        let duration = ContinuousClock.now - start
        let summary =
            "\(result.count) sequences of up to \(check.depth) of \(check.operations.count)"
        print("Model check, \(isolation.rawValue): \(summary) operations in \(duration)")
        let text = result.mismatches.map(\.description).joined(separator: "\n")
        #expect(result.mismatches.isEmpty, "\(text)")
        #expect(result.count > 500)
    }

    @Test func dictionaryStoreIsAsNaive() async throws {
        var check = ModelCheck { try await BrokenStore(nil, entities: [Pair.schema]) }
        check.operations = Self.sample
        check.depth = 2
        let result = try await check.run()
        let text = result.mismatches.map(\.description).joined(separator: "\n")
        #expect(result.mismatches.isEmpty, "\(text)")
    }

    @Test(arguments: [
        PlantedBug.versionsStay, .versionsReturn, .dirtyRead, .rollbackCommits, .lostUpdate,
        .writeSkew, .savepointRollbackIsDropped, .savepointRollsBackEverything,
        .constraintsAreUnchecked, .uniqueOverlooksOwnWrites, .feedMissesUpdates, .feedIsOutOfOrder,
    ])
    func brokenStoreIsCaught(_ bug: PlantedBug) async throws {
        var check = ModelCheck { try await BrokenStore(bug, entities: [Pair.schema]) }
        check.operations = Self.sample
        check.depth = 3
        let result = try await check.run(stopAtFirst: true)
        let mismatch = try #require(result.mismatches.first, "\(result.count) sequences")
        #expect(mismatch.description.contains("must be"))
    }
}
