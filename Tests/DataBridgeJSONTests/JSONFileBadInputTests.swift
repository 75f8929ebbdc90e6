import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

struct JSONFileBadInputTests {
    struct Note: Entity, Equatable {
        var id: Int
        var title: String

        static let schema = Schema("notes", Note.init) {
            Field(\.id, "id")
            Field(\.title, "title")
        }
    }

    /// The error of opening a file with this text and reading its notes.
    private func refused(
        _ text: String, file: JSONFileOptions = JSONFileOptions(), in folder: TestFolder? = nil
    ) async throws -> DataError {
        let folder = try folder ?? TestFolder()
        let path = try folder.file("notes.json", text)
        let error = await #expect(throws: DataError.self) {
            let store = try await JSONFileStore.open(path, entities: [Note.schema], file: file)
            _ = try await store.repository(for: Note.self).find()
        }
        #expect(try folder.text("notes.json") == text)
        #expect(try folder.names() == ["notes.json"])
        return try #require(error)
    }

    @Test func cutFile() async throws {
        let error = try await refused("{\n  \"notes\": [\n    {\"id\": 1, \"ti")
        #expect(error.code == .corrupted)
        #expect(error.source?.line == 3)
        #expect(error.source?.file.hasSuffix("notes.json") == true)
    }

    @Test func mergeConflict() async throws {
        let error = try await refused(
            "{\n  \"notes\": [\n<<<<<<< HEAD\n    {\"id\": 1}\n=======\n  ]\n>>>>>>> x\n}"
        )
        #expect(error.code == .corrupted)
        #expect(error.source?.line == 3)
        #expect(error.message.contains("conflict"))
    }

    @Test func emptyFile() async throws {
        let error = try await refused("")
        #expect(error.code == .corrupted)
        #expect(error.source?.line == 1)
    }

    @Test(arguments: ["{\"notes\": {\"a\": 1}}", "{\"notes\": 7}", "{\"notes\": [1, 2]}", "7"])
    func wrongShape(_ text: String) async throws {
        let error = try await refused(text)
        #expect(error.code == .corrupted, "\(error)")
        #expect(error.source?.line == 1)
        #expect(error.message.contains("expected") || error.message.contains("Expected"))
    }

    @Test func wrongTypeInOneRecordOfMany() async throws {
        let text = """
            {
              "notes": [
                {"id": 1, "title": "a"},
                {"id": 2, "title": 5},
                {"id": 3, "title": "c"}
              ],
              "others": [{"id": 9, "title": "z"}]
            }
            """
        let error = try await refused(text)
        #expect(error.code == .corrupted)
        #expect(error.source?.line == 4)
        #expect(error.source?.column == 24)
        #expect(error.source?.pointer == "/notes/1/title")
        #expect(error.recordID == 2)
        #expect(error.fields == ["title"])
        // Other collections can be read, and so can the good records when asked for.
        let folder = try TestFolder()
        let path = try folder.file("notes.json", text)
        let store = try await JSONFileStore.open(
            path, entities: [Note.schema], file: JSONFileOptions(passesOverBadRecords: true))
        let notes = store.repository(for: Note.self)
        #expect(try await notes.find().map(\.id) == [1, 3])
        #expect(store.damage.map(\.recordID) == [2])
        try await notes.update(3) { $0.title = "d" }
        #expect(try folder.text("notes.json") == text.replacing("\"c\"", with: "\"d\""))
        #expect(await store.health().status == .degraded)
        try await store.close()
        let strict = try await JSONFileStore.open(path, entities: [Note.schema])
        #expect(try await strict.repository(for: Note.self, in: "/others").count() == 1)
        try await strict.close()
    }

    @Test func duplicateIDs() async throws {
        let error = try await refused(
            "{\"notes\": [{\"id\": 1, \"title\": \"a\"},\n {\"id\": 1, \"title\": \"b\"}]}")
        #expect(error.code == .corrupted)
        #expect(error.source?.line == 2)
        #expect(error.recordID == 1)
    }

    @Test func missingID() async throws {
        let error = try await refused(
            "{\"notes\": [{\"id\": 1, \"title\": \"a\"}, {\"title\": \"b\"}]}")
        #expect(error.source?.pointer == "/notes/1")
    }

    @Test func folderInPlaceOfTheFile() async throws {
        let folder = try TestFolder()
        let error = await #expect(throws: DataError.self) {
            try await JSONFileStore.open(folder.path, entities: [Note.schema])
        }
        #expect(error?.code == .corrupted)
        #expect(error?.source?.file == folder.path)
    }

    @Test(arguments: [FileError.Code.permissionDenied, .ioError])
    func unreadableFile(_ code: FileError.Code) async throws {
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.open), .fail(code))
        let error = try await refused("{}", file: JSONFileOptions(fileSystem: fileSystem))
        #expect(error.code == (code == .ioError ? .ioFailure : .permissionDenied))
    }

    @Test func readOnlyDiskStillReads() async throws {
        let folder = try TestFolder()
        let text = "{\"notes\": [{\"id\": 1, \"title\": \"a\"}]}"
        let fileSystem = FaultyFileSystem()
        let store = try await JSONFileStore.open(
            try folder.file("notes.json", text), entities: [Note.schema],
            file: JSONFileOptions(fileSystem: fileSystem))
        fileSystem.on(.every(.makeFolder, .write, .rename, .exchange), .fail(.readOnlyFileSystem))
        let notes = store.repository(for: Note.self)
        #expect(try await notes.get(1)?.title == "a")
        let error = await #expect(throws: DataError.self) {
            try await notes.update(1) { $0.title = "b" }
        }
        #expect(error?.code == .permissionDenied)
        #expect(error?.commitOutcome == .rolledBack)
        #expect(try await notes.get(1)?.title == "a")
        #expect(try folder.text("notes.json") == text)
        try await store.close()
    }

    @Test func storeOpenedForReadingRefusesWrites() async throws {
        let folder = try TestFolder()
        let path = try folder.file("notes.json", "{\"notes\": [{\"id\": 1, \"title\": \"a\"}]}")
        let store = try await JSONFileStore.open(
            path, entities: [Note.schema], file: JSONFileOptions(isReadOnly: true))
        await #expect {
            try await store.repository(for: Note.self).delete(1)
        } throws: {
            DataError.Code.readOnly ~= $0
        }
        let health = await store.health()
        #expect(health.status == .healthy, "\(health)")
        #expect(try folder.names() == ["notes.json"])
        try await store.close()
    }

    @Test func brokenEditIsToldAndMendedEditIsRead() async throws {
        let folder = try TestFolder()
        let text = "{\"notes\": [{\"id\": 1, \"title\": \"a\"}]}"
        let store = try await JSONFileStore.open(
            try folder.file("notes.json", text), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        _ = try folder.file("notes.json", "{\"notes\": [")
        await #expect { try await notes.get(1) } throws: { DataError.Code.corrupted ~= $0 }
        await #expect { try await notes.insert(Note(id: 2, title: "b")) } throws: {
            DataError.Code.corrupted ~= $0
        }
        #expect(try folder.text("notes.json") == "{\"notes\": [")
        #expect(await store.health().status == .unhealthy)
        _ = try folder.file("notes.json", text.replacing("\"a\"", with: "\"mended\""))
        #expect(try await notes.get(1)?.title == "mended")
        try await store.close()
    }

    @Test func missingCollectionIsNotFoundUnlessDeclared() async throws {
        let folder = try TestFolder()
        let store = try await JSONFileStore.open(
            try folder.file("notes.json", "{}\n"), entities: [Note.schema])
        #expect(try await store.repository(for: Note.self).count() == 0)
        await #expect {
            try await store.repository(for: Note.self, in: "/a/notes").count()
        } throws: {
            DataError.Code.notFound ~= $0
        }
        await #expect {
            try await store.createCollection("/a/b/c", like: Note.self)
        } throws: {
            DataError.Code.invalid ~= $0
        }
        try await store.repository(for: Note.self).insert(Note(id: 1, title: "x"))
        #expect(
            try folder.text("notes.json")
                == "{\n  \"notes\": [\n    {\n      \"id\": 1,\n"
                + "      \"title\": \"x\"\n    }\n  ]\n}\n"
        )
        try await store.close()
        await #expect {
            try await JSONFileStore.open(
                try folder.file("other.json", "{}"), entities: [Note.schema],
                options: StoreOptions(schemaPolicy: .verify))
        } throws: {
            DataError.Code.unsupported ~= $0
        }
    }

    @Test func editsOfOthersReachObservers() async throws {
        let folder = try TestFolder()
        let text = "{\"notes\": [{\"id\": 1, \"title\": \"a\"}]}"
        let path = try folder.file("notes.json", text)
        let store = try await JSONFileStore.open(
            path, entities: [Note.schema],
            file: JSONFileOptions(pollInterval: .milliseconds(5)))
        var results = store.repository(for: Note.self).observe(Query<Note>()).makeAsyncIterator()
        #expect(try await results.next()?.map(\.title) == ["a"])
        _ = try folder.file("notes.json", text.replacing("\"a\"", with: "\"by hand\""))
        #expect(try await results.next()?.map(\.title) == ["by hand"])
        try await store.close()
    }
}
