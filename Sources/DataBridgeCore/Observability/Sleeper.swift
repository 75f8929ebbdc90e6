/// Waits for a while; injected so that backoff and polling take no time in tests.
public struct Sleeper: Sendable {
    private let wait: @Sendable (Duration) async throws -> Void

    /// Makes a sleeper of a function, which must end early with an error when its task is
    /// cancelled.
    public init(_ wait: @escaping @Sendable (Duration) async throws -> Void) {
        self.wait = wait
    }

    /// Makes a sleeper that waits on one of Swift's clocks, such as a test clock.
    public init<Base: Clock>(on clock: Base) where Base.Duration == Duration {
        wait = { try await clock.sleep(for: $0) }
    }

    /// Waits on the machine's own clock.
    public static let system = Sleeper(on: ContinuousClock())

    /// Suspends the task for this long, without holding a thread.
    ///
    /// - Throws: A ``DataError`` with ``DataError/Code/cancelled`` when the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        do {
            try await wait(duration)
        } catch is CancellationError {
            throw DataError.cancelled(cause: CancellationError())
        }
    }
}
