import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Two stores on one file, as two processes have them.
struct TwoStoresTests {
    @Test func eachHearsTheOtherOnce() async throws {
        let folder = try TestFolder()
        let one = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        // What is there when a store opens is no news to it.
        try await one.repository(for: Note.self).insert(Note(id: 1))
        let two = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let heardByOne = HeardCommits(one)
        let heardByTwo = HeardCommits(two)
        try await one.repository(for: Note.self).insert(Note(id: 2))
        #expect(try await eventually { heardByTwo.all.count == 1 })
        try await two.repository(for: Note.self).insert(Note(id: 3))
        #expect(try await eventually { heardByOne.all.count == 2 })
        try await one.repository(for: Note.self).insert(Note(id: 4))
        #expect(try await eventually { heardByTwo.all.count == 3 })
        // Long enough for a second announcement, were there one.
        try await Task.sleep(for: .milliseconds(150))
        #expect(heardByOne.ids == [2, 3, 4])
        #expect(heardByOne.all.map(\.isForeign) == [false, true, false])
        #expect(heardByTwo.ids == [2, 3, 4])
        #expect(heardByTwo.all.map(\.isForeign) == [true, false, true])
        try await one.close()
        try await two.close()
    }

    @Test func bothReadOneFeed() async throws {
        let folder = try TestFolder()
        let one = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let two = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let start = try await one.currentPosition()
        #expect(try await two.currentPosition() == start)
        try await one.repository(for: Note.self).insert(Note(id: 1))
        try await two.repository(for: Note.self).insert(Note(id: 2))
        let seenByOne = try await one.changes(from: start)
        let seenByTwo = try await two.changes(from: start)
        #expect(seenByOne.position == seenByTwo.position)
        #expect(seenByOne.commits.map(\.isForeign) == [false, true])
        #expect(seenByTwo.commits.map(\.isForeign) == [true, false])
        #expect(seenByOne.commits.map(\.position) == seenByTwo.commits.map(\.position))
        try await one.close()
        try await two.close()
    }

    @Test func versionsNeverMeet() async throws {
        let folder = try TestFolder()
        let one = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let two = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        var versions: Set<RecordVersion> = []
        for round in 1...5 {
            for store in [one, two] {
                let note = Note(id: 1, title: "\(round) \(store === one)")
                versions.insert(try await store.repository(for: Note.self).upsert(note).version)
            }
        }
        #expect(versions.count == 10)
        try await one.close()
        try await two.close()
    }

    @Test func collectionsOfTheOtherAreThere() async throws {
        let folder = try TestFolder()
        let one = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let two = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        try await one.createCollection("more", like: Note.self)
        try await one.repository(for: Note.self, in: "more").insert(Note(id: 1))
        #expect(try await two.repository(for: Note.self, in: "more").get(1) == Note(id: 1))
        #expect(try await two.collections() == ["more", "notes"])
        try await two.dropCollection("more")
        await expectError(.notFound) {
            _ = try await one.repository(for: Note.self, in: "more").get(1)
        }
        await expectError(.notFound) {
            try await one.repository(for: Note.self, in: "more").insert(Note(id: 1))
        }
        #expect(try await one.collections() == ["notes"])
        try await one.close()
        try await two.close()
    }

    @Test func writersOfBothWaitForEachOther() async throws {
        let folder = try TestFolder()
        let one = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let two = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        try await one.repository(for: Note.self).insert(Note(id: 1, rank: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in [one, two] {
                group.addTask {
                    let notes = store.repository(for: Note.self)
                    for _ in 1...25 { try await notes.update(1) { $0.rank = ($0.rank ?? 0) + 1 } }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await one.repository(for: Note.self).get(1)?.rank == 50)
        try await one.close()
        try await two.close()
    }

    @Test func aWriterElsewhereIsWaitedForAndNoLonger() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [Note.schema],
            sqlite: SQLiteOptions(busyTimeout: .milliseconds(50)))
        let notes = store.repository(for: Note.self)
        let sql = try PlainSQL(folder.file())
        try sql.beginWriting()
        await expectError(.busy) {
            try await store.transaction(TransactionOptions(retry: .never)) { _ in
                _ = try await notes.insert(Note(id: 1))
            }
        }
        let short = TransactionOptions(timeout: .milliseconds(20), retry: .never)
        await expectError(.timeout) {
            try await store.transaction(short) { _ in _ = try await notes.insert(Note(id: 1)) }
        }
        // Reading waits for nobody.
        #expect(try await notes.count() == 0)
        try sql.endWriting()
        try await notes.insert(Note(id: 1))
        try await store.close()
    }

    @Test func openingWaitsForAWriterElsewhere() async throws {
        let folder = try TestFolder()
        let first = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let sql = try PlainSQL(folder.file())
        try sql.beginWriting()
        await expectError(.busy) {
            _ = try await SQLiteStore.open(
                folder.file(), entities: [Note.schema],
                sqlite: SQLiteOptions(busyTimeout: .milliseconds(30)))
        }
        async let opening = SQLiteStore.open(folder.file(), entities: [Note.schema])
        try await Task.sleep(for: .milliseconds(30))
        try sql.endWriting()
        let second = try await opening
        try await second.repository(for: Note.self).insert(Note(id: 1))
        #expect(try await first.repository(for: Note.self).count() == 1)
        try await first.close()
        try await second.close()
    }
}
