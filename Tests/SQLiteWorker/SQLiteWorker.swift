import DataBridgeCore
import DataBridgeSQLite

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One of several processes that count in one database.
///
///     sqlite-worker FILE NAME ROUNDS TASKS [--acknowledges-early]
///
/// Each of its tasks, in each round, adds one to a counter that all share, inserts a record of its
/// own, and does both in one transaction. Before and after each it writes a line to the standard
/// output, which is what it was promised. To acknowledge early is a planted bug.
@main
struct SQLiteWorker {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count >= 5, let rounds = Int(arguments[3]), let tasks = Int(arguments[4])
        else { exit(64) }
        do {
            let worker = try await SQLiteWorker(
                path: arguments[1], name: arguments[2],
                acknowledgesEarly: arguments.contains("--acknowledges-early"))
            try await withThrowingTaskGroup { group in
                for task in 0..<tasks {
                    group.addTask {
                        for round in 1...rounds { try await worker.run("\(task).\(round)") }
                    }
                }
                try await group.waitForAll()
            }
            try await worker.store.close()
        } catch {
            let text = Array("\(error)\n".utf8)
            _ = write(STDERR_FILENO, text, text.count)
            exit(1)
        }
    }

    struct Counter: Entity {
        var id: String
        var n: Int

        static let schema = Schema("counters", Counter.init) {
            Field(\.id, "id")
            Field(\.n, "n")
        }
    }

    private let name: String
    private let acknowledgesEarly: Bool
    private let store: SQLiteStore
    private let counters: any DataRepository<Counter>

    private init(path: String, name: String, acknowledgesEarly: Bool) async throws {
        self.name = name
        self.acknowledgesEarly = acknowledgesEarly
        store = try await SQLiteStore.open(path, entities: [Counter.schema])
        counters = store.repository(for: Counter.self)
    }

    private func run(_ round: String) async throws {
        let id = "\(name).\(round)"
        try await promised("count", id) {
            try await counters.update("shared") { $0.n += 1 }
        }
        try await promised("insert", id) {
            try await counters.insert(Counter(id: "own-\(id)", n: 1))
        }
        try await promised("pair", id) {
            try await store.transaction {
                try await counters.update("pairs") { $0.n += 1 }
                try await counters.insert(Counter(id: "pair-\(id)", n: 1))
            }
        }
    }

    /// Does something, again for as long as the error says that it may be tried again.
    private func promised(
        _ what: String, _ id: String, _ body: () async throws -> Void
    ) async throws {
        try say("issued \(what) \(id)\n")
        if acknowledgesEarly { try say("acknowledged \(what) \(id)\n") }
        while true {
            do {
                try await body()
                break
            } catch let error as DataError where error.isRetryable {
                continue
            }
        }
        if !acknowledgesEarly { try say("acknowledged \(what) \(id)\n") }
    }

    /// Writes a line in one piece, so that a kill never leaves half of one.
    private func say(_ line: String) throws {
        let bytes = Array(line.utf8)
        guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else {
            throw DataError(.ioFailure, "Nobody reads what the worker says.")
        }
    }
}
