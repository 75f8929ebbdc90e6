import DataBridgeSQLiteTestKit
import Testing

/// SQLite's promises under every fault of its files: what was acknowledged is there, nothing else
/// is there but what was tried, and the database is sound.
struct SQLiteFaultSweepTests {
    /// What a call of each kind can do, once and for ever.
    private static func faults(
        of call: SQLiteCall, _ number: Int
    ) -> [(SQLiteFault.Trigger, SQLiteFault.Effect)] {
        var effects: [SQLiteFault.Effect] = [.fail(call.usualFailure)]
        switch call {
        case .write:
            effects += [.fail(.full), .failHalfway(.full), .failAfterwards(.writeFailed)]
        case .sync, .truncate, .delete: effects.append(.failAfterwards(call.usualFailure))
        case .lock: effects.append(.fail(.busy))
        case .open, .read: effects.append(.fail(.noMemory))
        default: break
        }
        let faults: [(SQLiteFault.Trigger, SQLiteFault.Effect)] = effects.flatMap {
            [(.nth(number, call), $0), (.from(number, call), $0)]
        }
        // For ever, this would make SQLite try again for ten seconds each time.
        return faults + (call == .sharedMemoryLock ? [(.nth(number, call), .fail(.busy))] : [])
    }

    @Test(arguments: SQLiteCall.allCases, [("WAL", "FULL"), ("DELETE", "EXTRA")])
    func acknowledgedCommitsSurviveAnyFault(_ call: SQLiteCall, _ mode: (String, String)) throws {
        var workload = Workload(journal: mode.0, synchronous: mode.1)
        if !Scratch.isSoak { workload.commits = 2 }
        let scratch = try Scratch()
        let plain = try FaultySQLiteVFS()
        _ = workload.run(scratch.path + "/plain.db", through: plain)
        let count = plain.counts[call]
        // That one is for a journal that somebody left, see below; shared memory is the log's.
        try #require(count > 0 || call == .checkLock || mode.0 != "WAL")
        for number in 1..<(count + 1) {
            for (index, fault) in Self.faults(of: call, number).enumerated() {
                let path = "\(scratch.path)/\(number)-\(index).db"
                let vfs = try FaultySQLiteVFS()
                try vfs.on(fault.0, fault.1)
                let ledger = workload.run(path, through: vfs)
                #expect(vfs.strikes > 0)
                let damage = try Workload.damage(path, ledger)
                #expect(damage == [], "\(fault) of \(workload) call \(number)")
            }
        }
    }

    /// A kill in the middle of a commit leaves a journal that is hot, or a log; what rolls it back
    /// or reads it fails too.
    @Test(arguments: SQLiteCall.allCases, [("WAL", "FULL"), ("DELETE", "EXTRA")])
    func recoverySurvivesAnyFault(_ call: SQLiteCall, _ mode: (String, String)) throws {
        let workload = Workload(journal: mode.0, synchronous: mode.1, sessions: 1)
        let scratch = try Scratch()
        let plain = try FaultySQLiteVFS()
        _ = workload.run(scratch.path + "/plain.db", through: plain)
        let middle = plain.counts[.write, .database] / 2 + 1
        let killed = try FaultySQLiteVFS()
        try killed.recordForPowerLoss()
        try killed.on(.nth(middle, .write).on(.database), .cutPower)
        let ledger = workload.run(scratch.path + "/ledger.db", through: killed)
        try #require(killed.hasLostPower && ledger.acknowledged.count > 0)
        var number = 0
        while true {
            let vfs = try FaultySQLiteVFS()
            let folder = "\(scratch.path)/\(number)"
            let names = try killed.materialize(into: folder, .keepsAll)
            #expect(names.count == 2, "the database and its journal or log")
            if number > 0 { try vfs.fail(call, at: number) }
            do {
                let database = try RawDatabase(folder + "/ledger.db", vfs: vfs.name)
                try database.run("CREATE TABLE more(x)")
                database.close()
            } catch is RawDatabase.Failure {
                #expect(vfs.strikes > 0)
            }
            #expect(try Workload.damage(folder + "/ledger.db", ledger) == [], "\(call) \(number)")
            if number > 0, vfs.strikes == 0 { break }
            number += 1
        }
        if call == .checkLock, mode.0 == "DELETE" { #expect(number > 1, "it came at least once") }
    }

    @Test func commitAcknowledgedTooEarlyIsFound() throws {
        let workload = Workload(acknowledgesEarly: true)
        let scratch = try Scratch()
        let vfs = try FaultySQLiteVFS()
        _ = workload.run(scratch.path + "/plain.db", through: vfs)
        let syncs = vfs.counts[.sync]
        var found: Set<Workload.Damage> = []
        for number in 1...syncs {
            let path = "\(scratch.path)/\(number).db"
            try vfs.reset()
            try vfs.fail(.sync, at: number, .forEver)
            let ledger = workload.run(path, through: vfs)
            found.formUnion(try Workload.damage(path, ledger))
        }
        #expect(found.contains { $0.isLost })
    }

    @Test func workloadWithoutFaultsLosesNothing() throws {
        let scratch = try Scratch()
        let vfs = try FaultySQLiteVFS()
        let workload = Workload()
        let ledger = workload.run(scratch.path + "/plain.db", through: vfs)
        #expect(ledger.acknowledged == Set(1...workload.sessions * workload.commits))
        #expect(try Workload.damage(scratch.path + "/plain.db", ledger) == [])
        #expect(vfs.strikes == 0)
    }
}
