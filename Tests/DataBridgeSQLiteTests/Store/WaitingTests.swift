import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Transactions that wait for their turn, and reads that take long.
struct WaitingTests {
    private func open(_ folder: TestFolder) async throws -> SQLiteStore {
        try await SQLiteStore.open(folder.file(), entities: [Note.schema])
    }

    /// Runs a body while another transaction has the turn.
    private func whileWriting(
        _ store: SQLiteStore, _ body: () async throws -> Void
    ) async throws {
        let hasBegun = Gate()
        let mayEnd = Gate()
        async let writing: Void = store.transaction {
            try await store.repository(for: Note.self).insert(Note(id: 1_000))
            hasBegun.open()
            await mayEnd.wait()
        }
        await hasBegun.wait()
        do {
            try await body()
        } catch {
            mayEnd.open()
            try await writing
            throw error
        }
        mayEnd.open()
        try await writing
    }

    @Test func aDeadlineEndsTheWait() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        try await whileWriting(store) {
            let short = TransactionOptions(timeout: .milliseconds(30), retry: .never)
            let error = await expectError(.timeout) {
                try await store.transaction(short) { _ in _ = try await notes.insert(Note(id: 1)) }
            }
            #expect(error?.commitOutcome == .rolledBack)
        }
        try await notes.insert(Note(id: 2))
        #expect(try await notes.find().map(\.id) == [2, 1_000])
        try await store.close()
    }

    @Test func cancellationEndsTheWait() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        try await whileWriting(store) {
            let waiting = Task { try await notes.insert(Note(id: 1)) }
            try await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            await expectError(.cancelled) { _ = try await waiting.value }
            let late = Task {
                while !Task.isCancelled { await Task.yield() }
                _ = try await notes.insert(Note(id: 2))
            }
            late.cancel()
            await expectError(.cancelled) { try await late.value }
        }
        #expect(try await notes.count() == 1)
        try await store.close()
    }

    @Test func writingOutsideOfAWriterInsideOfItIsBusy() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        try await store.transaction {
            try await notes.insert(Note(id: 1))
            await expectError(.busy) {
                try await store.withoutTransaction {
                    try await store.transaction(TransactionOptions(retry: .never)) { _ in
                        _ = try await notes.insert(Note(id: 2))
                    }
                }
            }
            // Reading sees what is committed.
            let seen = try await store.withoutTransaction { try await notes.count() }
            #expect(seen == 0)
        }
        #expect(try await notes.count() == 1)
        try await store.close()
    }

    @Test func aStoreClosedMeanwhileLetsNobodyIn() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        let hasBegun = Gate()
        let writing = Task {
            try await store.transaction {
                try await notes.insert(Note(id: 1))
                hasBegun.open()
                try await Task.sleep(for: .seconds(30))
            }
        }
        await hasBegun.wait()
        let waiting = Task { try await notes.insert(Note(id: 2)) }
        try await Task.sleep(for: .milliseconds(20))
        await expectError(.timeout) { try await store.close(deadline: .milliseconds(20)) }
        writing.cancel()
        do {
            try await writing.value
            Issue.record("the transaction was committed after the store was closed")
        } catch {}
        await expectError(.closed) { _ = try await waiting.value }
        let again = try await open(folder)
        #expect(try await again.repository(for: Note.self).count() == 0)
        try await again.close()
    }

    @Test func cancellationInterruptsALongRead() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        try PlainSQL(folder.file()).run(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
                + "INSERT INTO notes (id, title, databridge_version) SELECT i, 'title ' || i, 1 "
                + "FROM n")
        // A test of ours per row, and no match.
        let slow: Filter<Note> = .field("title").hasSuffix("nothing")
        let clock = ContinuousClock()
        let whole = try await clock.measure { _ = try await notes.count(where: slow) }
        let reading = Task { try await notes.count(where: slow) }
        try await Task.sleep(for: whole / 10)
        let start = clock.now
        reading.cancel()
        await expectError(.cancelled) { _ = try await reading.value }
        #expect(clock.now - start < whole / 2)
        #expect(try await notes.get(300_000)?.title == "title 300000")
        try await store.close()
    }
}
