import DataBridgeCore
import DataBridgeJSON
import Foundation
import Testing

/// Several processes on one file.
@Suite(.serialized)
struct ProcessTests {
    /// Long runs only when asked for: `./run soak`.
    private static let isSoak =
        ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"].map { !$0.isEmpty } ?? false

    @Test(arguments: [2, 4])
    func processesLoseNothing(_ count: Int) async throws {
        let workers = try CounterWorkers()
        let rounds = Self.isSoak ? 200 : 15
        let (codes, tally) = try await run(workers, count, rounds: rounds)
        #expect(codes.allSatisfy { $0 == 0 })
        #expect(tally.issued.count == count * rounds * 3)
        #expect(tally.findings == [])
        #expect(try workers.folder.names() == ["tasks.json"])
        if Self.isSoak { print("\(count) processes: \(tally.issued.count) operations") }
    }

    /// The pauses of the next test do no harm as long as there is the lock.
    @Test func processesWithPausesLoseNothing() async throws {
        let workers = try CounterWorkers()
        let (codes, tally) = try await run(workers, 3, rounds: 6, ["--pauses"])
        #expect(codes == [0, 0, 0])
        #expect(tally.findings == [])
    }

    @Test func processesWithoutTheLockAreFound() async throws {
        var findings: [String] = []
        for _ in 1...10 {
            if findings.contains("an increment is lost") { break }
            let workers = try CounterWorkers()
            let (_, tally) = try await run(
                workers, 4, rounds: 15, ["--pauses", "--ignores-locks"])
            findings += tally.findings
        }
        #expect(findings.contains("an increment is lost"), "ten rounds lost none: \(findings)")
    }

    private func run(
        _ workers: CounterWorkers, _ count: Int, rounds: Int, _ flags: [String] = []
    ) async throws -> (codes: [Int32], tally: CounterWorkers.Tally) {
        for _ in 0..<count { try workers.start(rounds: rounds, flags) }
        let codes = try await workers.wait()
        return (codes, try workers.tally())
    }

    @Test func killedProcessesLoseNothingAcknowledged() async throws {
        let rounds = Self.isSoak ? 200 : 10
        let seed = UInt64.random(in: .min ... .max)
        let random = SeededRandomSource(seed: seed)
        var operations = 0
        var kills = 0
        for round in 1...rounds {
            let workers = try CounterWorkers()
            for _ in 0..<2 { try workers.start(rounds: 1_000_000) }
            // Killed one after the other; a new one takes the place of the first.
            for index in 0..<3 {
                let before = workers.ledgers().acknowledged.count
                let start = ContinuousClock.now
                while workers.ledgers().acknowledged.count < before + 3 {
                    try #require(ContinuousClock.now - start < .seconds(30), "nobody gets on")
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await Task.sleep(for: .microseconds(random.next() % 8_000))
                workers.kill(index)
                kills += 1
                if index == 0 { try workers.start(rounds: 1_000_000) }
            }
            _ = try await workers.wait()
            let tally = try workers.tally()
            operations += tally.issued.count
            #expect(tally.acknowledged.count >= 9, "round \(round), seed \(seed)")
            #expect(tally.boundsFindings == [], "round \(round), seed \(seed)")
            // The next program tidies up and goes on.
            let store = try await JSONFileStore.open(workers.path, entities: [Counter.schema])
            try await store.repository(for: Counter.self).update("shared") { $0.n += 1 }
            try await store.close()
            let after = try StoreSubject.values(in: try workers.folder.text())
            #expect(after["/counters shared"] == (tally.values["/counters shared"] ?? 0) + 1)
            #expect(try workers.folder.names() == ["tasks.json"], "round \(round), seed \(seed)")
        }
        if Self.isSoak { print("\(kills) kills, \(operations) operations, seed \(seed)") }
    }

    /// The bounds can be broken: what the test would say if the file had forgotten something.
    @Test func tallyFindsWhatIsLost() throws {
        var tally = CounterWorkers.Tally(
            issued: ["count w0-1", "count w0-2", "insert w0-1", "pair w0-1"],
            acknowledged: ["count w0-1", "insert w0-1"],
            values: ["/counters shared": 1, "/counters pairs": 0, "/counters own-w0-1": 1])
        #expect(tally.boundsFindings == [])
        tally.values["/counters shared"] = 0
        tally.values["/counters own-w0-1"] = nil
        tally.values["/counters pairs"] = 1
        #expect(
            tally.boundsFindings == [
                "an increment is lost", "a record (insert) is lost",
                "half of a transaction is there",
            ])
        tally.values = [
            "/counters shared": 3, "/counters pairs": 1, "/counters own-w0-1": 1,
            "/counters pair-w9-1": 1,
        ]
        #expect(
            tally.boundsFindings == [
                "an increment came from nowhere", "a record came from nowhere",
            ])
    }
}
