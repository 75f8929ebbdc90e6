/// What happens to the two records in one run of the model check.
///
/// Record 1 is there at the beginning, with the mark 0 and the name `x`; record 2 is not.
struct Plan: Sendable, CustomStringConvertible {
    /// One operation on a record, or a query over both.
    enum Operation: Hashable, Sendable, CustomStringConvertible {
        case get(Int)
        /// Finds the records with the mark 1 or more, and counts those with the name `x`.
        case query
        /// Inserts a record with the mark 1 and no name.
        case insert(Int)
        /// Changes the mark to 1.
        case update(Int)
        /// Writes the mark 2 and the name `x`, which the other record may have.
        case upsert(Int)
        case delete(Int)
        /// Writes the mark 3 and no name, expecting the version seen last.
        case updateExpecting(Int)

        static let all: [Operation] = [
            .get(1), .get(2), .query, .insert(1), .insert(2), .update(1), .update(2), .upsert(1),
            .upsert(2), .delete(1), .delete(2), .updateExpecting(1), .updateExpecting(2),
        ]

        /// The few that can do most to each other: a query, a write that adds to its result and one
        /// that may not, a lookup, and a removal.
        static let few: [Operation] = [.get(1), .query, .update(1), .upsert(2), .delete(1)]

        /// The place among the operations that only read, which have no effect on each other.
        var rankAsRead: Int? {
            switch self {
            case .get(let id): id
            case .query: 3
            default: nil
            }
        }

        var description: String {
            switch self {
            case .get(let id): "get \(id)"
            case .query: "query"
            case .insert(let id): "insert \(id)"
            case .update(let id): "update \(id)"
            case .upsert(let id): "upsert \(id)"
            case .delete(let id): "delete \(id)"
            case .updateExpecting(let id): "update \(id) expecting"
            }
        }
    }

    /// What happens inside a transaction.
    indirect enum Event: Sendable, CustomStringConvertible {
        case operation(Operation)
        /// Another transaction begins, runs and ends in the middle of this one.
        case other(Transaction)
        /// A nested transaction.
        case savepoint([Event], commits: Bool)

        var description: String {
            switch self {
            case .operation(let operation): "\(operation)"
            case .other(let other): "other \(other)"
            case .savepoint(let events, let commits):
                "savepoint \(events) \(commits ? "released" : "undone")"
            }
        }
    }

    struct Transaction: Sendable, CustomStringConvertible {
        var events: [Event]
        var commits: Bool

        init(_ events: [Event], commits: Bool) {
            self.events = events
            self.commits = commits
        }

        init(_ operations: some Sequence<Operation>, commits: Bool) {
            self.init(operations.map(Event.operation), commits: commits)
        }

        var description: String { "\(events) \(commits ? "commit" : "rollback")" }
    }

    /// The transactions, one after the other.
    var transactions: [Transaction]

    var description: String { transactions.map(\.description).joined(separator: ", then ") }
}

/// What one step of a plan gave; versions are numbered by whoever ran it.
enum Outcome<Version: Hashable & Sendable>: Sendable {
    struct Row: Sendable {
        var id: Int
        var mark: Int
        var name: String?
        var version: Version
    }

    case row(Row?)
    case rows([Row], named: Int)
    case removed(Bool)
    /// The code of an error.
    case failed(String)
    case committed
    case rolledBack
    /// The operations of one commit in the change feed, with their ids.
    case told([String])
}
