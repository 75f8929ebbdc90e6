import DataBridgeTestKit
import Testing

/// Several processes on one database, and processes that are killed.
@Suite(.serialized)
struct SQLiteProcessTests {
    @Test(arguments: [2, 4])
    func processesLoseNothing(_ count: Int) async throws {
        let workers = try await SQLiteWorkers(TestFolder())
        let rounds = Patience.isSoak ? 400 : 12
        for _ in 0..<count { try workers.start(rounds: rounds, tasks: 2) }
        let codes = try await workers.wait()
        let tally = try await workers.tally()
        #expect(codes.allSatisfy { $0 == 0 })
        #expect(tally.issued.count == count * rounds * 2 * 3)
        #expect(tally.acknowledged == tally.issued)
        #expect(tally.values["shared"] == count * rounds * 2)
        #expect(tally.findings == [])
    }

    @Test func killedProcessesLoseNothingAcknowledged() async throws {
        let rounds = Patience.isSoak ? 1_000 : 10
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        var workers = try await SQLiteWorkers(TestFolder())
        for round in 1...rounds {
            // What was recovered is recovered again, but not with ever more in the file.
            if round % 20 == 0 { workers = try await SQLiteWorkers(TestFolder()) }
            let before = workers.promises().acknowledged.count
            try workers.start(tasks: 4)
            if round.isMultiple(of: 2) { try workers.start(tasks: 1) }
            try await reach(before + 5, workers)
            try await Task.sleep(for: .microseconds(random.below(8_000)))
            workers.killAll()
            let codes = try await workers.wait()
            #expect(codes.allSatisfy { $0 == 9 }, "they ended by themselves")
            let tally = try await workers.tally()
            #expect(tally.acknowledged.count >= before + 5)
            #expect(tally.findings == [], "round \(round), seed \(seed)")
        }
    }

    /// Waits until so much was acknowledged.
    private func reach(_ count: Int, _ workers: SQLiteWorkers) async throws {
        let start = ContinuousClock.now
        while workers.promises().acknowledged.count < count {
            try #require(ContinuousClock.now - start < .seconds(30), "nobody gets on")
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// The rounds above would notice.
    @Test func acknowledgementBeforeTheCommitIsFound() async throws {
        var findings: [String] = []
        for _ in 1...20 where findings.isEmpty {
            let workers = try await SQLiteWorkers(TestFolder())
            try workers.start(tasks: 8, ["--acknowledges-early"])
            try await reach(5, workers)
            workers.killAll()
            _ = try await workers.wait()
            findings = try await workers.tally().findings
        }
        #expect(findings.contains { $0.hasSuffix("lost") }, "twenty rounds lost none: \(findings)")
    }

    /// The bounds can be broken: what the tests would say if the file had forgotten something.
    @Test func tallyFindsWhatIsLost() {
        var tally = SQLiteWorkers.Tally(
            issued: ["count w0.0.1", "count w0.0.2", "insert w0.0.1", "pair w0.0.1"],
            acknowledged: ["count w0.0.1", "insert w0.0.1"],
            values: ["shared": 1, "pairs": 0, "own-w0.0.1": 1])
        #expect(tally.findings == [])
        tally.values = ["shared": 0, "pairs": 1]
        #expect(
            tally.findings == [
                "an increment is lost", "a record (insert) is lost",
                "half of a transaction is there",
            ])
        tally.values = ["shared": 3, "pairs": 1, "own-w0.0.1": 1, "pair-w9.0.1": 1]
        #expect(
            tally.findings == ["an increment came from nowhere", "a record came from nowhere"])
    }
}
