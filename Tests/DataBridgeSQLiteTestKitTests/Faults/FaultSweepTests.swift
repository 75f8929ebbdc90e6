import DataBridgeSQLiteTestKit
import Testing

/// SQLite's promises under every fault of its files: what was acknowledged is there, nothing else
/// is there but what was tried, and the database is sound.
struct FaultSweepTests {
    /// What a call of each kind can do, once and for ever.
    private static func faults(
        of call: SQLiteCall, _ number: Int
    ) -> [(SQLiteFault.Trigger, SQLiteFault.Effect)] {
        var effects: [SQLiteFault.Effect] = [.fail(call.usualFailure)]
        switch call {
        case .write:
            effects += [.fail(.full), .failHalfway(.full), .failAfterwards(.writeFailed)]
        case .sync, .truncate, .delete: effects.append(.failAfterwards(call.usualFailure))
        case .lock, .sharedMemoryLock: effects.append(.fail(.busy))
        case .open, .read: effects.append(.fail(.noMemory))
        default: break
        }
        return effects.flatMap { [(.nth(number, call), $0), (.from(number, call), $0)] }
    }

    @Test(arguments: SQLiteCall.allCases, [("WAL", "FULL"), ("DELETE", "EXTRA")])
    func acknowledgedCommitsSurviveAnyFault(_ call: SQLiteCall, _ mode: (String, String)) throws {
        var workload = Workload(journal: mode.0, synchronous: mode.1)
        if !Scratch.isSoak { workload.commits = 2 }
        let scratch = try Scratch()
        let plain = try FaultySQLiteVFS()
        _ = workload.run(scratch.path + "/plain.db", through: plain)
        let count = plain.counts[call]
        // The rest of the calls does not come in a rollback journal's life.
        try #require(count > 0 || mode.0 != "WAL" || call == .checkLock || call == .truncate)
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
