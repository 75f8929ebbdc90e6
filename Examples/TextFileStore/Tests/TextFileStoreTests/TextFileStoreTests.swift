import DataBridgeCore
import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing
import TextFileStore

struct Note: Entity, Equatable {
    var id: String
    var text: String
    var stars: Int

    static let schema = Schema("notes", Note.init) {
        Field(\.id, "id")
        Field(\.text, "text")
        Field(\.stars, "stars", default: 0)
    }
}

/// What the contract of every store does not say: the text, and what happens when it is damaged.
struct TextFileStoreTests {
    private func open(_ folder: ScratchFolder, _ disk: any FileSystem = SystemFileSystem())
        async throws -> TextFileStore
    {
        try await TextFileStore(folder.file, entities: [Note.schema], fileSystem: disk)
    }

    private func text(_ folder: ScratchFolder) throws -> String {
        try String(contentsOfFile: folder.file, encoding: .utf8)
    }

    @Test func fileSaysWhatTheStoreHolds() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        try await notes.insert(Note(id: "b", text: "two\nlines", stars: 0))
        try await store.transaction(token: CommitToken("9f1c")) {
            try await notes.insert(Note(id: "a", text: "é", stars: 5))
        }
        try await store.close()
        #expect(
            try text(folder) == #"""
                records 1
                versions 2
                token "9f1c"
                collection "notes"
                2 {"id":"a","text":"é","stars":5}
                1 {"id":"b","text":"two\nlines","stars":0}

                """#)
    }

    @Test func fieldsThatOldRecordsLackHaveTheirDefault() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let old = "records 1\nversions 7\ncollection \"notes\"\n7 {\"id\":\"a\",\"text\":\"b\"}\n"
        try Data(old.utf8).write(to: URL(filePath: folder.file))
        let store = try await open(folder)
        let notes = store.repository(for: Note.self)
        #expect(try await notes.get("a") == Note(id: "a", text: "b", stars: 0))
        #expect(try await notes.update("a") { $0.stars = 1 }.version.description == "8")
        try await store.close()
    }

    @Test(
        arguments: [
            ("", nil), ("records 2\n", nil), ("records 1\nversions 1", nil),
            ("records 1\nversions x\n", 2), ("records 1\n1 {}\n", 2),
            ("records 1\ncollection \"notes\"\n1 {\"id\":\"a\"}\n", 3),
            ("records 1\ncollection \"notes\"\nx {\"id\":\"a\"}\n", 3),
            ("records 1\ncollection \"notes\"\n1 {\"id\":\n", 3),
        ] as [(String, Int?)])
    func damageIsToldWithItsLine(_ text: String, _ line: Int?) async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        try Data(text.utf8).write(to: URL(filePath: folder.file))
        let error = await #expect(throws: DataError.self) { try await open(folder) }
        #expect(error?.code == .corrupted)
        #expect(error?.source?.line == line)
        #expect(try self.text(folder) == text)
    }

    /// A collection that cannot be read is not lost when something else is written.
    @Test func whatCannotBeReadStays() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let bad = "collection \"other\"\n1 {\"id\":7}\n"
        try Data(("records 1\nversions 1\n" + bad).utf8).write(to: URL(filePath: folder.file))
        let store = try await open(folder)
        let other = store.repository(for: Note.self, in: "other")
        for _ in 0..<2 {
            await #expect(throws: DataError.self) { try await other.get("a") }
        }
        try await store.close()
        #expect(try text(folder).contains(bad))
    }

    @Test func oneStoreAtATime() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let first = try await open(folder)
        let error = await #expect(throws: DataError.self) { try await open(folder) }
        #expect(error?.code == .busy)
        try await first.close()
        try await open(folder).close()
    }

    @Test func fullDiskRollsBack() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let disk = FaultyFileSystem()
        let store = try await open(folder, disk)
        let notes = store.repository(for: Note.self)
        try await notes.insert(Note(id: "a", text: "", stars: 0))
        disk.on(.every(.write), .fail(.noSpace))
        let error = await #expect(throws: DataError.self) { try await notes.delete("a") }
        #expect(error?.code == .noSpace)
        #expect(error?.commitOutcome == .rolledBack)
        #expect(try await notes.count() == 1)
        disk.reset()
        #expect(try await notes.delete("a"))
        try await store.close()
    }

    /// When the folder cannot be synced, nobody knows which of the two files a crash leaves.
    @Test func unknownOutcomeEndsTheStore() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let disk = FaultyFileSystem()
        let store = try await open(folder, disk)
        let notes = store.repository(for: Note.self)
        let token = CommitToken("t")
        disk.on(.every(.syncFolder), .fail(.syncFailed))
        let error = await #expect(throws: DataError.self) {
            try await store.transaction(token: token) {
                try await notes.insert(Note(id: "a", text: "", stars: 0))
            }
        }
        #expect(error?.code == .commitUnknown)
        #expect(error?.commitOutcome == .unknown)
        let after = await #expect(throws: DataError.self) { try await notes.count() }
        #expect(after?.code == .unavailable)
        try await store.close()
        let again = try await open(folder)
        let isThere = try await again.repository(for: Note.self).exists("a")
        #expect(try await again.outcome(of: token) == (isThere ? .committed : .rolledBack))
        try await again.close()
    }

    @Test func urlOpensIt() async throws {
        let folder = try ScratchFolder()
        defer { try? folder.remove() }
        let url = try StoreURL("text:\(folder.file)")
        #expect(Driver.text.accepts(url))
        let store = try await Driver.text.open(url, entities: [Note.schema])
        #expect(try await store.repository(for: Note.self).count() == 0)
        try await store.close()
    }
}
