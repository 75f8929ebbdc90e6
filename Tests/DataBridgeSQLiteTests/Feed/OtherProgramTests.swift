import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Writes of programs that know nothing of us.
struct OtherProgramTests {
    private static let limit = Duration.seconds(10)

    @Test func versionsMoveWithEveryWrite() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        let first = try await notes.insert(Note(id: 1))
        let sql = try PlainSQL(folder.file())
        try sql.run(
            "UPDATE notes SET title = 'b' WHERE id = 1; INSERT INTO notes VALUES (2, 'c', 3, 0)")
        let second = try #require(try await notes.record(1))
        #expect(second.value == Note(id: 1, title: "b"))
        #expect(second.version != first.version)
        let other = try #require(try await notes.record(2))
        #expect(other.value == Note(id: 2, title: "c", rank: 3))
        #expect(other.version != second.version)
        await expectError(.conflict) {
            try await notes.update(Note(id: 1, title: "x"), expecting: first.version)
        }
        try await notes.update(Note(id: 1, title: "x"), expecting: second.version)
        try await store.close()
    }

    @Test func writesAreForeignCommitsOfTheFeed() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        try await notes.insert(Note(id: 1))
        let start = try await store.currentPosition()
        let sql = try PlainSQL(folder.file())
        try sql.run("INSERT INTO notes (id, title) VALUES (2, 'new')")
        try sql.run("UPDATE notes SET title = 'changed' WHERE id = 1")
        try sql.run("UPDATE notes SET id = 3 WHERE id = 2; DELETE FROM notes WHERE id = 1")
        let foreign = try await store.changes(from: start)
        #expect(foreign.commits.count == 1)
        #expect(foreign.commits.first?.isForeign ?? false)
        let told = foreign.commits.flatMap(\.changes).map { "\($0.operation.rawValue) \($0.id)" }
        // 2 came and went, and is nobody's business.
        #expect(told == ["delete 1", "insert 3"])
        try await notes.insert(Note(id: 4))
        try sql.run("UPDATE notes SET rank = 5 WHERE id = 4")
        let later = try await store.changes(from: foreign.position)
        #expect(later.commits.map(\.isForeign) == [false, true])
        #expect(later.commits.map { $0.changes.map(\.operation) } == [[.insert], [.update]])
        let version = try await notes.record(4)?.version
        #expect(later.commits.last?.changes.first?.version == version)
        let rest = try await store.changes(from: later.position)
        #expect(rest.commits.isEmpty)
        #expect(rest.position == later.position)
        try await store.close()
    }

    @Test func aFewCommitsAreReadAtATime() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        let start = try await store.currentPosition()
        for id in 1...3 { try await notes.insert(Note(id: id)) }
        try PlainSQL(folder.file()).run("DELETE FROM notes WHERE id = 1")
        try await notes.insert(Note(id: 4))
        var position = start
        var ids: [Value] = []
        for _ in 1...5 {
            let batch = try await store.changes(from: position, limit: 1)
            #expect(batch.commits.count == 1)
            ids += batch.commits.flatMap(\.changes).map(\.id)
            position = batch.position
        }
        #expect(ids == [1, 2, 3, 1, 4])
        #expect(try await store.changes(from: position).commits.isEmpty)
        try await store.close()
    }

    @Test func listenersHearOfThemSoon() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let heard = HeardCommits(store)
        // At once: nothing that is committed after the registration is missed.
        let sql = try PlainSQL(folder.file())
        try sql.run("INSERT INTO notes (id, title) VALUES (1, 'x')")
        #expect(try await eventually { heard.foreign.count == 1 })
        try sql.run("UPDATE notes SET title = 'y'")
        #expect(try await eventually { heard.foreign.count == 2 })
        try sql.run("DELETE FROM notes")
        #expect(try await eventually { heard.foreign.count == 3 })
        #expect(heard.all.flatMap(\.changes).map(\.operation) == [.insert, .update, .delete])
        try await store.close()
    }

    @Test func observersSeeThemSoon() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        var results = notes.observe(Query()).makeAsyncIterator()
        #expect(try await results.next() == [])
        try PlainSQL(folder.file()).run("INSERT INTO notes (id, title) VALUES (1, 'x')")
        #expect(try await results.next() == [Note(id: 1, title: "x")])
        try await store.close()
    }

    @Test func listenersWithoutAFeedHearThatAnythingMayHaveChanged() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [Note.schema], options: StoreOptions(feed: .off))
        let heard = HeardCommits(store)
        try PlainSQL(folder.file()).run("INSERT INTO notes (id, title) VALUES (1, 'x')")
        #expect(try await eventually { !heard.foreign.isEmpty })
        #expect(heard.foreign.first?.changedCollections == ["notes"])
        await expectError(.unsupported) { _ = try await store.currentPosition() }
        try await store.close()
    }

    @Test func withoutPollingTheNextTransactionLooks() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [Note.schema], sqlite: SQLiteOptions(pollInterval: nil))
        let notes = store.repository(for: Note.self)
        let heard = HeardCommits(store)
        try PlainSQL(folder.file()).run("INSERT INTO notes (id, title) VALUES (1, 'x')")
        try await notes.insert(Note(id: 2))
        #expect(heard.all.map(\.isForeign) == [true, false])
        #expect(heard.ids == [1, 2])
        try await store.close()
    }
}
