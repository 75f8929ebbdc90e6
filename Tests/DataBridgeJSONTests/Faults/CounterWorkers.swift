import Foundation
import Testing

/// Processes that count in one JSON file, and what they were promised.
final class CounterWorkers {
    /// What can be asked of a file and the ledgers of those who wrote it.
    struct Tally {
        /// Each as `what worker-round`, such as `count w1-3`.
        var issued: Set<String> = []
        var acknowledged: Set<String> = []
        var values: [String: Int] = [:]

        func issued(_ what: String) -> Int { issued.count { $0.hasPrefix(what) } }
        func acknowledged(_ what: String) -> Int { acknowledged.count { $0.hasPrefix(what) } }
    }

    static let text = #"{"counters": [{"id": "shared", "n": 0}, {"id": "pairs", "n": 0}]}"# + "\n"

    let folder: TestFolder
    let path: String
    private var workers: [(process: Process, ledger: String)] = []

    init() throws {
        folder = try TestFolder()
        path = try folder.file("tasks.json", Self.text)
    }

    deinit {
        for worker in workers where worker.process.isRunning {
            kill(worker.process.processIdentifier, SIGKILL)
        }
    }

    /// Starts one more process.
    func start(rounds: Int, _ flags: [String] = []) throws {
        let name = "w\(workers.count)"
        let process = Process()
        process.executableURL = Self.programFolder.appending(path: "counter-worker")
        let ledger = folder.path + ".\(name).ledger"
        process.arguments = [path, name, "\(rounds)", ledger] + flags
        try process.run()
        workers.append((process, ledger))
    }

    var runningCount: Int { workers.count { $0.process.isRunning } }

    /// Kills one, whatever it is doing.
    func kill(_ index: Int) { kill(workers[index].process.processIdentifier, SIGKILL) }

    private func kill(_ process: Int32, _ signal: Int32) { Foundation.kill(process, signal) }

    /// Waits for all to end, and gives their exit codes.
    func wait() async throws -> [Int32] {
        while runningCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
        return workers.map(\.process.terminationStatus)
    }

    /// What the ledgers say so far.
    func ledgers() -> Tally {
        var tally = Tally()
        for (_, ledger) in workers {
            let text = (try? String(contentsOfFile: ledger, encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                if words[0] == "issued" { tally.issued.insert(words[1]) }
                if words[0] == "acknowledged" { tally.acknowledged.insert(words[1]) }
            }
        }
        return tally
    }

    /// What the ledgers and the file say in the end.
    func tally() throws -> Tally {
        var tally = ledgers()
        for (_, ledger) in workers { try FileManager.default.removeItem(atPath: ledger) }
        workers = []
        tally.values = try StoreSubject.values(in: try folder.text())
        return tally
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

extension CounterWorkers.Tally {
    /// What is wrong when every process has come to its end: acknowledged = found = issued.
    var findings: [String] {
        var findings = boundsFindings
        if values["/counters shared"] != issued("count") {
            findings.append("the counter is \(values["/counters shared"] ?? -1)")
        }
        if acknowledged != issued { findings.append("not everything was acknowledged") }
        return findings
    }

    /// What is wrong however processes have ended: acknowledged ⊆ found ⊆ issued.
    var boundsFindings: [String] {
        var findings: [String] = []
        let counted = values["/counters shared"] ?? -1
        if counted < acknowledged("count") { findings.append("an increment is lost") }
        if counted > issued("count") { findings.append("an increment came from nowhere") }
        for (what, prefix) in [("insert", "own"), ("pair", "pair")] {
            let found = Set(
                values.keys.filter { $0.hasPrefix("/counters \(prefix)-") }.map {
                    "\(what) " + $0.dropFirst("/counters \(prefix)-".count)
                })
            let promised = acknowledged.filter { $0.hasPrefix(what) }
            if !promised.isSubset(of: found) { findings.append("a record (\(what)) is lost") }
            if !found.isSubset(of: issued) { findings.append("a record came from nowhere") }
        }
        // Both were made in one transaction.
        let pairs = values.keys.count { $0.hasPrefix("/counters pair-") }
        if values["/counters pairs"] != pairs { findings.append("half of a transaction is there") }
        return findings
    }
}
