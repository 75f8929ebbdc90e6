import Synchronization

/// Counts what tasks do.
final class Count: Sendable {
    private let number = Mutex(0)

    /// Counts one more.
    ///
    /// - Returns: how many there are with it.
    @discardableResult
    func add() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }

    var value: Int { number.withLock { $0 } }
}
