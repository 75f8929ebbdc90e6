import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import DataBridgeTestKit
import Testing

/// The store's promises under every fault of its files: what was acknowledged is there, nothing
/// else is there but what was tried, the file is sound, and errors are what the contracts name.
struct FailedCallTests {
    /// What a call of each kind can do, once and for ever.
    private static func faults(
        of call: SQLiteCall
    ) -> [(SQLiteFault.Effect, SQLiteFault.Repetition)] {
        var effects: [SQLiteFault.Effect] = [.fail(call.usualFailure)]
        switch call {
        case .write:
            effects += [.fail(.full), .failHalfway(.full), .failAfterwards(.writeFailed)]
        case .read: effects += [.failHalfway(.readFailed), .fail(.noMemory)]
        case .sync, .truncate, .delete: effects.append(.failAfterwards(call.usualFailure))
        case .lock: effects.append(.fail(.busy))
        case .open: effects.append(.fail(.noMemory))
        default: break
        }
        let faults: [(SQLiteFault.Effect, SQLiteFault.Repetition)] = effects.flatMap {
            [($0, .once), ($0, .forEver)]
        }
        // For ever, this would make SQLite try again for ten seconds each time.
        return faults + (call == .sharedMemoryLock ? [(.fail(.busy), .once)] : [])
    }

    /// Codes that a fault may end in besides those that say what it is: SQLite takes a schema that
    /// it has no memory to read for a damaged one.
    private static func codes(of effect: SQLiteFault.Effect) -> Set<DataError.Code> {
        effect == .fail(.noMemory) ? [.corrupted] : []
    }

    /// All numbers when there is time, or any of them.
    private static func sample(upTo count: Int, _ random: inout SeededGenerator) -> [Int] {
        guard count > 0 else { return [] }
        if Patience.isSoak { return Array(1...count) }
        return [random.int(in: 1...count)]
    }

    private func run(
        _ workload: FaultWorkload, _ path: String, _ vfs: FaultySQLiteVFS
    ) async throws -> FaultNotes {
        try await Patience.finishing { await workload.run(path, through: vfs) }
    }

    @Test func workloadWithoutFaultsLosesNothing() async throws {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        let workload = FaultWorkload()
        let notes = try await run(workload, folder.file(), vfs)
        #expect(notes.errors.isEmpty)
        #expect(notes.ledger.acknowledged == Set(1...8))
        #expect(try await workload.findings(folder.file(), notes.ledger) == [])
    }

    @Test(arguments: SQLiteCall.allCases)
    func acknowledgedTransactionsSurviveAnyFault(_ call: SQLiteCall) async throws {
        let folder = try TestFolder()
        let workload = FaultWorkload()
        let plain = try FaultySQLiteVFS()
        _ = try await run(workload, folder.file("plain.db"), plain)
        let count = plain.counts[call]
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for (index, fault) in Self.faults(of: call).enumerated() {
            for number in Self.sample(upTo: count, &random) {
                let path = folder.file("\(index)-\(number).db")
                let place: Comment = "\(fault) of \(call) \(number) of \(count), seed \(seed)"
                let vfs = try FaultySQLiteVFS()
                let trigger: SQLiteFault.Trigger =
                    fault.1 == .once ? .nth(number, call) : .from(number, call)
                try vfs.on(trigger, fault.0)
                let notes = try await run(workload, path, vfs)
                #expect(notes.unexpectedErrors(allowing: Self.codes(of: fault.0)) == [], place)
                #expect(try await workload.findings(path, notes.ledger) == [], place)
                if fault.1 == .once {
                    // The transaction it strikes and one more may fail; the store goes on.
                    let all = workload.sessions * workload.transactions
                    #expect(notes.ledger.acknowledged.count >= all - 2, place)
                }
            }
        }
    }

    /// A read that says the file ends there may lose data, but neither hangs nor traps.
    @Test func shortReadsEndInErrors() async throws {
        let folder = try TestFolder()
        let workload = FaultWorkload()
        let plain = try FaultySQLiteVFS()
        _ = try await run(workload, folder.file("plain.db"), plain)
        var random = SeededGenerator(seed: 1)
        for number in Self.sample(upTo: plain.counts[.read], &random) {
            for repetition in [SQLiteFault.Repetition.once, .forEver] {
                let vfs = try FaultySQLiteVFS()
                let trigger: SQLiteFault.Trigger =
                    repetition == .once ? .nth(number, .read) : .from(number, .read)
                try vfs.on(trigger, .failHalfway(.shortRead))
                let notes = try await run(
                    workload, folder.file("\(number)-\(repetition).db"), vfs)
                #expect(vfs.strikes > 0)
                let errors = notes.unexpectedErrors(allowing: [
                    .corrupted, .alreadyExists, .invalid, .notFound, .unsupported,
                    .permissionDenied, .constraint,
                ])
                #expect(errors == [], "read \(number) \(repetition)")
            }
        }
    }

    /// The check finds what it is there to find.
    @Test func acknowledgementBeforeTheCommitIsFound() async throws {
        let workload = FaultWorkload(acknowledgesEarly: true)
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        try vfs.on(.from(100, .write), .fail(.full))
        let notes = try await run(workload, folder.file(), vfs)
        #expect(vfs.strikes > 0)
        let findings = try await workload.findings(folder.file(), notes.ledger)
        #expect(findings.contains { $0.isLost })
    }
}
