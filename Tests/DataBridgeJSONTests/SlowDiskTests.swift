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
        private let state = Mutex((turns: 0, duringSyncs: [Int](), isOver: false))

        var count: Int { state.withLock { $0.turns } }
        var duringSyncs: [Int] { state.withLock { $0.duringSyncs } }

        func sync() {
            let before = count
            usleep(10_000)
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

    /// Commits six times on the slow disk, on one thread with a task that counts its turns.
    private func turnsDuringSyncs(_ clock: MonotonicClock) async throws -> [Int] {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", "{\"counters\": [{\"id\": \"a\", \"n\": 0}]}\n")
        let turns = Turns()
        let fileSystem = FaultyFileSystem()
        try await withTaskExecutorPreference(OneThread()) {
            let store = try await JSONFileStore.open(
                path, entities: [Counter.schema],
                options: StoreOptions(services: RuntimeServices(clock: clock)),
                file: JSONFileOptions(fileSystem: fileSystem, pollInterval: nil))
            let counters = store.repository(for: Counter.self)
            fileSystem.on(.every(.sync), .run { turns.sync() })
            async let counting: Void = turns.take()
            for _ in 0..<6 {
                try await counters.update("a") { $0.n += 1 }
            }
            turns.end()
            await counting
            #expect(try await counters.get("a")?.n == 6)
            try await store.close()
        }
        #expect(try folder.text() == "{\"counters\": [{\"id\": \"a\", \"n\": 6}]}\n")
        return turns.duringSyncs
    }

    @Test func otherTasksGoOnDuringSyncs() async throws {
        let turns = try await turnsDuringSyncs(.system)
        #expect(turns.count >= 6)
        // The first commit shows that the disk is slow.
        #expect(turns.dropFirst().allSatisfy { $0 > 0 }, "\(turns)")
    }

    /// The test above would notice if nothing ever moved to the store's own thread.
    @Test func aStoreThatTakesTheDiskForFastHoldsThemUp() async throws {
        let turns = try await turnsDuringSyncs(MonotonicClock { .zero })
        #expect(turns.count >= 6)
        #expect(turns.allSatisfy { $0 == 0 }, "\(turns)")
    }
}
