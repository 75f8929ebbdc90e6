public import DataBridgeCore
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Time and chance in a test's hands.
///
/// ```swift
/// let clock = ManualClock()
/// let store = MemoryStore(
///     entities: […], options: StoreOptions(services: clock.services))
/// clock.advance(by: .seconds(60))
/// ```
///
/// Time stands still until ``advance(by:)`` moves it. What a store does when it has to wait, for
/// example before it tries again, is chosen with ``Sleeping``; every wait is recorded in
/// ``sleeps``.
public final class ManualClock: Sendable {
    /// What happens to who waits for a while.
    public enum Sleeping: Sendable {
        /// The wait moves the time itself and is over at once.
        case advancesTime
        /// The wait lasts until ``ManualClock/advance(by:)`` has moved the time far enough.
        case waitsForTime
    }

    private struct Waiter {
        var end: Duration
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var elapsed: Duration = .zero
        var timeOfDay: Date
        var sleeps: [Duration] = []
        var nextNumber = 0
        var waiters: [Int: Waiter] = [:]
        /// Waits that were cancelled before they began.
        var cancelled: Set<Int> = []

        mutating func move(by duration: Duration) {
            elapsed += duration
            timeOfDay += duration / .seconds(1)
        }
    }

    private let sleeping: Sleeping
    private let random: SeededRandomSource
    private let state: Mutex<State>

    /// A clock that stands still.
    ///
    /// - Parameters:
    ///   - timeOfDay: what the time of day is at the start; the first of January 2030, midnight
    ///     UTC, by default.
    ///   - sleeping: what happens to who waits for a while.
    ///   - seed: of the randomness; the same seed gives the same numbers.
    public init(
        timeOfDay: Date = Date(timeIntervalSince1970: 1_893_456_000),
        sleeping: Sleeping = .advancesTime, seed: UInt64 = 0
    ) {
        self.sleeping = sleeping
        random = SeededRandomSource(seed: seed)
        state = Mutex(State(timeOfDay: timeOfDay))
    }

    /// This clock and its randomness, as a store takes them.
    public var services: RuntimeServices {
        RuntimeServices(
            wallClock: self, clock: MonotonicClock { self.elapsed },
            sleeper: Sleeper { try await self.sleep(for: $0) }, random: random)
    }

    /// The monotonic time since the clock was made.
    public var elapsed: Duration { state.withLock { $0.elapsed } }

    /// Every wait that was asked for, in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// How many tasks wait for the time to move.
    public var sleeperCount: Int { state.withLock { $0.waiters.count } }

    /// Moves both the monotonic time and the time of day, and ends the waits that are due.
    public func advance(by duration: Duration) {
        precondition(duration >= .zero, "monotonic time never goes back")
        let due = state.withLock { state in
            state.move(by: duration)
            let due = state.waiters.filter { $0.value.end <= state.elapsed }
            for number in due.keys { state.waiters[number] = nil }
            return due.sorted { ($0.value.end, $0.key) < ($1.value.end, $1.key) }
        }
        for (_, waiter) in due { waiter.continuation.resume(returning: true) }
    }

    /// Sets the time of day, as somebody does who corrects the machine's clock; the monotonic time
    /// does not notice.
    public func set(timeOfDay: Date) {
        state.withLock { $0.timeOfDay = timeOfDay }
    }

    private func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let sleep: (number: Int, end: Duration)? = state.withLock { state in
            state.sleeps.append(duration)
            if sleeping == .advancesTime {
                state.move(by: max(duration, .zero))
                return nil
            }
            state.nextNumber += 1
            // From now on: who sees it in `sleeps` may move the time before it waits.
            return (state.nextNumber, state.elapsed + duration)
        }
        guard let (number, end) = sleep else { return await Task.yield() }
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(number, until: end, $0) }
        } onCancel: {
            cancel(number)
        }
        // A cancellation that came just too late left its number behind.
        state.withLock { _ = $0.cancelled.remove(number) }
        if !isOver { throw CancellationError() }
    }

    private func wait(
        _ number: Int, until end: Duration, _ continuation: CheckedContinuation<Bool, Never>
    ) {
        let answer: Bool? = state.withLock { state in
            if state.cancelled.remove(number) != nil { return false }
            if end <= state.elapsed { return true }
            state.waiters[number] = Waiter(end: end, continuation: continuation)
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func cancel(_ number: Int) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: number)
            if waiter == nil { state.cancelled.insert(number) }
            return waiter
        }
        waiter?.continuation.resume(returning: false)
    }
}

extension ManualClock: WallClock {
    /// The time of day.
    public func now() -> Date { state.withLock { $0.timeOfDay } }
}
