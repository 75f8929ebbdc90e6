import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import DataBridgeTestKit
import Testing

/// What is acknowledged when the power goes, at any sync and with any loss of what was not synced;
/// and that broken promises are found.
struct PowerCutTests {
    private static let seeds: [UInt64] = Array(1...(Patience.isSoak ? 20 : 3))
    private static let workload = FaultWorkload(transactions: 3)
    private static let sharing = FaultWorkload(sessions: 1, transactions: 2, writers: 8)

    /// Each loss with each seed that makes a difference.
    private static var outcomes: [(SQLitePowerLoss, UInt64)] {
        SQLitePowerLoss.allCases.flatMap { loss in
            loss.isRandom ? seeds.map { (loss, $0) } : [(loss, UInt64(0))]
        }
    }

    /// What is wrong with any of the files that a power cut at the n-th call may leave; nil when
    /// there are not so many calls.
    private func findings(
        _ workload: FaultWorkload, cutAt number: Int, of call: SQLiteCall = .sync,
        preparing: (FaultySQLiteVFS) throws -> Void = { _ in }
    ) async throws -> [FaultFinding]? {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        try vfs.recordForPowerLoss()
        try preparing(vfs)
        try vfs.cutPower(at: number, of: call)
        let notes = try await Patience.finishing {
            await workload.run(folder.file("ledger.db"), through: vfs)
        }
        guard vfs.hasLostPower else { return nil }
        var findings: [FaultFinding] = []
        for (loss, seed) in Self.outcomes {
            let place = folder.file("\(loss)-\(seed)")
            try vfs.materialize(into: place, loss, seed: seed)
            findings += try await workload.findings(place + "/ledger.db", notes.ledger)
        }
        return findings
    }

    /// All numbers in turn until nothing is struck any more; some of them when there is no time.
    private func expectNothingLost(
        _ workload: FaultWorkload, _ call: SQLiteCall, step: Int
    ) async throws {
        var number = 1
        var cuts = 0
        while let findings = try await findings(workload, cutAt: number, of: call) {
            #expect(findings == [], "power cut at \(call) \(number)")
            number += Patience.isSoak ? 1 : step
            cuts += 1
        }
        #expect(cuts > 3)
    }

    @Test func acknowledgedTransactionsSurviveACutAtASync() async throws {
        try await expectNothingLost(Self.workload, .sync, step: 4)
    }

    @Test func acknowledgedTransactionsSurviveACutAtAWrite() async throws {
        try await expectNothingLost(Self.workload, .write, step: 50)
    }

    @Test func sharedCommitsSurviveACut() async throws {
        try await expectNothingLost(Self.sharing, .sync, step: 4)
    }

    // MARK: Planted bugs

    /// What a power cut at some write finds, until something acknowledged is lost.
    private func losses(
        _ workload: FaultWorkload, preparing: (FaultySQLiteVFS) throws -> Void = { _ in }
    ) async throws -> [FaultFinding] {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        _ = await workload.run(folder.file(), through: vfs)
        let count = vfs.counts[.write]
        var all: [FaultFinding] = []
        for number in stride(from: count - 1, to: 0, by: -max(1, count / 20)) {
            let found = try await findings(
                workload, cutAt: number, of: .write, preparing: preparing)
            all += found ?? []
            if all.contains(where: { $0.isLost }) { break }
        }
        return all
    }

    /// It promises less, and keeps that: transactions get lost, but only whole ones.
    @Test func durabilityOfTheProcessLosesWholeTransactions() async throws {
        let found = try await losses(FaultWorkload(durability: .process))
        #expect(found.contains { $0.isLost })
        #expect(found.allSatisfy { $0.isLost }, "\(found)")
    }

    @Test func acknowledgementBeforeTheCommitIsFound() async throws {
        #expect(try await losses(FaultWorkload(acknowledgesEarly: true)).contains { $0.isLost })
    }

    @Test func diskThatLiesAboutSyncsIsFound() async throws {
        let found = try await losses(Self.workload) { try $0.on(.every(.sync), .drop) }
        #expect(found.contains { $0.isLost })
    }
}
