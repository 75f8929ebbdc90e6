import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import Foundation
import Testing

struct JSONFileStoreTests {
    private func inFolder(_ text: String?, _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("tasks.json").path
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        try await body(path)
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    private let sample = """
        {
          "master": {
            "tasks": [
              {"id": 1, "title": "One", "status": "pending", "extra": 1.50},
              {"id": 92.10, "title": "Two", "status": "done"}
            ],
            "metadata": {"created": "x"}
          }
        }

        """

    @Test func aChangedFieldChangesNothingElse() async throws {
        try await inFolder(sample) { path in
            let store = try await JSONFileStore.open(path, entities: [Document.schema])
            #expect(try await store.collections() == ["/master/tasks"])
            let tasks = store.repository(for: Document.self, in: "/master/tasks")
            #expect(try await tasks.count() == 2)
            try await tasks.update(1) { $0["status"] = "done" }
            let expected = sample.replacingOccurrences(of: "\"pending\"", with: "\"done\"")
            #expect(try text(path) == expected)
            try await tasks.update(1) { $0["status"] = "pending" }
            #expect(try text(path) == sample)
            try await store.close()
        }
    }

    @Test func recordsAreAddedAndRemoved() async throws {
        try await inFolder(sample) { path in
            let store = try await JSONFileStore.open(path, entities: [Document.schema])
            let tasks = store.repository(for: Document.self, in: "/master/tasks")
            try await tasks.insert(try Document(["id": 3, "title": "Three", "status": "new"]))
            #expect(try text(path).contains("\"Three\""))
            #expect(try await tasks.delete(3))
            #expect(try text(path) == sample)
            try await store.createCollection("/other/tasks", like: Document.self)
            #expect(try await store.collections() == ["/master/tasks", "/other/tasks"])
            try await store.dropCollection("/other/tasks")
            #expect(try text(path) == sample)
            try await store.close()
        }
    }

    @Test func editsOfOthersAreTakenOver() async throws {
        try await inFolder(sample) { path in
            let store = try await JSONFileStore.open(path, entities: [Document.schema])
            let tasks = store.repository(for: Document.self, in: "/master/tasks")
            #expect(try await tasks.get(1)?["title"] == "One")
            let edited = sample.replacingOccurrences(of: "One", with: "Changed")
            try Data(edited.utf8).write(to: URL(fileURLWithPath: path))
            #expect(try await tasks.get(1)?["title"] == "Changed")
            try await store.close()
        }
    }

    @Test func aFileIsMadeByTheFirstCommit() async throws {
        try await inFolder(nil) { path in
            let store = try await JSONFileStore.open(path, entities: [Document.schema])
            let documents = store.repository(for: Document.self)
            #expect(try await documents.count() == 0)
            try await documents.insert(try Document(["id": "a", "n": 1]))
            let again = try await JSONFileStore.open(path, entities: [Document.schema])
            #expect(try await again.repository(for: Document.self).get("a")?["n"] == 1)
            try await store.close()
            try await again.close()
        }
    }
}
