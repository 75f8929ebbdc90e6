import DataBridge
import Foundation
import Testing

struct DriverJSONTests {
    private func folder() throws -> String {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.path
    }

    private func add(_ id: Int64, to url: String) async throws {
        let store = try await Bridge.open(url, entities: [Document.schema(named: "tasks")])
        try await store.repository(for: Document.self).insert(Document(["id": .int(id)]))
        try await store.close()
    }

    @Test func everySpellingIsTheSameFile() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await add(1, to: "json:\(folder)/my%20tasks.json")
        try await add(2, to: "json://\(folder)/my tasks.json")
        try await add(3, to: "\(folder)/my tasks.json")
        let store = try await Bridge.open(
            "JSON:\(folder)/my tasks.json", entities: [Document.schema])
        let tasks = store.repository(for: Document.self, in: "/tasks")
        #expect(try await tasks.find().map(\.id) == [1, 2, 3])
        try await store.close()
    }

    @Test func readOnlyIsASetting() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await add(1, to: "\(folder)/a.json")
        await #expect {
            try await add(2, to: "json:\(folder)/a.json?readonly=1")
        } throws: { error in
            (error as? DataError)?.code == .readOnly
        }
        try await add(2, to: "json:\(folder)/a.json?readonly=0")
    }

    @Test(arguments: ["json:", "json://host/a.json", "json:a.json?readonly=yes", "json:a.json?x=1"])
    func badURLsAreInvalid(_ url: String) async {
        let error = await #expect(throws: DataError.self) {
            try await Bridge.open(url, entities: [Document.schema])
        }
        #expect(error?.code == .invalid)
    }
}
