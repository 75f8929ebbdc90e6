import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import Dispatch
import Synchronization
import Testing

/// A disk whose syncs take long, and what other tasks do meanwhile.
struct SlowSyncTests {
    /// The one thread that all tasks of a test share.
    private final class OneThread: TaskExecutor {
        private let queue = DispatchQueue(label: "one thread")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Counts the turns that another task gets while a commit is at its sync or behind it.
    private final class Turns: Sendable {
        private let vfs: FaultySQLiteVFS
        private let state = Mutex((syncs: 0, turns: 0, isOver: false))

        init(_ vfs: FaultySQLiteVFS) {
            self.vfs = vfs
        }

        var count: Int { state.withLock { $0.turns } }

        /// Notes that all syncs so far belong to commits that are acknowledged.
        func acknowledge() {
            let syncs = vfs.counts[.sync]
            state.withLock { $0.syncs = syncs }
        }

        /// Reads again and again, as long as it lasts.
        func take(_ read: () async throws -> Void) async throws {
            while state.withLock({ !$0.isOver }) {
                let syncs = vfs.counts[.sync]
                state.withLock { state in
                    if syncs > state.syncs { state.turns += 1 }
                }
                try await read()
                try await Task.sleep(for: .microseconds(300))
            }
        }

        func end() { state.withLock { $0.isOver = true } }
    }

    private static let commits = 8

    /// Commits on a disk that has become slow, on one thread with a task that reads.
    private func turnsDuringSyncs(_ clock: MonotonicClock) async throws -> Int {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        let turns = Turns(vfs)
        try await withTaskExecutorPreference(OneThread()) {
            let store = try await SQLiteStore.open(
                folder.file(), entities: [MarkCounter.schema],
                options: StoreOptions(services: RuntimeServices(clock: clock)),
                sqlite: SQLiteOptions(pollInterval: nil, fileLayer: vfs.name))
            let counters = store.repository(for: MarkCounter.self)
            try await counters.insert(MarkCounter(id: "a", n: 0))
            try vfs.delaySync(by: .milliseconds(30))
            // These show that the disk has become slow.
            for _ in 0..<4 { try await counters.update("a") { $0.n += 1 } }
            turns.acknowledge()
            async let reading: Void = turns.take { _ = try await counters.get("a") }
            for _ in 0..<Self.commits {
                try await counters.update("a") { $0.n += 1 }
                turns.acknowledge()
            }
            turns.end()
            try await reading
            #expect(try await counters.get("a")?.n == 4 + Self.commits)
            try await store.close()
        }
        return turns.count
    }

    @Test func otherTasksReadDuringSyncs() async throws {
        // How soon a task gets its turn is up to what else the machine does.
        var most = 0
        for _ in 1...10 where most <= 2 * Self.commits {
            most = max(most, try await turnsDuringSyncs(.system))
        }
        #expect(most > 2 * Self.commits)
    }

    /// The test above would notice if the commits never moved to the store's own thread.
    @Test func aStoreThatTakesTheDiskForFastHoldsThemUp() async throws {
        #expect(try await turnsDuringSyncs(MonotonicClock { .zero }) <= Self.commits)
    }
}
