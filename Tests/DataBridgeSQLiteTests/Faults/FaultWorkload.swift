import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import Synchronization

/// Half of what a transaction of the workload writes.
struct LeftMark: Entity {
    var id: Int
    var filler: String

    static let schema = Schema("left_marks", LeftMark.init) {
        Field(\.id, "id")
        Field(\.filler, "filler")
    }
}

/// The other half.
struct RightMark: Entity {
    var id: Int
    var filler: String

    static let schema = Schema("right_marks", RightMark.init) {
        Field(\.id, "id")
        Field(\.filler, "filler")
    }
}

/// How many marks there are.
struct MarkCounter: Entity {
    var id: String
    var n: Int

    static let schema = Schema("mark_counters", MarkCounter.init) {
        Field(\.id, "id")
        Field(\.n, "n")
    }
}

/// Transactions that each write their mark into two collections and count it, on one store after
/// another, and a ledger of them.
struct FaultWorkload: Sendable {
    /// What the tests do with a transaction that fails, and with one that does not.
    private struct GivenUp: Error {}

    static let entities: [any EntitySchema] = [
        LeftMark.schema, RightMark.schema, MarkCounter.schema,
    ]

    var sessions = 2
    var transactions = 4
    /// How many tasks write at the same time; their transactions share commits.
    var writers = 1
    var durability = SQLiteOptions.Durability.full
    /// How long a finished transaction waits for others to share its commit.
    var groupDelay = Duration.milliseconds(5)
    /// A mistake: the answer is noted before it is there.
    var acknowledgesEarly = false

    /// Opens a store whose cache is so small that transactions write before their commit.
    func open(_ path: String, _ vfs: FaultySQLiteVFS) async throws -> SQLiteStore {
        try await SQLiteStore.open(
            path, entities: Self.entities, options: StoreOptions(feed: .commits(4)),
            sqlite: SQLiteOptions(
                durability: durability, busyTimeout: .milliseconds(50), cacheKiB: 8,
                pollInterval: nil, groupDelay: groupDelay, fileLayer: vfs.name))
    }

    /// Runs it; errors end neither the workload nor the session, as in a program that goes on.
    func run(_ path: String, through vfs: FaultySQLiteVFS) async -> FaultNotes {
        let notes = FaultNotes()
        for session in 0..<sessions {
            guard let store = await opened(path, vfs, notes) else { continue }
            await write(to: store, session, notes)
            do {
                try await store.close()
            } catch {
                notes.add(error)
            }
        }
        return notes
    }

    /// A store, opened at the second attempt if the first one fails.
    private func opened(
        _ path: String, _ vfs: FaultySQLiteVFS, _ notes: FaultNotes
    ) async -> SQLiteStore? {
        for _ in 1...2 {
            do {
                return try await open(path, vfs)
            } catch {
                notes.add(error)
            }
        }
        return nil
    }

    private func write(to store: SQLiteStore, _ session: Int, _ notes: FaultNotes) async {
        await withTaskGroup { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<transactions {
                        let place = (session * writers + writer) * transactions + number
                        await transaction(place + 1, on: store, notes)
                    }
                }
            }
        }
    }

    private func transaction(_ mark: Int, on store: SQLiteStore, _ notes: FaultNotes) async {
        notes.issue(mark)
        if acknowledgesEarly { notes.acknowledge(mark) }
        do {
            try await store.transaction { try await body(mark, on: store) }
            if !acknowledgesEarly { notes.acknowledge(mark) }
        } catch {
            notes.add(error)
            // What does not say that it is unknown was rolled back.
            if !acknowledgesEarly, (error as? DataError)?.commitOutcome != .unknown {
                notes.rollBack(mark)
            }
        }
        do {
            _ = try await store.repository(for: LeftMark.self).get(mark)
        } catch {
            notes.add(error)
        }
    }

    private func body(_ mark: Int, on store: SQLiteStore) async throws {
        let left = store.repository(for: LeftMark.self)
        let right = store.repository(for: RightMark.self)
        let filler = String(repeating: "\(mark % 10)", count: 9_000)
        switch mark % 3 {
        case 0:
            try await left.insert(LeftMark(id: mark, filler: filler))
            try await count(on: store)
            try await right.insert(RightMark(id: mark, filler: filler))
        case 1:
            try await left.insert(LeftMark(id: mark, filler: filler))
            do {
                try await store.transaction {
                    try await right.insert(RightMark(id: -mark, filler: filler))
                    throw GivenUp()
                }
            } catch is GivenUp {
                // What it wrote is undone, and no mark is found that is negative.
            }
            try await count(on: store)
            try await right.insert(RightMark(id: mark, filler: filler))
        default:
            // It goes on after an error, and gives up only in the end.
            var failure: (any Error)?
            do {
                try await left.insert(LeftMark(id: mark, filler: filler))
            } catch { failure = error }
            do { try await count(on: store) } catch { failure = failure ?? error }
            do {
                try await right.insert(RightMark(id: mark, filler: filler))
            } catch { failure = failure ?? error }
            if let failure { throw failure }
        }
    }

    private func count(on store: SQLiteStore) async throws {
        let counters = store.repository(for: MarkCounter.self)
        if try await counters.get("all") == nil {
            try await counters.insert(MarkCounter(id: "all", n: 1))
        } else {
            try await counters.update("all") { $0.n += 1 }
        }
    }
}

/// What happened in a run: a ledger, and the errors.
final class FaultNotes: Sendable {
    private struct State {
        var ledger = CommitLedger<Int>()
        var errors: [any Error] = []
    }

    private let state = Mutex(State())

    var ledger: CommitLedger<Int> { state.withLock { $0.ledger } }
    var errors: [any Error] { state.withLock { $0.errors } }

    func issue(_ mark: Int) { state.withLock { $0.ledger.issue(mark) } }
    func acknowledge(_ mark: Int) { state.withLock { $0.ledger.acknowledge(mark) } }
    func rollBack(_ mark: Int) { state.withLock { $0.ledger.rollBack(mark) } }
    func add(_ error: any Error) { state.withLock { $0.errors.append(error) } }

    /// The errors that are none of the contracts', or whose code says something that is not so.
    func unexpectedErrors(allowing more: Set<DataError.Code> = []) -> [String] {
        let codes: Set<DataError.Code> = [
            .ioFailure, .noSpace, .unavailable, .busy, .serialization, .commitUnknown,
        ]
        return errors.compactMap { error in
            guard let failure = error as? DataError else { return "no DataError: \(error)" }
            if codes.union(more).contains(failure.code) { return nil }
            return "\(failure.code): \(failure)"
        }
    }
}
