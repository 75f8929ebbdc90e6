import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import TrialFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One of several processes that count in one JSON file.
///
///     counter-worker FILE NAME ROUNDS LEDGER [--pauses] [--ignores-locks]
///
/// In each round it adds one to a counter that all share, inserts a record of its own, and does
/// both in one transaction. Before and after each it writes a line to its ledger, which is what it
/// was promised. With pauses it leaves others time around the exchange of names; without the lock
/// that makes increments get lost.
@main
struct CounterWorker {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count >= 5, let rounds = Int(arguments[3]) else { exit(64) }
        do {
            let worker = try await CounterWorker(
                path: arguments[1], name: arguments[2], ledger: arguments[4],
                flags: Set(arguments.dropFirst(5)))
            for round in 1...rounds { try await worker.run(round) }
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
    private let store: JSONFileStore
    private let counters: any DataRepository<Counter>
    private let ledger: any OpenFile

    private init(path: String, name: String, ledger: String, flags: Set<String>) async throws {
        self.name = name
        let pauses =
            flags.contains("--pauses")
            ? BrokenFileSystem.Pauses(
                before: { usleep(.random(in: 0...2_000)) },
                after: { usleep(.random(in: 0...10_000)) })
            : BrokenFileSystem.Pauses()
        let fileSystem = BrokenFileSystem(
            SystemFileSystem(), flags.contains("--ignores-locks") ? .ignoresLocks : nil,
            pauses: pauses)
        store = try await JSONFileStore.open(
            path, entities: [Counter.schema],
            file: JSONFileOptions(fileSystem: fileSystem, pollInterval: nil))
        counters = store.repository(for: Counter.self)
        self.ledger = try SystemFileSystem().open(ledger, .appending)
    }

    private func run(_ round: Int) async throws {
        let id = "\(name)-\(round)"
        try await promised("count", id) {
            try await counters.update("shared") { $0.n += 1 }
        }
        try await promised("insert", id) {
            try await counters.insert(Counter(id: "own-\(id)", n: round))
        }
        try await promised("pair", id) {
            try await store.transaction {
                try await counters.update("pairs") { $0.n += 1 }
                try await counters.insert(Counter(id: "pair-\(id)", n: round))
            }
        }
    }

    /// Does something, again for as long as the error says that it may be tried again.
    private func promised(
        _ what: String, _ id: String, _ body: () async throws -> Void
    ) async throws {
        try ledger.append(Array("issued \(what) \(id)\n".utf8).span.bytes)
        while true {
            do {
                try await body()
                break
            } catch let error as DataError where error.isRetryable {
                continue
            }
        }
        try ledger.append(Array("acknowledged \(what) \(id)\n".utf8).span.bytes)
    }
}
