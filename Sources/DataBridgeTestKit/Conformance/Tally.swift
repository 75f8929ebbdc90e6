import Synchronization

/// Counts how often something happened, from any task.
final class Tally: Sendable {
    private let number = Atomic<Int>(0)

    @discardableResult
    func add() -> Int { number.add(1, ordering: .sequentiallyConsistent).newValue }

    var count: Int { number.load(ordering: .sequentiallyConsistent) }
}

/// Keeps what happened, in order, from any task.
final class Log<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])

    func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }

    var all: [Entry] { entries.withLock { $0 } }
}
