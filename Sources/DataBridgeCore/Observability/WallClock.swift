#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The time of day, for timestamps; injected so that tests can choose it.
///
/// It may jump either way when someone sets the machine's clock: durations and timeouts use
/// ``MonotonicClock``.
public protocol WallClock: Sendable {
    /// The present time.
    func now() -> Date
}

/// The machine's own time of day.
public struct SystemWallClock: WallClock {
    /// Makes a clock; all are alike.
    public init() {}

    /// The present time.
    public func now() -> Date {
        Date()
    }
}
