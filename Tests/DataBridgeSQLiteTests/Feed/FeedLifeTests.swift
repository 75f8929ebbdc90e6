import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// How long the feed lasts, and what it tells of.
struct FeedLifeTests {
    private func open(
        _ folder: TestFolder, feed: FeedRetention, _ schema: Schema<Note> = Note.schema
    ) async throws -> SQLiteStore {
        try await SQLiteStore.open(
            folder.file(), entities: [schema], options: StoreOptions(feed: feed))
    }

    @Test func oldCommitsGo() async throws {
        let folder = try TestFolder()
        let store = try await open(folder, feed: .commits(4))
        let notes = store.repository(for: Note.self)
        let start = try await store.currentPosition()
        for id in 1...3 { try await notes.insert(Note(id: id)) }
        #expect(try await store.changes(from: start).commits.count == 3)
        for id in 4...20 { try await notes.insert(Note(id: id)) }
        await expectError(.historyTrimmed) { _ = try await store.changes(from: start) }
        let kept = try PlainSQL(folder.file()).value(
            "SELECT count(*) FROM databridge_changes WHERE operation = 'commit'")
        #expect(kept == "4")
        try await store.close()
    }

    @Test func positionsAheadOfTheFeedAreOfAnotherHistory() async throws {
        let folder = try TestFolder()
        let store = try await open(folder, feed: .commits(100))
        var position = try await store.currentPosition()
        position.sequence += 1_000
        let ahead = position
        await expectError(.historyTrimmed) { _ = try await store.changes(from: ahead) }
        position.incarnation &+= 1
        position.sequence = 0
        let other = position
        await expectError(.historyTrimmed) { _ = try await store.changes(from: other) }
        try await store.close()
    }

    @Test func turningItOffAndOnBeginsANewLife() async throws {
        let folder = try TestFolder()
        var store = try await open(folder, feed: .commits(4))
        for id in 1...20 { try await store.repository(for: Note.self).insert(Note(id: id)) }
        let old = try await store.currentPosition()
        try await store.close()

        store = try await open(folder, feed: .off)
        #expect(store.capabilities.feed == .none)
        try await store.repository(for: Note.self).insert(Note(id: 30))
        await expectError(.unsupported) { _ = try await store.changes(from: old) }
        try await store.close()
        let sql = try PlainSQL(folder.file())
        #expect(try sql.value("SELECT count(*) FROM databridge_changes") == "0")

        store = try await open(folder, feed: .commits(4))
        let now = try await store.currentPosition()
        #expect(now.incarnation != old.incarnation)
        await expectError(.historyTrimmed) { _ = try await store.changes(from: old) }
        try await store.repository(for: Note.self).insert(Note(id: 31))
        try sql.run("DELETE FROM notes WHERE id = 30")
        let batch = try await store.changes(from: now)
        #expect(batch.commits.flatMap(\.changes).map(\.id) == [31, 30])
        try await store.close()
    }

    @Test func theSameLifeGoesOnAfterReopening() async throws {
        let folder = try TestFolder()
        var store = try await open(folder, feed: .commits(100))
        let start = try await store.currentPosition()
        try await store.repository(for: Note.self).insert(Note(id: 1))
        try await store.close()
        store = try await open(folder, feed: .commits(100))
        let batch = try await store.changes(from: start)
        #expect(batch.commits.flatMap(\.changes).map(\.id) == [1])
        // By another store: this one was not there yet.
        #expect(batch.commits.map(\.isForeign) == [true])
        try await store.close()
    }

    @Test func collectionsMadeAndDroppedAreTold() async throws {
        let folder = try TestFolder()
        let store = try await open(folder, feed: .commits(100))
        let heard = HeardCommits(store)
        let start = try await store.currentPosition()
        try await store.createCollection("more", like: Note.self)
        let more = store.repository(for: Note.self, in: "more")
        try await more.insert(Note(id: 1))
        try await store.transaction {
            try await more.insert(Note(id: 2))
            try await store.dropCollection("more")
        }
        try await store.transaction {
            try await store.createCollection("brief", like: Note.self)
            try await store.repository(for: Note.self, in: "brief").insert(Note(id: 1))
            try await store.dropCollection("brief")
        }
        let batch = try await store.changes(from: start)
        #expect(batch.commits.map(\.changedCollections) == [["more"], [], ["more"]])
        #expect(batch.commits.map(\.changes.count) == [0, 1, 0])
        #expect(heard.all.map(\.changedCollections) == [["more"], [], ["more"]])
        #expect(heard.all.map(\.changes.count) == [0, 1, 0])
        try await store.close()
    }

    @Test func idsOfADroppedCollectionAreToldAsTheyWere() async throws {
        let folder = try TestFolder()
        let ids = FlexibleRecord.schema("more", texts: [])
        let store = try await SQLiteStore.open(
            folder.file(), entities: [Note.schema, ids])
        let start = try await store.currentPosition()
        try await store.repository(for: FlexibleRecord.self, in: "more").insert(FlexibleRecord("x"))
        try await store.dropCollection("more")
        try await store.createCollection("more", like: Note.self)
        let batch = try await store.changes(from: start)
        #expect(batch.commits.flatMap(\.changes).map(\.id) == ["x"])
        try await store.close()
    }

    @Test func whatChangesNothingIsNotTold() async throws {
        let folder = try TestFolder()
        let store = try await open(folder, feed: .commits(100))
        let notes = store.repository(for: Note.self)
        let version = try await notes.insert(Note(id: 1)).version
        let start = try await store.currentPosition()
        let heard = HeardCommits(store)
        try await store.transaction {
            try await notes.update(Note(id: 1, title: "b"))
            try await notes.insert(Note(id: 2))
            try await notes.update(Note(id: 1))
            try await notes.delete(2)
        }
        #expect(try await notes.record(1)?.version == version)
        let batch = try await store.changes(from: start)
        #expect(batch.commits.isEmpty)
        #expect(heard.all.isEmpty)
        try await store.close()
    }

    @Test func aFeedThatCannotBeReadIsCorrupted() async throws {
        let folder = try TestFolder()
        let store = try await open(folder, feed: .commits(100))
        let start = try await store.currentPosition()
        let sql = try PlainSQL(folder.file())
        for values in ["(CAST(X'FF' AS TEXT), 1)", "('commit', 'x')", "('insert', 0.5)"] {
            try sql.run("INSERT INTO databridge_changes (operation, id) VALUES \(values)")
            await expectError(.corrupted) { _ = try await store.changes(from: start) }
            try sql.run("DELETE FROM databridge_changes")
        }
        try sql.run("INSERT INTO databridge_changes (sequence, operation) VALUES (-5, 'drop')")
        #expect(try await store.currentPosition().sequence == 0)
        try await store.close()
    }
}
