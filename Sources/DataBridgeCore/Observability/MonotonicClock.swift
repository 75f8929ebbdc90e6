/// Time that only moves forward, for durations and timeouts; injected so that tests can turn it.
///
/// It wraps any of Swift's clocks and says how long ago it was made, which spares the caller the
/// clock's own instant type.
public struct MonotonicClock: Sendable {
    private let read: @Sendable () -> Duration

    /// Makes a clock of a function that never goes back.
    public init(_ read: @escaping @Sendable () -> Duration) {
        self.read = read
    }

    /// Makes a clock that follows one of Swift's clocks, such as a test clock.
    public init<Base: Clock>(following clock: Base) where Base.Duration == Duration {
        let start = clock.now
        read = { start.duration(to: clock.now) }
    }

    /// The machine's own clock, which goes on while it sleeps.
    public static let system = MonotonicClock(following: ContinuousClock())

    /// The time since some fixed moment; only differences mean anything.
    public func now() -> Duration {
        read()
    }
}
