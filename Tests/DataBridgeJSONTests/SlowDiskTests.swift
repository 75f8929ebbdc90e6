import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import DataBridgeTestKit
import Dispatch
import Foundation
import Synchronization
import Testing

/// A disk whose syncs take ten milliseconds, and what other tasks do meanwhile.
struct SlowDiskTests {
    struct Counter: Entity {
        var id: String
        var n: Int

        static let schema = Schema("counters", Counter.init) {
            Field(\.id, "id")
            Field(\.n, "n")
        }
    }

    /// The one thread that all tasks of a test share.
    private final class OneThread: TaskExecutor {
        private let queue = DispatchQueue(label: "one thread")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Counts the turns that another task gets, and how many came during each sync.
    private final class Turns: Sendable {
        /// How many times ten milliseconds longer a sync takes at most.
        private let patience: Int
        private let state = Mutex((turns: 0, duringSyncs: [Int](), isOver: false))

        init(patience: Int) {
            self.patience = patience
        }

        var count: Int { state.withLock { $0.turns } }
        var duringSyncs: [Int] { state.withLock { $0.duringSyncs } }

        /// A sync that takes ten milliseconds, and after the first one until another task gets a
        /// turn, but not forever: how soon that is depends on what else the machine does.
        func sync() {
            let before = count
            usleep(10_000)
            let most = duringSyncs.isEmpty ? 0 : patience
            for _ in 0..<most where count == before { usleep(10_000) }
            state.withLock { $0.duringSyncs.append($0.turns - before) }
        }

        func take() async {
            while state.withLock({ !$0.isOver }) {
                state.withLock { $0.turns += 1 }
                try? await Task.sleep(for: .microseconds(300))
            }
        }

        func end() { state.withLock { $0.isOver = true } }
    }

    /// Commits six times on a disk that has become slow, on one thread with a task that counts its
    /// turns.
    private func turnsDuringSyncs(_ clock: MonotonicClock, patience: Int) async throws -> [Int] {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", "{\"counters\": [{\"id\": \"a\", \"n\": 0}]}\n")
        let turns = Turns(patience: patience)
        let fileSystem = FaultyFileSystem()
        try await withTaskExecutorPreference(OneThread()) {
            let store = try await JSONFileStore.open(
                path, entities: [Counter.schema],
                options: StoreOptions(services: RuntimeServices(clock: clock)),
                file: JSONFileOptions(fileSystem: fileSystem, pollInterval: nil))
            let counters = store.repository(for: Counter.self)
            // The first commit makes the folder of the lock, which takes syncs of its own.
            try await counters.update("a") { $0.n += 1 }
            fileSystem.on(.every(.sync), .run { turns.sync() })
            async let counting: Void = turns.take()
            for _ in 0..<6 {
                try await counters.update("a") { $0.n += 1 }
            }
            turns.end()
            await counting
            #expect(try await counters.get("a")?.n == 7)
            try await store.close()
        }
        #expect(try folder.text() == "{\"counters\": [{\"id\": \"a\", \"n\": 7}]}\n")
        return turns.duringSyncs
    }

    @Test func otherTasksGoOnDuringSyncs() async throws {
        let turns = try await turnsDuringSyncs(.system, patience: 1_000)
        #expect(turns.count == 6)
        // The first of these commits shows that the disk has become slow.
        #expect(turns.dropFirst().allSatisfy { $0 > 0 }, "\(turns)")
    }

    /// The test above would notice if nothing ever moved to the store's own thread.
    @Test func aStoreThatTakesTheDiskForFastHoldsThemUp() async throws {
        let turns = try await turnsDuringSyncs(MonotonicClock { .zero }, patience: 3)
        #expect(turns.count == 6)
        #expect(turns.allSatisfy { $0 == 0 }, "\(turns)")
    }
}
