import DataBridgeCore
import DataBridgeTestKit
import Synchronization
import Testing
import TrialStores

/// What an episode becomes when it is made shorter.
struct ShrinkerTests {
    /// Without its commits an episode makes a store wait that lets one writer in, which is no bug.
    @Test(arguments: [TransactionOverlap.oneWriter, .none])
    func shorterEpisodesOverlapNoMoreThanTheLongOne(_ overlap: TransactionOverlap) async throws {
        var factory = StoreFactory("locking") { entities, options in
            try await LockingStore(.versionsStay, entities: entities, options: options)
        }
        factory.patience = .seconds(5)
        for seed in UInt64(1)...12 {
            var tester = DifferentialTester(seed: seed, operations: 2_000)
            tester.overlap = overlap
            let failure = try #require(try await tester.run(against: factory).failure)
            #expect(failure.disagreement.difference.contains("did not move"), "\(failure)")
            #expect(failure.episode.steps.count <= 3, "\(failure)")
        }
    }

    /// A store that keeps a thread may keep the next one too, until nothing moves any more.
    @Test func storeThatDoesNotEndIsNotTriedAgain() async throws {
        let opened = Mutex(0)
        var factory = StoreFactory("hanging") { entities, options in
            opened.withLock { $0 += 1 }
            return try await PeculiarStore(hanging: true, entities: entities, options: options)
        }
        factory.patience = .milliseconds(100)
        let report = try await DifferentialTester(seed: 1, operations: 500).run(against: factory)
        let failure = try #require(report.failure)
        #expect(failure.disagreement.difference == "whether it ends")
        #expect(failure.reruns == 0)
        #expect(failure.episode.steps.count == (failure.disagreement.step ?? 0) + 1)
        // One to see what the store can do, one for the operations.
        #expect(opened.withLock { $0 } == 2)
    }

    /// What a store refuses to open is a disagreement like any other, seed and replay included.
    @Test func collectionsThatDoNotOpenAreShown() async throws {
        let factory = StoreFactory("picky") { entities, options in
            let names = entities.flatMap { $0.collection.fields.map(\.name) }
            guard !names.contains("name") else {
                throw DataError(.unsupported, "A field cannot have that name.")
            }
            return try await DictionaryStore(entities: entities, options: options)
        }
        let report = try await DifferentialTester(seed: 1, operations: 2_000).run(against: factory)
        let failure = try #require(report.failure)
        #expect(failure.disagreement.subject == "opening the store")
        #expect(failure.disagreement.found.contains("cannot have that name"))
        #expect(failure.episode.steps.isEmpty)
        #expect(failure.episode.collections.count == 1)
        #expect(failure.episode.collections.first?.fields.map(\.name) == ["id", "name"])
        await #expect(throws: DifferentialFailure.self) {
            try await failure.episode.run(against: factory)
        }
    }
}
