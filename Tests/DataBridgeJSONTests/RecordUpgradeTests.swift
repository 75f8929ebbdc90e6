import DataBridgeCore
import DataBridgeJSON
import Foundation
import Testing

/// Records that were written with an older version of their schema.
struct RecordUpgradeTests {
    struct Person: Entity {
        var id: Int
        var given: String
        var family: String

        static let schema = Schema("people", Person.init) {
            Field(\.id, "id")
            Field(\.given, "given")
            Field(\.family, "family")
        }
        .version(2, storedIn: "v")
        .upgrade(from: 1) { person in
            guard case .string(let name)? = person.remove("name") else { return }
            let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
            person["given"] = .string(parts[0])
            person["family"] = .string(parts.count > 1 ? parts[1] : "")
        }
    }

    private let old = """
        {
          "people": [
            {"id": 1, "name": "Ada Lovelace", "born": 1815.0},
            {"id": 2, "name": "Alan Turing"}
          ]
        }

        """

    private func withPeople(
        _ body: (String, JSONFileStore, any DataRepository<Person>) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("people.json").path
        try Data(old.utf8).write(to: URL(fileURLWithPath: path))
        let store = try await JSONFileStore.open(path, entities: [Person.schema])
        try await body(path, store, store.repository(for: Person.self))
        try await store.close()
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    }

    @Test func readingUpgradesAndWritesNothing() async throws {
        try await withPeople { path, _, people in
            let found = try await people.find()
            #expect(found.map(\.family) == ["Lovelace", "Turing"])
            #expect(try text(path) == old)
        }
    }

    @Test func aChangeWritesTheNewFormOfThatRecordOnly() async throws {
        try await withPeople { path, _, people in
            try await people.update(1) { $0.given = "Augusta" }
            let expected = old.replacing(
                #"{"id": 1, "name": "Ada Lovelace", "born": 1815.0}"#,
                with:
                    #"{"id": 1, "born": 1815.0, "given": "Augusta", "family": "Lovelace", "v": 2}"#
            )
            #expect(try text(path) == expected)
            let again = try await JSONFileStore.open(path, entities: [Person.schema])
            let person = try await again.repository(for: Person.self).get(1)
            #expect(person?.given == "Augusta")
            #expect(person?.family == "Lovelace")
            try await again.close()
        }
    }

    @Test func aWriteThatChangesNothingUpgradesNothing() async throws {
        try await withPeople { path, _, people in
            try await people.update(1) { $0.given = "Ada" }
            #expect(try text(path) == old)
        }
    }

    @Test func anUpgradedRecordIsChangedAgainAndRemoved() async throws {
        try await withPeople { path, store, people in
            try await store.transaction {
                try await people.update(2) { $0.family = "T." }
                try await people.update(2) { $0.family = "Mathison Turing" }
            }
            try await people.update(2) { $0.given = "A." }
            #expect(try text(path).contains(#""given": "A.", "family": "Mathison Turing", "v": 2"#))
            try await people.delete(2)
            let left = try text(path)
            #expect(!left.contains("Turing"))
        }
    }
}

/// Versions that a JSON file has no place for.
struct RecordVersionPlaceTests {
    struct Item: Entity {
        var id: Int
        var title: String

        static let plain = Schema("items", Item.init) {
            Field(\.id, "id")
            Field(\.title, "title")
        }
        static let schema = plain.version(2)
    }

    private func open(_ schema: Schema<Item>, _ text: String) async throws -> [Item] {
        let folder = try TestFolder()
        let store = try await JSONFileStore.open(
            folder.file("tasks.json", text), entities: [schema],
            options: StoreOptions(schemaPolicy: .apply))
        let found = try await store.repository(for: Item.self).find()
        try await store.close()
        #expect(try folder.text() == text)
        return found
    }

    private let text = "{\"items\": [{\"id\": 1, \"title\": \"a\"}]}"

    @Test func stepsWithoutAFieldForTheVersionAreRefused() async throws {
        let schema = Item.plain.version(2).upgrade(from: 1) { $0["title"] = "upgraded" }
        await #expect {
            _ = try await open(schema, text)
        } throws: {
            DataError.Code.unsupported ~= $0 && "\($0)".contains("storedIn")
        }
    }

    @Test func aMinimumReaderWithoutAFieldForTheVersionIsRefused() async throws {
        await #expect {
            _ = try await open(Item.plain.version(3, minimumReader: 2), text)
        } throws: {
            DataError.Code.unsupported ~= $0
        }
    }

    @Test func aVersionThatAsksForNothingIsFine() async throws {
        #expect(try await open(Item.schema, text).count == 1)
    }

    @Test func aNewerRecordIsRefusedWhateverItsMinimumReader() async throws {
        let newer = "{\"items\": [{\"id\": 1, \"title\": \"a\", \"v\": 3}]}"
        await #expect {
            _ = try await open(Item.plain.version(2, storedIn: "v"), newer)
        } throws: {
            DataError.Code.unsupported ~= $0
        }
    }

    @Test func applyingWritesNothingAtOpening() async throws {
        let schema = Item.plain.version(2, storedIn: "v").upgrade(from: 1) { $0["title"] = "new" }
        #expect(try await open(schema, text).map(\.title) == ["new"])
    }
}
