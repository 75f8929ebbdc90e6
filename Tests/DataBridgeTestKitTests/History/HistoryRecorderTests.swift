import DataBridgeCore
import DataBridgeMemory
import DataBridgeTestKit
import Foundation
import Testing
import TrialStores

struct HistoryRecorderTests {
    private static let memory = StoreFactory("memory") { entities, options in
        MemoryStore(entities: entities, options: options)
    }

    private static let isSoak = ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] != nil

    @Test func memoryStoreIsStrictlySerializable() async throws {
        var recorder = HistoryRecorder()
        recorder.seed = UInt64.random(in: 0...1_000_000)
        if Self.isSoak { recorder.transactionsPerTask = 10_000 }
        let clock = ContinuousClock()
        let start = clock.now
        let history = try await recorder.record(on: Self.memory)
        let recorded = clock.now
        let report = history.check(realtime: true)
        print(
            "History of the memory store, seed \(recorder.seed): recorded in \(recorded - start),",
            "checked in \(clock.now - recorded): \(report)")
        #expect(report.findings.isEmpty, "seed \(recorder.seed)\n\(report)")
        #expect(history.transactions.count == 8 * recorder.transactionsPerTask)
        #expect(report.committedCount > history.transactions.count / 4)
        #expect(history.transactions.contains { $0.outcome == .rolledBack })
    }

    /// Snapshots let write skew through and nothing else.
    @Test func snapshotsAllowNothingButWriteSkew() async throws {
        var recorder = HistoryRecorder()
        recorder.isolation = .snapshot
        recorder.activeLists = 4
        let report = try await recorder.record(on: Self.memory).check()
        #expect(report.violations(of: .snapshot).isEmpty, "\(report)")
        #expect(report.findings.contains { $0.kind == .antiDependencyCycle })
        #expect(!report.violations(of: .serializable).isEmpty)
    }

    @Test func soundStoreIsSound() async throws {
        var recorder = HistoryRecorder()
        recorder.transactionsPerTask = 60
        #expect(try await recorder.record(on: .broken(nil)).check(realtime: true).findings.isEmpty)
        #expect(try await recorder.record(on: .locking).check(realtime: true).findings.isEmpty)
    }

    @Test(arguments: [
        (PlantedBug.lostUpdate, [HistoryFinding.Kind.lostAppend, .incompatibleOrder]),
        (.writeSkew, [.antiDependencyCycle]),
        (.dirtyRead, [.abortedRead]),
        (.rollbackCommits, [.abortedRead]),
        (.readerMovesOn, [.readSkew]),
    ])
    func brokenStoreIsCaught(
        _ bug: PlantedBug, _ kinds: [HistoryFinding.Kind]
    ) async throws {
        var recorder = HistoryRecorder()
        recorder.transactionsPerTask = 100
        recorder.activeLists = 4
        let report = try await recorder.record(on: .broken(bug)).check()
        for kind in kinds {
            #expect(report.findings.contains { $0.kind == kind }, "\(bug), \(kind): \(report)")
        }
        #expect(!report.violations(of: .serializable).isEmpty)
    }

    @Test func storeWithoutIsolationIsCaught() async throws {
        let recorder = HistoryRecorder()
        let none = try await recorder.record(on: .weak(.none, claiming: [.serializable])).check()
        #expect(!none.violations(of: .readCommitted).isEmpty)
        let weak = try await recorder.record(
            on: .weak(.readCommitted, claiming: [.serializable])
        ).check()
        #expect(!weak.violations(of: .snapshot).isEmpty)
        #expect(weak.violations(of: .readCommitted).isEmpty, "\(weak)")
    }

    @Test func failuresOfTheStorePassThrough() async throws {
        let failing = StoreFactory("failing") { entities, options in
            let store = MemoryStore(entities: entities, options: options)
            try await store.close()
            return store
        }
        await #expect(throws: DataError.self) {
            try await HistoryRecorder().record(on: failing)
        }
    }
}
