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
        // Others come while a sync lasts.
        try vfs.delaySync(by: .milliseconds(10))
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
            Patience.isSoak ? Array(1...count) : (0..<2).map { _ in random.int(in: 1...count) }
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

    /// One transaction has finished and waits for the commit it shares, one runs and fills the
    /// disk, and one waits for its turn: SQLite has undone what the first one waits for.
    @Test func transactionThatWaitsIsToldWhenAnotherUndoesIt() async throws {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        var workload = FaultWorkload()
        workload.groupDelay = .seconds(5)
        let store = try await workload.open(folder.file(), vfs)
        let marks = store.repository(for: LeftMark.self)
        let errors = try await Patience.finishing {
            await withTaskGroup(of: (any Error)?.self) { group in
                for number in 1...3 {
                    group.addTask {
                        do {
                            try await store.transaction {
                                if number == 1 { try await Task.sleep(for: .milliseconds(200)) }
                                if number == 2 { try vfs.fail(.write, as: .full) }
                                let size = number == 2 ? 200_000 : 10
                                let filler = String(repeating: "x", count: size)
                                try await marks.insert(LeftMark(id: number, filler: filler))
                            }
                            return nil
                        } catch {
                            return error
                        }
                    }
                    // So that they stand in line in this order.
                    try? await Task.sleep(for: .milliseconds(30))
                }
                return await group.reduce(into: [any Error]()) { $0 += [$1].compactMap { $0 } }
            }
        }
        #expect(errors.compactMap { ($0 as? DataError)?.code } == [.noSpace])
        // The first one ran again.
        #expect(try await marks.find(.all).map(\.id).sorted() == [1, 3])
        try await store.close()
    }
}
