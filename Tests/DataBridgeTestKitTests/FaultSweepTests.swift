import DataBridgeCore
import DataBridgeMemory
import Synchronization
import Testing

@testable import DataBridgeTestKit

/// A sweep lets good services pass and finds what is wrong with others.
struct FaultSweepTests {
    private static func opened() async throws -> any DataStore {
        try await MemoryStore.seeded(
            with: [Coin(id: 1, worth: 10), Coin(id: 2, worth: 10)],
            options: StoreOptions(services: ManualClock().services))
    }

    /// Moves some worth from one coin to the other.
    private static func move(_ store: any DataStore) async throws {
        let coins = store.repository(for: Coin.self)
        try await store.transaction {
            try await coins.update(1) { $0.worth -= 3 }
            try await coins.update(2) { $0.worth += 3 }
        }
    }

    private func findings(
        of service: @escaping FaultSweep.Service, _ kinds: [FaultSweep.Kind] = FaultSweep.Kind.all
    ) async throws -> [String] {
        let failure = await #expect(throws: FaultSweepFailure.self) {
            try await FaultSweep(kinds).allOrNothing(opening: Self.opened, service: service)
        }
        return try #require(failure).findings.map(\.description)
    }

    /// Streams that nobody gives up.
    // @unchecked: only one run of a sweep is here at a time.
    private final class Kept: @unchecked Sendable {
        var streams: [EntityStream<Coin>.AsyncIterator] = []
    }

    // MARK: Services that are right

    @Test func transactionIsAllOrNothing() async throws {
        let report = try await FaultSweep(FaultSweep.Kind.all + [.slow])
            .allOrNothing(opening: Self.opened, service: Self.move)
        let kinds = report.calls.map(\.kind)
        #expect(kinds.first == .begin && kinds.last == .commit)
        #expect(kinds.filter { $0 == .update }.count == 2)
        #expect(report.runs["lost after commit"] == 1)
        #expect(report.runs["cancelled"] == kinds.count)
        #expect(report.runCount == kinds.count * 8 + 2)
        #expect(report.description.hasPrefix("\(kinds.count) calls, \(report.runCount) runs: "))
    }

    @Test func operationThatFailsInATransactionLeavesNothingUnderAnyFault() async throws {
        try await FaultSweep().allOrNothing(opening: Self.opened) { store in
            let coins = store.repository(for: Coin.self)
            try await store.transaction {
                do { try await coins.insert(all: [Coin(id: 3), Coin(id: 1)]) } catch is DataError {}
                try await coins.insert(Coin(id: 4))
            }
        }
    }

    @Test func streamThatIsLeftEarlyIsEnded() async throws {
        try await FaultSweep([.cancelled, .timedOut]).allOrNothing(opening: Self.opened) { store in
            for try await _ in store.repository(for: Coin.self).stream() { break }
            try await Self.move(store)
        }
    }

    @Test func ownFaultAndOwnCheck() async throws {
        let runs = Mutex<[String]>([])
        let noSpace = FaultSweep.Kind("no space", on: .insert, .commit) { number in
            .failing(DataError(.noSpace, "The disk is full."), onCall: number)
        }
        try await FaultSweep([noSpace]).run(opening: Self.opened) { store in
            let coins = store.repository(for: Coin.self)
            try await coins.insert(Coin(id: 3))
            try await coins.insert(Coin(id: 4))
        } checking: { run in
            let count = try await run.store.repository(for: Coin.self).count()
            let code = (run.error as? DataError)?.code.rawValue ?? "none"
            let failed = run.calls.compactMap(\.fault).joined()
            let line = "\(run.kind.name) \(run.call.kind): \(code) \(failed) \(count)"
            runs.withLock { $0.append(line) }
        }
        #expect(
            runs.withLock { $0 } == [
                "no space insert: noSpace noSpace 2", "no space commit: noSpace noSpace 2",
                "no space insert: noSpace noSpace 3", "no space commit: noSpace noSpace 3",
            ])
    }

    // MARK: Services that are wrong

    @Test func twoTransactionsAreNotOne() async throws {
        let found = try await findings { store in
            let coins = store.repository(for: Coin.self)
            try await coins.update(1) { $0.worth -= 3 }
            try await coins.update(2) { $0.worth += 3 }
        }
        let first = try #require(found.first { $0.hasPrefix("timed out, at call 5 begin: ") })
        #expect(first.contains("The service failed, and something of it is there"))
        #expect(first.contains("-   1 worth: 10\n+   1 worth: 7"), "\(first)")
    }

    @Test func swallowedErrorIsFound() async throws {
        let found = try await findings { store in
            let coins = store.repository(for: Coin.self)
            try await store.transaction {
                do { try await coins.update(1) { $0.worth -= 3 } } catch is DataError {}
                try await coins.update(2) { $0.worth += 3 }
            }
        }
        #expect(found.contains { $0.contains("says that it is done, and it is not") })
    }

    @Test func unknownCommitThatIsDoneAgainIsFound() async throws {
        let found = try await findings { store in
            do {
                try await Self.move(store)
            } catch .commitUnknown {
                try await Self.move(store)
            }
        }
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("lost after commit, at call"), "\(found)")
        #expect(found[0].contains("1 worth: 4"))
    }

    @Test func endlessServiceIsGivenUp() async throws {
        let sweep = FaultSweep(
            [FaultSweep.Kind("gone", on: .commit) { .unavailable(onCall: $0) }],
            patience: .milliseconds(50))
        let failure = await #expect(throws: FaultSweepFailure.self) {
            try await sweep.allOrNothing(opening: Self.opened) { store in
                do {
                    try await Self.move(store)
                } catch .unavailable {
                    try await Task.sleep(for: .seconds(3_600))
                }
            }
        }
        #expect(failure?.findings.map(\.problem) == ["The run does not come to an end."])
        #expect(failure?.description.contains("FaultSweepTests.swift") == true)
        #expect(failure?.description.contains("1 of 1 runs with a fault went wrong") == true)
    }

    @Test func readThatIsNeverEndedIsFound() async throws {
        let kept = Kept()
        let failure = await #expect(throws: FaultSweepFailure.self) {
            try await FaultSweep([.lostAfterCommit]).run(opening: Self.opened) { store in
                var stream = store.repository(for: Coin.self).stream().makeAsyncIterator()
                _ = try await stream.next()
                kept.streams.append(stream)
                try await Self.move(store)
            } checking: { _ in
            }
        }
        #expect(failure?.findings.first?.problem.hasPrefix("1 transactions or reads") == true)
    }

    // MARK: Sweeps that would prove nothing

    @Test func serviceThatLeavesItsStoreAloneIsRefused() async throws {
        let other = try await Self.opened()
        for kinds in [FaultSweep.Kind.all, []] {
            let error = await #expect(throws: DataError.self) {
                try await FaultSweep(kinds).allOrNothing(opening: Self.opened) { store in
                    try await Self.move(kinds.isEmpty ? store : other)
                }
            }
            #expect(error?.code == .invalid)
        }
    }

    @Test func faultsThatNoCallCanHaveAreRefused() async throws {
        let error = await #expect(throws: DataError.self) {
            try await FaultSweep([.lostAfterCommit]).allOrNothing(opening: Self.opened) { store in
                _ = try await store.repository(for: Coin.self).get(1)
            }
        }
        #expect(error?.code == .invalid)
    }

    @Test func serviceThatDoesLessEachTimeIsFound() async throws {
        let runs = Mutex(0)
        let found = try await findings { store in
            let run = runs.withLock { runs in
                runs += 1
                return runs
            }
            // Twice for the state afterwards and the calls that there are.
            if run <= 2 { try await Self.move(store) }
        }
        #expect(found.contains { $0.contains("did not come to this call") }, "\(found)")
    }

    @Test func longListsOfFindingsAreCut() async throws {
        let failure = await #expect(throws: FaultSweepFailure.self) {
            try await FaultSweep([.busy, .timedOut]).run(
                opening: Self.opened, service: Self.move
            ) { _ in
                throw DataError.invalid("Wrong.")
            }
        }
        let lines = try #require(failure).description.split(separator: "\n")
        #expect(lines.last == "…")
        #expect(lines.count < 40)
    }
}
