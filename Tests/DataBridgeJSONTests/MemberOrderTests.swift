import DataBridgeCore
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

/// Objects with the same members in another order are the same value, and a file keeps its order.
struct MemberOrderTests {
    private func open(_ path: String) async throws -> (
        JSONFileStore, any DataRepository<Document>
    ) {
        let store = try await JSONFileStore.open(path, entities: [Document.schema])
        return (store, store.repository(for: Document.self, in: "/notes"))
    }

    private static let text = """
        {
          "notes": [
            {"id": 1, "title": "a", "where": {"x": 1, "y": 2}}
          ]
        }

        """

    /// A dictionary of an app comes in another order each time, so a version that told orders apart
    /// would move with the process that reads it.
    @Test func versionIsTheSameForWhoeverReadsTheFile() async throws {
        let folder = try TestFolder()
        let path = try folder.file("notes.json", Self.text)
        let (store, notes) = try await open(path)
        var note = try #require(try await notes.get(.integer(1)))
        note.object["title"] = "b"
        note.object["where"] = ["y": 2, "x": 1]
        let written = try await notes.update(note)
        try await store.close()
        #expect(try folder.text("notes.json") == Self.text.replacing(#""a""#, with: #""b""#))
        let (again, reader) = try await open(path)
        let read = try #require(try await reader.record(.integer(1)))
        #expect(read.version == written.version)
        #expect(read.value == written.value)
        try await reader.delete(.integer(1), expecting: written.version)
        try await again.close()
    }

    /// What the differential tester found.
    @Test func replacedMembersStayWhereTheyStood() async throws {
        let episode = DifferentialEpisode(
            collections: [
                CollectionModel("c0", fields: [FieldLayout(name: "x", type: .opaque)])
            ],
            steps: [
                .alone(.insert("c0", ["id": "a", "x": ["b": "b", "c": "c", "k": 0]])),
                .alone(.updateAll("c0", .all, [FieldChange(["x"], .set(["k": 1, "b": 2]))])),
                .alone(.record("c0", "a")), .alone(.reopen),
                .alone(.update("c0", ["id": "a", "x": 3], .lastSeen)),
            ])
        try await episode.run(against: JSONFileConformanceTests.factory)
    }
}
