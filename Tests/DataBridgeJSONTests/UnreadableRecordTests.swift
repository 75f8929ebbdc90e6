import DataBridgeCore
import DataBridgeJSON
import Foundation
import Testing

/// Records that a person makes unreadable while the store is open.
struct UnreadableRecordTests {
    struct Note: Entity {
        var id: Int
        var stars: Int
        var text: String

        static let schema = Schema("notes", Note.init) {
            Field(\.id, "id")
            Field(\.stars, "stars")
            Field(\.text, "text")
        }
    }

    private let good = """
        {"notes": [
          {"id": 1, "stars": 1, "text": "one"},
          {"id": 2, "stars": 2, "text": "two"}
        ]}

        """

    private func write(_ text: String, _ folder: TestFolder) throws {
        try Data(text.utf8).write(
            to: URL(filePath: folder.path + "/tasks.json"), options: .atomic)
    }

    private func withStore(
        _ body: (TestFolder, JSONFileStore, any DataRepository<Note>) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let store = try await JSONFileStore.open(
            folder.file("tasks.json", good), entities: [Note.schema],
            file: JSONFileOptions(passesOverBadRecords: true, pollInterval: nil))
        try await body(folder, store, store.repository(for: Note.self))
        try await store.close()
    }

    private var bad: String { good.replacing("\"stars\": 2", with: "\"stars\": \"many\"") }

    /// The changes since a position, after a look at the file.
    private func changes(
        _ store: JSONFileStore, _ notes: any DataRepository<Note>, since: FeedPosition
    ) async throws -> [(Value, Change.Operation)] {
        _ = try await notes.count()
        let batch = try await store.changes(from: since, limit: 100)
        return batch.commits.flatMap(\.changes).map { ($0.id, $0.operation) }
    }

    @Test func becomingUnreadableIsNoDelete() async throws {
        try await withStore { folder, store, notes in
            let start = try await store.currentPosition()
            try write(bad, folder)
            #expect(try await changes(store, notes, since: start).isEmpty)
            #expect(store.damage.count == 1)
            // What was last read of it still counts.
            #expect(try await notes.get(2)?.stars == 2)
            try write(good.replacing("\"stars\": 2", with: "\"stars\": 3"), folder)
            let repaired = try await changes(store, notes, since: start)
            #expect(repaired.map(\.1) == [.update])
            #expect(try await notes.get(2)?.stars == 3)
            #expect(store.damage.isEmpty)
        }
    }

    @Test func goingIsADelete() async throws {
        try await withStore { folder, store, notes in
            let start = try await store.currentPosition()
            try write(bad, folder)
            _ = try await notes.count()
            try write(
                good.replacing(",\n  {\"id\": 2, \"stars\": 2, \"text\": \"two\"}", with: ""),
                folder)
            let gone = try await changes(store, notes, since: start)
            #expect(gone.map(\.1) == [.delete])
            #expect(try await notes.get(2) == nil)
        }
    }

    @Test func losingItsIDIsADelete() async throws {
        try await withStore { folder, store, notes in
            let start = try await store.currentPosition()
            try write(good.replacing("\"id\": 2", with: "\"id\": [2]"), folder)
            #expect(try await changes(store, notes, since: start).map(\.1) == [.delete])
        }
    }

    @Test func aWriteToItTouchesOnlyWhatItChanges() async throws {
        try await withStore { folder, store, notes in
            try write(bad, folder)
            try await notes.update(2) { $0.text = "zwei" }
            #expect(try folder.text() == bad.replacing("\"two\"", with: "\"zwei\""))
            #expect(store.damage.count == 1)
            // Setting what cannot be read makes it readable again.
            try await notes.update(2) { $0.stars = 5 }
            let repaired = good.replacing("\"two\"", with: "\"zwei\"")
                .replacing("\"stars\": 2", with: "\"stars\": 5")
            #expect(try folder.text() == repaired)
            #expect(try await notes.get(2)?.stars == 5)
            #expect(store.damage.isEmpty)
            try await notes.delete(1)
        }
    }
}
