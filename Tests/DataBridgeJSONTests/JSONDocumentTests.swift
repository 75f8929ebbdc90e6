import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

struct JSONDocumentTests {
    struct Settings: Codable, Equatable {
        var theme: String
        var size: Double
        var tags: [String] = []
        var counter: Int?
    }

    private let text = """
        {
            "theme": "light",   "size": 12.50,
            "own": { "keep": 1e2 },
            "tags": ["a"]
        }

        """

    @Test func readsWhatIsThere() async throws {
        let folder = try TestFolder()
        let document = JSONDocument<Settings>(try folder.file("s.json", text))
        #expect(try await document.exists())
        #expect(try await document.read() == Settings(theme: "light", size: 12.5, tags: ["a"]))
    }

    @Test func changeTouchesWhatDiffersOnly() async throws {
        let folder = try TestFolder()
        let document = JSONDocument<Settings>(try folder.file("s.json", text))
        let value = try await document.update { $0.theme = "dark" }
        #expect(value.theme == "dark")
        #expect(try folder.text("s.json") == text.replacing("light", with: "dark"))
        try await document.write(Settings(theme: "light", size: 12.5, tags: ["a"]))
        #expect(try folder.text("s.json") == text)
        try await document.update {
            $0.counter = 1
            $0.tags.append("b")
        }
        let expected = text.replacing(#"["a"]"#, with: #"["a", "b"],\#n    "counter": 1"#)
        #expect(try folder.text("s.json") == expected)
        #expect(try folder.names() == ["s.json"])
    }

    @Test func unchangedValueWritesNothing() async throws {
        let folder = try TestFolder()
        let fileSystem = FaultyFileSystem()
        let document = JSONDocument<Settings>(
            try folder.file("s.json", text), file: JSONFileOptions(fileSystem: fileSystem))
        try await document.update { $0.size = 12.5 }
        #expect(
            !fileSystem.calls.contains {
                [.write, .rename, .exchange].contains($0.kind) && $0.path.contains("s.json")
            })
        #expect(try folder.text("s.json") == text)
    }

    @Test func fileIsMadeWithADefault() async throws {
        let folder = try TestFolder()
        let document = JSONDocument<Settings>(try folder.file("s.json"))
        #expect(try await !document.exists())
        await #expect { try await document.read() } throws: { DataError.Code.notFound ~= $0 }
        await #expect { try await document.update { $0.size = 1 } } throws: {
            DataError.Code.notFound ~= $0
        }
        try await document.update(default: Settings(theme: "x", size: 1)) { $0.size = 2 }
        #expect(
            try folder.text("s.json")
                == "{\n  \"theme\": \"x\",\n  \"size\": 2.0,\n  \"tags\": []\n}\n")
        #expect(try await document.delete())
        #expect(try await !document.delete())
        #expect(try folder.names() == [])
    }

    @Test func wrongContentSaysWhere() async throws {
        let folder = try TestFolder()
        let path = try folder.file("s.json", "{\n  \"theme\": \"x\",\n  \"size\": \"big\"\n}")
        let document = JSONDocument<Settings>(path)
        let error = await #expect(throws: DataError.self) { try await document.read() }
        #expect(error?.code == .corrupted)
        #expect(error?.source?.line == 3)
        #expect(error?.source?.column == 11)
        #expect(error?.source?.pointer == "/size")
        #expect(error?.fields == ["size"])
        let cut = JSONDocument<Settings>(try folder.file("cut.json", "{\n  \"theme\": "))
        let broken = await #expect(throws: DataError.self) {
            try await cut.update { $0.size = 1 }
        }
        #expect(broken?.code == .corrupted)
        #expect(broken?.source?.line == 2)
        #expect(try folder.text("cut.json") == "{\n  \"theme\": ")
    }

    @Test func missingMemberAndBadElementSayWhere() async throws {
        let folder = try TestFolder()
        let missing = JSONDocument<Settings>(try folder.file("a.json", "{\"theme\": \"x\"}"))
        let error = await #expect(throws: DataError.self) { try await missing.read() }
        #expect(error?.source?.pointer == "")
        let element = JSONDocument<Settings>(
            try folder.file("b.json", #"{"theme": "x", "size": 1, "tags": ["a", 2]}"#))
        let second = await #expect(throws: DataError.self) { try await element.read() }
        #expect(second?.source?.pointer == "/tags/1")
    }

    @Test func whatJSONCannotHoldIsRefused() async throws {
        let folder = try TestFolder()
        let document = JSONDocument<Settings>(try folder.file("s.json", text))
        let error = await #expect(throws: DataError.self) {
            try await document.update { $0.size = .nan }
        }
        #expect(error?.code == .invalid)
        #expect(error?.fields == ["size"])
        let new = JSONDocument<Settings>(try folder.file("n.json"))
        await #expect { try await new.write(Settings(theme: "", size: .infinity)) } throws: {
            DataError.Code.invalid ~= $0
        }
        #expect(try folder.text("s.json") == text)
        #expect(try folder.names() == ["s.json"])
    }

    @Test func editOfAnotherProgramIsKept() async throws {
        let folder = try TestFolder()
        let path = try folder.file("s.json", text)
        let fileSystem = FaultyFileSystem()
        let document = JSONDocument<Settings>(path, file: JSONFileOptions(fileSystem: fileSystem))
        let edited = text.replacing("12.50", with: "99.0")
        fileSystem.on(
            .nth(1, .exchange), .run { try? Data(edited.utf8).write(to: URL(filePath: path)) })
        try await document.update { $0.theme = "dark" }
        #expect(try folder.text("s.json") == edited.replacing("light", with: "dark"))
    }

    @Test func changesOfManyDocumentsAllCount() async throws {
        let folder = try TestFolder()
        let path = try folder.file("s.json", text)
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    let document = JSONDocument<Settings>(path)
                    for _ in 0..<10 {
                        try await document.update { $0.counter = ($0.counter ?? 0) + 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await JSONDocument<Settings>(path).read().counter == 40)
        #expect(try folder.names() == ["s.json"])
    }

    @Test func readOnlyDocumentIsNotWritten() async throws {
        let folder = try TestFolder()
        let document = JSONDocument<Settings>(
            try folder.file("s.json", text), file: JSONFileOptions(isReadOnly: true))
        #expect(try await document.read().theme == "light")
        await #expect { try await document.update { $0.size = 1 } } throws: {
            DataError.Code.readOnly ~= $0
        }
    }
}
