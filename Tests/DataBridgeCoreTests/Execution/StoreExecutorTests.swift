import DataBridgeCore
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

struct StoreExecutorTests {
    /// A clock that moves when it is told to.
    private final class Hand: Sendable {
        private let time = Mutex(Duration.zero)
        var clock: MonotonicClock { MonotonicClock { [self] in time.withLock { $0 } } }
        func move(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private static func thread() -> String { "\(pthread_self())" }

    @Test func slowWorkMovesToTheThreadAndQuickWorkBack() async throws {
        let hand = Hand()
        let executor = StoreExecutor(name: "slow-store", clock: hand.clock)
        let own = try await executor.perform(.look, isUnbounded: true) { Self.thread() }
        func isElsewhere(_ duration: Duration) async throws -> Bool {
            try await executor.perform(.work) {
                hand.move(duration)
                return Self.thread() == own
            }
        }
        #expect(try await !isElsewhere(.microseconds(100)))
        #expect(try await !isElsewhere(.milliseconds(10)))
        #expect(try await isElsewhere(.milliseconds(10)))
        #expect(executor.isSlow(.work))
        // Looks have a figure of their own.
        #expect(!executor.isSlow(.look))
        var count = 0
        while try await isElsewhere(.microseconds(10)) { count += 1 }
        #expect((5...20).contains(count))
        #expect(!executor.isSlow(.work))
    }

    @Test func unboundedWorkIsDoneOnOneThreadElsewhere() async throws {
        let executor = StoreExecutor(name: "unbounded", clock: Hand().clock)
        var threads: Set<String> = []
        for _ in 0..<20 {
            let inline = try await executor.perform(.work) { Self.thread() }
            let own = try await executor.perform(.work, isUnbounded: true) { Self.thread() }
            #expect(own != inline)
            threads.insert(own)
        }
        #expect(threads.count == 1)
    }

    private struct Refusal: Error {}

    @Test func errorsComeBack() async throws {
        let thread = StoreThread(name: "errors")
        let failing: @Sendable () throws -> Int = { throw Refusal() }
        await #expect(throws: Refusal.self) { () async throws in
            _ = try await thread.run(failing)
        }
        let seven = try await thread.run { 7 }
        #expect(seven == 7)
    }

    /// How many are at work at once.
    private final class Peak: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var most: Int { state.withLock { $0.most } }

        func work() {
            state.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            usleep(100)
            state.withLock { $0.now -= 1 }
        }
    }

    @Test func piecesOfManyTasksRunOneAtATime() async throws {
        let thread = StoreThread(name: "one-at-a-time")
        let peak = Peak()
        try await withThrowingTaskGroup { group in
            for _ in 0..<50 {
                group.addTask { try await thread.run { peak.work() } }
            }
            try await group.waitForAll()
        }
        #expect(peak.most == 1)
    }
}
