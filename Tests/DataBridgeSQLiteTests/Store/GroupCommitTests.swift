import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import Foundation
import Synchronization
import Testing

/// Transactions that share a physical commit.
struct GroupCommitTests {
    /// A store whose syncs are counted and take a while, so that others come meanwhile.
    private struct Place {
        let folder: TestFolder
        let vfs: FaultySQLiteVFS
        let store: SQLiteStore

        var notes: any DataRepository<Note> { store.repository(for: Note.self) }

        init(
            sharesCommits: Bool = true, groupDelay: Duration = .milliseconds(5),
            syncDelay: Duration = .milliseconds(2)
        ) async throws {
            folder = try TestFolder()
            vfs = try FaultySQLiteVFS()
            store = try await SQLiteStore.open(
                folder.file(), entities: [Note.schema],
                sqlite: SQLiteOptions(
                    pollInterval: nil, sharesCommits: sharesCommits, groupDelay: groupDelay,
                    fileLayer: vfs.name))
            try await store.repository(for: Note.self).insert(Note(id: 0, rank: 0))
            try vfs.delaySync(by: syncDelay)
        }
    }

    /// Runs a body for each number at the same time; the errors that were thrown.
    private func concurrently(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async -> [any Error] {
        await withTaskGroup(of: (any Error)?.self) { group in
            for number in 1...count {
                group.addTask {
                    do {
                        try await body(number)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var errors: [any Error] = []
            for await error in group { if let error { errors.append(error) } }
            return errors
        }
    }

    @Test func manyWritersNeedFewSyncs() async throws {
        let place = try await Place()
        let store = place.store
        let notes = place.notes
        let before = place.vfs.counts
        let errors = await concurrently(64) { number in
            try await store.transaction {
                try await notes.insert(Note(id: number))
                try await notes.update(0) { $0.rank = ($0.rank ?? 0) + 1 }
            }
        }
        #expect(errors.isEmpty, "\(errors)")
        let syncs = (place.vfs.counts - before)[.sync, .log]
        #expect(syncs > 0 && syncs < 32, "\(syncs) syncs for 64 transactions")
        #expect(try await notes.count() == 65)
        #expect(try await notes.get(0)?.rank == 64)
        try await store.close()
    }

    @Test func alonePaysForEachCommit() async throws {
        let place = try await Place(sharesCommits: false)
        let notes = place.notes
        let before = place.vfs.counts
        let errors = await concurrently(16) { try await notes.insert(Note(id: $0)) }
        #expect(errors.isEmpty, "\(errors)")
        #expect((place.vfs.counts - before)[.sync, .log] == 16)
        try await place.store.close()
    }

    @Test func aMemberThatFailsRollsBackAlone() async throws {
        struct Refusal: Error {}
        let place = try await Place()
        let store = place.store
        let notes = place.notes
        let heard = HeardCommits(store)
        let errors = await concurrently(48) { number in
            try await store.transaction {
                try await notes.insert(Note(id: number))
                if number.isMultiple(of: 3) {
                    try await store.createCollection("made \(number)", like: Note.self)
                    throw Refusal()
                }
                try await notes.insert(Note(id: 100 + number))
            }
        }
        #expect(errors.count == 16)
        #expect(errors.allSatisfy { $0 is Refusal })
        let kept = (1...48).filter { !$0.isMultiple(of: 3) }
        #expect(try await notes.find().map(\.id) == [0] + kept + kept.map { 100 + $0 })
        #expect(try await store.collections() == ["notes"])
        #expect(heard.all.count == 32)
        #expect(heard.all.allSatisfy { $0.changes.count == 2 })
        try await store.close()
    }

    @Test func aFailedCommitReachesEveryMember() async throws {
        let place = try await Place(syncDelay: .milliseconds(20))
        let store = place.store
        let notes = place.notes
        try place.vfs.on(.every(.sync).on(.log), .fail(.syncFailed))
        let errors = await concurrently(16) { number in
            try await store.transaction(TransactionOptions(retry: .never)) { _ in
                _ = try await notes.insert(Note(id: number))
            }
        }
        #expect(errors.count == 16)
        for error in errors {
            let error = try #require(error as? DataError)
            #expect(error.code == .commitUnknown, "\(error)")
            #expect(error.commitOutcome == .unknown)
        }
        try await store.close()
    }

    @Test func aSlowBodyHoldsUpNobodyAndRunsAgain() async throws {
        let place = try await Place(syncDelay: .milliseconds(10))
        let store = place.store
        let notes = place.notes
        let runs = Count()
        let slowest = Mutex(Duration.zero)
        let errors = await concurrently(9) { number in
            if number == 5 {
                try await store.transaction {
                    runs.add()
                    try await notes.insert(Note(id: 500))
                    try await Task.sleep(for: .milliseconds(700))
                    try await notes.insert(Note(id: 501))
                }
            } else {
                for round in 0..<10 {
                    let start = ContinuousClock.now
                    try await notes.insert(Note(id: number * 10 + round))
                    let waited = ContinuousClock.now - start
                    // What is finished before the slow one waits for it at most once, undone or
                    // not; a physical transaction of its own it has when it runs again.
                    slowest.withLock { $0 = max($0, waited) }
                }
            }
        }
        #expect(errors.isEmpty, "\(errors)")
        #expect(runs.value <= 2)
        #expect(try await notes.count() == 83)
        #expect(slowest.withLock { $0 } < .seconds(5))
        try await store.close()
    }

    @Test func membersAreDoneBeforeASlowOneEnds() async throws {
        let place = try await Place(syncDelay: .milliseconds(1))
        let store = place.store
        let notes = place.notes
        let runs = Count()
        let done = Gate()
        let first = Gate()
        let slow = Gate()
        // The first keeps the turn until the slow one stands in line behind it.
        let quick = Task {
            try await store.transaction {
                try await notes.insert(Note(id: 1))
                first.open()
                await slow.wait()
            }
            done.open()
        }
        await first.wait()
        let late = Task {
            try await store.transaction {
                if runs.add() == 1 {
                    // The first run ends for the sake of the one that waits for it.
                    await done.wait()
                }
                try await notes.insert(Note(id: 2))
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        slow.open()
        try await quick.value
        try await late.value
        #expect(runs.value == 2)
        #expect(try await notes.count() == 3)
        try await store.close()
    }

    @Test func whatNeverRunsAgainIsNeverUndone() async throws {
        let place = try await Place(syncDelay: .milliseconds(1))
        let store = place.store
        let notes = place.notes
        let runs = Count()
        let errors = await concurrently(40) { number in
            if number.isMultiple(of: 10) {
                try await store.transaction(TransactionOptions(retry: .never)) { _ in
                    runs.add()
                    try await notes.insert(Note(id: number))
                    try await Task.sleep(for: .milliseconds(30))
                    try await notes.insert(Note(id: 1_000 + number))
                }
            } else {
                try await notes.insert(Note(id: number))
            }
        }
        #expect(errors.isEmpty, "\(errors)")
        #expect(runs.value == 4)
        #expect(try await notes.count() == 45)
        try await store.close()
    }
}
