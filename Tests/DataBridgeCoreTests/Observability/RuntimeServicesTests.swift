import DataBridgeCore
import FoundationEssentials
import Synchronization
import Testing

struct RuntimeServicesTests {
    private struct FixedClock: WallClock {
        func now() -> Date { Date(timeIntervalSinceReferenceDate: 5) }
    }

    @Test func defaultsAreTheMachinesOwn() async throws {
        let services = RuntimeServices()
        #expect(abs(services.wallClock.now().timeIntervalSinceNow) < 60)
        let start = services.clock.now()
        try await services.sleeper.sleep(for: .milliseconds(2))
        #expect(services.clock.now() - start >= .milliseconds(2))
        #expect(services.random.next() != services.random.next())
    }

    @Test func everythingCanBeInjected() async throws {
        let slept = Mutex<[Duration]>([])
        let services = RuntimeServices(
            wallClock: FixedClock(), clock: MonotonicClock { .seconds(9) },
            sleeper: Sleeper { duration in slept.withLock { $0.append(duration) } },
            random: SeededRandomSource(seed: 1))
        try await services.sleeper.sleep(for: .seconds(3600))
        #expect(slept.withLock { $0 } == [.seconds(3600)])
        #expect(services.clock.now() == .seconds(9))
        #expect(services.wallClock.now() == Date(timeIntervalSinceReferenceDate: 5))
        #expect(services.random.next() == SeededRandomSource(seed: 1).next())
    }

    @Test func anySwiftClockCanBeFollowed() async throws {
        let swiftClock: any Clock<Duration> = SuspendingClock()
        let clock = MonotonicClock(following: swiftClock)
        let start = clock.now()
        try await Sleeper(on: swiftClock).sleep(for: .milliseconds(1))
        #expect(clock.now() > start)
    }

    @Test func cancellingEndsTheSleep() async {
        let task = Task { try await Sleeper.system.sleep(for: .seconds(3600)) }
        task.cancel()
        let result = await task.result
        #expect(throws: DataError.self) { try result.get() }
        if case .failure(let error) = result {
            #expect((error as? DataError)?.code == .cancelled)
        }
    }
}
