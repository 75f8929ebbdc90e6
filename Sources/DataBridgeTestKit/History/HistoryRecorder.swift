public import DataBridgeCore
import Synchronization

/// Lets tasks run random transactions on the lists of a store, and records what they did and saw.
///
/// ```swift
/// let history = try await HistoryRecorder().record(on: factory)
/// let report = history.check(realtime: true)
/// print(report)
/// ```
///
/// Each attempt is recorded, also those that fail because of others; some are rolled back on
/// purpose, and some only read. What the tasks choose follows from ``seed``; how they come in each
/// other's way does not.
public struct HistoryRecorder: Sendable {
    /// How many tasks run at the same time.
    public var tasks = 8
    /// How many transactions each of them tries.
    public var transactionsPerTask = 500
    /// How many operations a transaction has.
    public var operations = 1...5
    /// How many lists are in use at a time; fewer lists, more conflicts.
    public var activeLists = 12
    /// After how many appends a list is left alone, so that lists stay short.
    public var appendsPerList = 24
    /// The isolation level of the transactions.
    public var isolation = Isolation.serializable
    /// Where the choices begin.
    public var seed: UInt64 = 1

    /// A recorder of 8 tasks with 500 serializable transactions each.
    public init() {}

    /// Runs the transactions on a new store.
    ///
    /// - Throws: what the store throws besides `serialization`, `conflict`, `busy` and `timeout`.
    public func record(on factory: StoreFactory) async throws -> ListHistory {
        let trial = Trial(factory, [])
        let recorded: ListHistory
        do {
            recorded = try await record(in: try await trial.store(ListRecord.schema))
        } catch {
            try await trial.end()
            throw error
        }
        try await trial.end()
        return recorded
    }

    private func record(in store: any DataStore) async throws -> ListHistory {
        let course = RecordingCourse(self, store)
        var history = ListHistory()
        try await withThrowingTaskGroup { group in
            for task in 0..<tasks {
                group.addTask {
                    try await course.run(SeededRandomSource(seed: seed &+ UInt64(task)))
                }
            }
            for try await transactions in group { history.transactions += transactions }
        }
        var final: [Int: [Int]] = [:]
        for record in try await store.repository(for: ListRecord.self).find() {
            final[record.id] = record.values
        }
        history.final = final
        return history
    }
}

/// A list as it is stored.
struct ListRecord: Entity {
    var id: Int
    var values: [Int]

    static let schema = Schema("lists", ListRecord.init) {
        Field(\.id, "id")
        Field(\.values, "values")
    }
}

/// What the tasks of a recording share.
private final class RecordingCourse: Sendable {
    /// Thrown out of a body that is to be rolled back.
    private struct RollBack: Error {}

    /// One thing to do.
    private enum Plan {
        case append, replace, read, query
    }

    private struct Lists {
        var keys: [Int]
        var appends: [Int]
        var next: Int
    }

    private let recorder: HistoryRecorder
    private let store: any DataStore
    private let lists: Mutex<Lists>
    private let clock = Tally()
    private let values = Tally()

    init(_ recorder: HistoryRecorder, _ store: any DataStore) {
        self.recorder = recorder
        self.store = store
        let count = recorder.activeLists
        lists = Mutex(
            Lists(keys: Array(0..<count), appends: Array(repeating: 0, count: count), next: count))
    }

    func run(_ random: SeededRandomSource) async throws -> [ListHistory.Transaction] {
        var transactions: [ListHistory.Transaction] = []
        transactions.reserveCapacity(recorder.transactionsPerTask)
        for _ in 0..<recorder.transactionsPerTask {
            transactions.append(try await transaction(random))
        }
        return transactions
    }

    private func transaction(_ random: SeededRandomSource) async throws -> ListHistory.Transaction {
        let range = recorder.operations
        let count = range.lowerBound + random.int(below: range.count)
        let isReadOnly = random.int(below: 6) == 0
        let isRolledBack = random.int(below: 16) == 0
        var done: [ListHistory.Operation] = []
        let began = clock.add()
        let outcome: ListHistory.Outcome
        do {
            let options = TransactionOptions(
                isolation: recorder.isolation, isReadOnly: isReadOnly, retry: .never)
            try await store.transaction(options) {
                for _ in 0..<count {
                    done.append(try await operation(random, isReadOnly: isReadOnly))
                    if random.int(below: 2) == 0 { await Task.yield() }
                }
                if isRolledBack { throw RollBack() }
            }
            outcome = .committed
        } catch is RollBack {
            outcome = .rolledBack
        } catch let error as DataError {
            let isExpected = [.serialization, .conflict, .busy, .timeout].contains(error.code)
            guard isExpected || error.commitOutcome == .unknown else { throw error }
            outcome = error.commitOutcome == .unknown ? .unknown : .rolledBack
        }
        return ListHistory.Transaction(done, outcome, began: began, ended: clock.add())
    }

    private func operation(
        _ random: SeededRandomSource, isReadOnly: Bool
    ) async throws -> ListHistory.Operation {
        let records = store.repository(for: ListRecord.self)
        let plan: Plan
        switch random.int(below: isReadOnly ? 2 : 4) {
        case 0: plan = .read
        case 1: plan = .query
        case 2: plan = .append
        default: plan = .replace
        }
        let isAppend = plan == .append || plan == .replace
        let key = key(random.int(below: recorder.activeLists), isAppend: isAppend)
        guard isAppend else {
            let found =
                plan == .read
                ? try await records.get(key)
                : try await records.find(where: \.id == key).first
            return .read(key: key, found?.values ?? [])
        }
        let value = values.add()
        let old = try await records.get(key)
        if plan == .append, old != nil {
            try await records.update(key) { $0.values.append(value) }
        } else {
            try await records.upsert(ListRecord(id: key, values: (old?.values ?? []) + [value]))
        }
        return .append(value, to: key)
    }

    /// The key of a list in use, which makes room for another one when it has had enough.
    private func key(_ slot: Int, isAppend: Bool) -> Int {
        lists.withLock { lists in
            let key = lists.keys[slot]
            guard isAppend else { return key }
            lists.appends[slot] += 1
            if lists.appends[slot] >= recorder.appendsPerList {
                lists.keys[slot] = lists.next
                lists.appends[slot] = 0
                lists.next += 1
            }
            return key
        }
    }
}
