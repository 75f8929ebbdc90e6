import DataBridgeSQLiteTestKit
import Testing

/// SQLite's promises when the power goes at any moment, and that broken ones are found.
struct PowerLossTests {
    private static let seeds: [UInt64] = Array(1...(Scratch.isSoak ? 20 : 2))

    /// Each loss with each seed that makes a difference.
    private static func outcomes(_ seeds: [UInt64]) -> [(SQLitePowerLoss, UInt64)] {
        SQLitePowerLoss.allCases.flatMap { loss in
            loss.isRandom ? seeds.map { (loss, $0) } : [(loss, UInt64(0))]
        }
    }

    /// What is wrong with any of the disks that a power cut at the n-th call may leave.
    private func damage(
        _ workload: Workload, cutAt number: Int, of call: SQLiteCall, seeds: [UInt64],
        preparing: (FaultySQLiteVFS) throws -> Void = { _ in }
    ) throws -> [Workload.Damage] {
        let scratch = try Scratch()
        let vfs = try FaultySQLiteVFS()
        try vfs.recordForPowerLoss()
        try preparing(vfs)
        try vfs.cutPower(at: number, of: call)
        let ledger = workload.run(scratch.path + "/ledger.db", through: vfs)
        #expect(vfs.hasLostPower)
        var damage: [Workload.Damage] = []
        for (loss, seed) in Self.outcomes(seeds) {
            let folder = "\(scratch.path)/\(loss)-\(seed)"
            try vfs.materialize(into: folder, loss, seed: seed)
            damage += try Workload.damage(folder + "/ledger.db", ledger)
        }
        return damage
    }

    private func count(_ call: SQLiteCall, in workload: Workload) throws -> Int {
        let scratch = try Scratch()
        let vfs = try FaultySQLiteVFS()
        _ = workload.run(scratch.path + "/ledger.db", through: vfs)
        return vfs.counts[call]
    }

    @Test(
        arguments: [
            Workload(), Workload(journal: "DELETE", synchronous: "EXTRA"),
            Workload(journal: "TRUNCATE"), Workload(journal: "PERSIST"),
        ], [SQLiteCall.sync, .write])
    func acknowledgedCommitsSurvive(_ workload: Workload, _ call: SQLiteCall) throws {
        // There are many writes, and few syncs.
        let step = call == .write && !Scratch.isSoak ? 3 : 1
        for number in stride(from: 1, through: try count(call, in: workload), by: step) {
            let damage = try damage(workload, cutAt: number, of: call, seeds: Self.seeds)
            #expect(damage == [], "\(workload): power cut at \(call) \(number)")
        }
    }

    /// Whether a power cut at some write loses what was acknowledged.
    private func losesCommits(
        _ workload: Workload, preparing: (FaultySQLiteVFS) throws -> Void = { _ in }
    ) throws -> Bool {
        for number in (1...(try count(.write, in: workload))).reversed() {
            let damage = try damage(
                workload, cutAt: number, of: .write, seeds: Self.seeds, preparing: preparing)
            if damage.contains(where: \.isLost) { return true }
        }
        return false
    }

    @Test(
        arguments: [
            Workload(journal: "DELETE", synchronous: "OFF"), Workload(synchronous: "OFF"),
            Workload(synchronous: "NORMAL"),
            // Without EXTRA the journal's name may come back, and the commit is rolled back.
            Workload(journal: "DELETE", synchronous: "FULL"),
        ])
    func commitsThatWereNotSyncedAreLost(_ workload: Workload) throws {
        #expect(try losesCommits(workload))
    }

    @Test func diskThatLiesAboutSyncsIsFound() throws {
        #expect(try losesCommits(Workload()) { try $0.on(.every(.sync), .drop) })
    }
}
