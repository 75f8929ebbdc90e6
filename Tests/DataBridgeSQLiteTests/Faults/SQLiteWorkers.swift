import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Synchronization
import Testing

/// Processes that count in one database, and what they were promised, as they say it over a pipe.
final class SQLiteWorkers {
    struct Counter: Entity {
        var id: String
        var n: Int

        static let schema = Schema("counters", Counter.init) {
            Field(\.id, "id")
            Field(\.n, "n")
        }
    }

    /// What one process has said so far.
    private final class Transcript: Sendable {
        private let state = Mutex((bytes: [UInt8](), hasEnded: false))

        var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
        var hasEnded: Bool { state.withLock { $0.hasEnded } }

        /// Reads to the end, on a thread of its own: it blocks.
        func follow(_ file: FileHandle) {
            Thread.detachNewThread { [self] in
                while true {
                    let data = file.availableData
                    state.withLock { state in
                        state.bytes += data
                        state.hasEnded = data.isEmpty
                    }
                    if data.isEmpty { return }
                }
            }
        }
    }

    let folder: TestFolder
    private var workers: [(process: Process, transcript: Transcript)] = []
    private var started = 0
    /// What those said that have ended.
    private var past = Tally()

    /// - Parameter folder: Where the file is, with its two counters.
    init(_ folder: TestFolder) async throws {
        self.folder = folder
        try await Self.opened(folder) { counters in
            try await counters.insert(Counter(id: "shared", n: 0))
            try await counters.insert(Counter(id: "pairs", n: 0))
        }
    }

    deinit {
        for worker in workers { kill(worker.process) }
    }

    /// Starts one more process.
    func start(rounds: Int = 1_000_000, tasks: Int, _ flags: [String] = []) throws {
        let process = Process()
        process.executableURL = Self.programFolder.appending(path: "sqlite-worker")
        process.arguments = [folder.file(), "w\(started)", "\(rounds)", "\(tasks)"] + flags
        started += 1
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        // Or the end would never come.
        try pipe.fileHandleForWriting.close()
        let transcript = Transcript()
        transcript.follow(pipe.fileHandleForReading)
        workers.append((process, transcript))
    }

    /// Kills all, whatever they are doing.
    func killAll() {
        for worker in workers { kill(worker.process) }
    }

    private func kill(_ process: Process) {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }

    /// Waits for all to end, and gives their exit codes.
    func wait() async throws -> [Int32] {
        while workers.contains(where: { $0.process.isRunning || !$0.transcript.hasEnded }) {
            try await Task.sleep(for: .milliseconds(2))
        }
        let codes = workers.map(\.process.terminationStatus)
        past = promises()
        workers = []
        return codes
    }

    /// What was promised so far.
    func promises() -> Tally {
        var tally = past
        for worker in workers {
            for line in worker.transcript.text.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { continue }
                if words[0] == "issued" { tally.issued.insert(words[1]) }
                if words[0] == "acknowledged" { tally.acknowledged.insert(words[1]) }
            }
        }
        return tally
    }

    /// What was promised, and what the next program finds, which goes on with it.
    func tally() async throws -> Tally {
        var tally = promises()
        tally.values = try await Self.opened(folder) { counters in
            let found = try await counters.find(.all)
            try await counters.update("pairs") { $0.n += 0 }
            return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.n) })
        }
        tally.damage = try FaultWorkload.integrity(folder.file(), nil)
        return tally
    }

    private static func opened<Result>(
        _ folder: TestFolder, _ body: (any DataRepository<Counter>) async throws -> Result
    ) async throws -> Result {
        let store = try await SQLiteStore.open(folder.file(), entities: [Counter.schema])
        let result = try await body(store.repository(for: Counter.self))
        try await store.close()
        return result
    }

    private static var programFolder: URL {
        #if os(Linux)
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        #else
        let path = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
        #endif
        return URL(filePath: path ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }
}

extension SQLiteWorkers {
    /// What can be asked of a file and the promises of those who wrote it.
    struct Tally {
        /// Each as `what worker.task.round`, such as `count w1.0.3`.
        var issued: Set<String> = []
        var acknowledged: Set<String> = []
        var values: [String: Int] = [:]
        /// What SQLite finds wrong with the file.
        var damage: [String] = []

        private static func count(_ what: String, in promises: Set<String>) -> Int {
            promises.count { $0.hasPrefix(what) }
        }

        /// What is wrong however processes have ended: acknowledged ⊆ found ⊆ issued.
        var findings: [String] {
            var findings = damage
            let counted = values["shared"] ?? -1
            if counted < Self.count("count", in: acknowledged) {
                findings.append("an increment is lost")
            }
            if counted > Self.count("count", in: issued) {
                findings.append("an increment came from nowhere")
            }
            for (what, prefix) in [("insert", "own-"), ("pair", "pair-")] {
                let found = Set(
                    values.keys.filter { $0.hasPrefix(prefix) }.map {
                        "\(what) " + $0.dropFirst(prefix.count)
                    })
                let promised = acknowledged.filter { $0.hasPrefix(what) }
                if !promised.isSubset(of: found) { findings.append("a record (\(what)) is lost") }
                if !found.isSubset(of: issued) { findings.append("a record came from nowhere") }
            }
            // Both were made in one transaction.
            if values["pairs"] != values.keys.count(where: { $0.hasPrefix("pair-") }) {
                findings.append("half of a transaction is there")
            }
            return findings
        }
    }
}
