import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// What files are opened, and how.
struct OpeningTests {
    private func open(
        _ path: String, sqlite: SQLiteOptions = SQLiteOptions()
    ) async throws -> SQLiteStore {
        try await SQLiteStore.open(path, entities: [Note.schema], sqlite: sqlite)
    }

    @Test func newerFormatIsRefused() async throws {
        let folder = try TestFolder()
        try await open(folder.file()).close()
        try PlainSQL(folder.file()).run(
            "UPDATE databridge_meta SET value = 2 WHERE key = 'format'")
        for isReadOnly in [false, true] {
            let error = await expectError(.unsupported) {
                _ = try await open(folder.file(), sqlite: SQLiteOptions(isReadOnly: isReadOnly))
            }
            #expect(error?.message.contains("format 2") ?? false)
        }
    }

    @Test func whatIsNoDatabaseIsCorrupted() async throws {
        let folder = try TestFolder()
        let text = Data(String(repeating: "no database ", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: folder.file()))
        for isReadOnly in [false, true] {
            await expectError(.corrupted) {
                _ = try await open(folder.file(), sqlite: SQLiteOptions(isReadOnly: isReadOnly))
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == text)
    }

    @Test func otherEncodingsAreRefused() async throws {
        let folder = try TestFolder()
        try PlainSQL(folder.file()).run("PRAGMA encoding = 'UTF-16'; CREATE TABLE t (a)")
        await expectError(.unsupported) { _ = try await open(folder.file()) }
    }

    @Test func anotherProgramsFileGetsTablesBesideItsOwn() async throws {
        let folder = try TestFolder()
        let sql = try PlainSQL(folder.file())
        try sql.run(
            "CREATE TABLE Notes (a); INSERT INTO Notes VALUES (1); CREATE TABLE other (b)")
        let store = try await open(folder.file())
        #expect(try await store.collections() == ["notes"])
        let notes = store.repository(for: Note.self)
        try await notes.insert(Note(id: 1, rank: 3))
        #expect(try await notes.find(where: \.rank == 3) == [Note(id: 1, rank: 3)])
        #expect(try sql.column("SELECT a FROM Notes") == ["1"])
        #expect(try sql.column("SELECT title FROM notes_2") == ["a"])
        try await store.close()
        let again = try await open(folder.file())
        #expect(try await again.repository(for: Note.self).count() == 1)
        try await again.close()
    }

    @Test func readOnlyStoresReadAndNeverWrite() async throws {
        let folder = try TestFolder()
        let sqlite = SQLiteOptions(isReadOnly: true)
        await expectError(.unavailable) { _ = try await open(folder.file(), sqlite: sqlite) }
        try PlainSQL(folder.file()).run("CREATE TABLE t (a)")
        await expectError(.unsupported) { _ = try await open(folder.file(), sqlite: sqlite) }
        let writing = try await open(folder.file())
        try await writing.repository(for: Note.self).insert(Note(id: 1))
        let reading = try await open(folder.file(), sqlite: sqlite)
        let notes = reading.repository(for: Note.self)
        #expect(try await notes.find(where: \.id == 1) == [Note(id: 1)])
        #expect(try notes.explain(Query(where: \.id == 1)).access == .id)
        #expect(try await reading.collections() == ["notes"])
        try await writing.repository(for: Note.self).insert(Note(id: 2))
        #expect(try await notes.count() == 2)
        #expect(try await reading.currentPosition() == writing.currentPosition())
        await expectError(.readOnly) { try await notes.insert(Note(id: 3)) }
        await expectError(.readOnly) { try await notes.deleteAll(where: .all) }
        await expectError(.readOnly) { try await reading.createCollection("x", like: Note.self) }
        await expectError(.readOnly) { try await reading.dropCollection("notes") }
        #expect(try await notes.count() == 2)
        try await reading.close()
        try await writing.close()
    }

    @Test func readOnlyTransactionsReadOneState() async throws {
        let folder = try TestFolder()
        let store = try await open(folder.file())
        let notes = store.repository(for: Note.self)
        try await notes.insert(Note(id: 1))
        try await store.transaction(.readOnly) { _ in
            #expect(try await notes.count() == 1)
            try await store.withoutTransaction { try await notes.insert(Note(id: 2)) }
            #expect(try await notes.count() == 1)
            try await store.transaction(.readOnly) { _ in
                let hidden = try await notes.get(2)
                #expect(hidden == nil)
            }
            await expectError(.readOnly) { try await notes.insert(Note(id: 3)) }
            #expect(try await store.collections() == ["notes"])
        }
        #expect(try await notes.count() == 2)
        try await store.close()
    }

    @Test func memoryIsNoFile() async throws {
        for path in [":memory:", ""] {
            await expectError(.unsupported) { _ = try await open(path) }
        }
        #expect(!FileManager.default.fileExists(atPath: ":memory:"))
    }

    @Test func aMissingFolderIsAnError() async throws {
        let folder = try TestFolder()
        let path = folder.file("absent/test.db")
        do {
            _ = try await open(path)
            Issue.record("opened")
        } catch let error as DataError {
            #expect([.notFound, .unavailable, .ioFailure].contains(error.code), "\(error)")
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aClosedStoreSaysSo() async throws {
        let folder = try TestFolder()
        let store = try await open(folder.file())
        let notes = store.repository(for: Note.self)
        try await store.close()
        await expectError(.closed) { _ = try await notes.get(1) }
        await expectError(.closed) { try await notes.insert(Note(id: 1)) }
        await expectError(.closed) { _ = try await store.currentPosition() }
    }

    @Test func urlsSetOptions() async throws {
        let folder = try TestFolder()
        let driver = Driver.sqlite
        #expect(driver.accepts(try StoreURL("sqlite:x")))
        #expect(driver.accepts(try StoreURL("app.sqlite3")))
        #expect(!driver.accepts(try StoreURL("app.json")))
        let url = try StoreURL("sqlite:\(folder.file())?durability=process")
        let store = try await driver.open(url, entities: [Note.schema])
        try await store.repository(for: Note.self).insert(Note(id: 1))
        let reading = try await driver.open(
            try StoreURL("sqlite:\(folder.file())?readonly=1"), entities: [Note.schema])
        #expect(try await reading.repository(for: Note.self).count() == 1)
        await expectError(.readOnly) {
            try await reading.repository(for: Note.self).insert(Note(id: 2))
        }
        for bad in ["durability=never", "readonly=perhaps", "mode=fast"] {
            await expectError(.invalid) {
                _ = try await driver.open(
                    try StoreURL("sqlite:\(folder.file())?\(bad)"), entities: [Note.schema])
            }
        }
        try await store.close()
        try await reading.close()
    }

    @Test func commitTokensAreKept() async throws {
        let folder = try TestFolder()
        var store = try await open(folder.file())
        let token = CommitToken("work-1")
        #expect(try await store.outcome(of: token) == .rolledBack)
        let notes = store.repository(for: Note.self)
        try await store.transaction(TransactionOptions(token: token)) { _ in
            try await notes.insert(Note(id: 1))
        }
        await expectError(.alreadyExists) {
            try await store.transaction(TransactionOptions(token: token)) { _ in
                _ = try await notes.insert(Note(id: 2))
            }
        }
        try await store.close()
        store = try await open(folder.file())
        #expect(try await store.outcome(of: token) == .committed)
        #expect(try await store.repository(for: Note.self).count() == 1)
        try await store.close()
    }
}
