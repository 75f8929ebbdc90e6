import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import DataBridgeTestKit
import Testing

/// Faults while transactions of several tasks share commits: a fault strikes one of them, and
/// SQLite undoes them all.
struct SharedCommitFaultTests {
    private static let workload = FaultWorkload(
        sessions: 1, transactions: 3, writers: 8, groupDelay: .milliseconds(40))

    @Test func transactionsShareCommits() async throws {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        let notes = try await Patience.finishing {
            await Self.workload.run(folder.file(), through: vfs)
        }
        #expect(notes.errors.isEmpty)
        #expect(notes.ledger.acknowledged.count == 24)
        #expect(vfs.counts[.sync, .log] < 24, "the faults below would strike nobody else")
        #expect(try await Self.workload.findings(folder.file(), notes.ledger) == [])
    }

    @Test(arguments: [
        (SQLiteCall.write, SQLiteFault.Effect.fail(.full)), (.write, .failHalfway(.full)),
        (.write, .failAfterwards(.writeFailed)), (.read, .fail(.readFailed)),
        (.sync, .fail(.syncFailed)), (.sync, .failAfterwards(.syncFailed)),
    ])
    func everyoneIsToldTheTruth(_ call: SQLiteCall, _ effect: SQLiteFault.Effect) async throws {
        let folder = try TestFolder()
        let plain = try FaultySQLiteVFS()
        _ = try await Patience.finishing {
            await Self.workload.run(folder.file("plain.db"), through: plain)
        }
        let count = plain.counts[call]
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let numbers =
            Patience.isSoak ? Array(1...count) : (0..<5).map { _ in random.int(in: 1...count) }
        for number in Set(numbers) {
            for trigger in [SQLiteFault.Trigger.nth(number, call), .from(number, call)] {
                let path = folder.file("\(number)-\(trigger.numbers.upperBound == number).db")
                let place: Comment = "\(effect) at \(trigger), seed \(seed)"
                let vfs = try FaultySQLiteVFS()
                try vfs.on(trigger, effect)
                let notes = try await Patience.finishing {
                    await Self.workload.run(path, through: vfs)
                }
                #expect(notes.unexpectedErrors() == [], place)
                #expect(try await Self.workload.findings(path, notes.ledger) == [], place)
            }
        }
    }
}
