import Synchronization

/// Time that a test turns.
final class TestTime: Sendable {
    private let time = Mutex(Duration.zero)

    var value: Duration { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 += duration }
    }
}
