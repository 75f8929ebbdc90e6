/// Time and chance as a store sees them: one value to inject instead of four.
///
/// Everything defaults to the machine's own, so a program passes nothing and a test changes what it
/// needs: `RuntimeServices(random: SeededRandomSource(seed: 1))`.
public struct RuntimeServices: Sendable {
    /// The time of day, for timestamps.
    public var wallClock: any WallClock
    /// Time that only moves forward, for durations and timeouts.
    public var clock: MonotonicClock
    /// Waiting, for backoff and polling.
    public var sleeper: Sleeper
    /// Chance, for jitter and ids.
    public var random: any RandomSource

    /// Takes each service from the machine unless it is given.
    public init(
        wallClock: any WallClock = SystemWallClock(), clock: MonotonicClock = .system,
        sleeper: Sleeper = .system, random: any RandomSource = SystemRandomSource()
    ) {
        self.wallClock = wallClock
        self.clock = clock
        self.sleeper = sleeper
        self.random = random
    }
}
