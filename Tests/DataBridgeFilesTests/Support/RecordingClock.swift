import Synchronization

/// A clock that does not wait: a sleep moves it on, and is remembered.
final class RecordingClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Swift.Duration = .zero

        func advanced(by duration: Swift.Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        func duration(to other: Instant) -> Swift.Duration {
            other.offset - offset
        }

        static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private let state = Mutex<(now: Instant, sleeps: [Swift.Duration])>((Instant(), []))
    private let onSleep: @Sendable (Int) -> Void

    /// - Parameter onSleep: Called with the number of each sleep, from 1.
    init(onSleep: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.onSleep = onSleep
    }

    var now: Instant {
        state.withLock { $0.now }
    }

    var sleeps: [Swift.Duration] {
        state.withLock { $0.sleeps }
    }

    var minimumResolution: Swift.Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        try Task.checkCancellation()
        let number = state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            state.now = deadline
            return state.sleeps.count
        }
        onSleep(number)
    }
}
