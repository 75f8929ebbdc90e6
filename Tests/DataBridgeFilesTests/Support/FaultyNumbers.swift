import Foundation
import Synchronization

/// Random numbers that are none, and descriptors to close later.
final class FaultyNumbers: Sendable {
    private let numbers: Mutex<[UInt64]>
    private let descriptors = Mutex<[Int32]>([])

    init(_ numbers: [UInt64]) {
        self.numbers = Mutex(numbers)
    }

    /// The next number; the last one for ever.
    func next() -> UInt64 {
        numbers.withLock { $0.count > 1 ? $0.removeFirst() : ($0.first ?? 0) }
    }

    func keep(_ descriptor: Int32) {
        descriptors.withLock { $0.append(descriptor) }
    }

    func closeKept() {
        for descriptor in descriptors.withLock({ $0 }) {
            close(descriptor)
        }
    }
}
