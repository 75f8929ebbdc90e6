import DataBridgeCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The time of day of a store in an episode: it moves by a second with each step, so that two
/// stores write the same times.
///
/// Only the time of day: who waits, waits for real.
final class StepClock: WallClock {
    private let step = Mutex(0)

    func now() -> Date {
        Date(timeIntervalSinceReferenceDate: 800_000_000 + Double(step.withLock { $0 }))
    }

    func advance() {
        step.withLock { $0 += 1 }
    }

    var options: StoreOptions {
        StoreOptions(
            services: RuntimeServices(wallClock: self, random: SeededRandomSource(seed: 1)))
    }
}
