import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Our own tables, damaged by somebody.
struct DamagedCatalogTests {
    static let layouts = [
        "not JSON", "[]", #"{"fields":[]}"#, #"{"fields":[],"id":0}"#, #"{"fields":[1],"id":0}"#,
        #"{"fields":[{"name":"id","column":"id","type":"strange"}],"id":0}"#,
        #"{"fields":[{"name":"id","column":"id","type":7}],"id":0}"#,
        #"{"fields":[{"name":"id","column":"id","type":{}}],"id":0}"#,
        #"{"fields":[{"name":"id","column":"id","type":{"fields":[1]}}],"id":0}"#,
        #"{"fields":[{"name":"id","column":"id","type":"string"}],"id":1}"#,
        #"{"fields":[{"name":"id","column":"id","type":"string"}],"id":0,"softDelete":9}"#,
        #"{"fields":[{"name":"id","column":"id","type":"string"}],"id":0,"document":-1}"#,
    ]

    @Test(arguments: layouts)
    func aShapeThatCannotBeReadIsCorrupted(_ layout: String) async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema("t", texts: ["a"])
        try await SQLiteStore.open(folder.file(), entities: [schema]).close()
        try PlainSQL(folder.file()).run(
            "UPDATE databridge_collections SET layout = '\(layout)'")
        for feed in [FeedRetention.commits(10), .off] {
            await expectError(.corrupted) {
                _ = try await SQLiteStore.open(
                    folder.file(), entities: [schema], options: StoreOptions(feed: feed))
            }
        }
    }

    @Test func aNameThatIsNoTextIsCorrupted() async throws {
        let folder = try TestFolder()
        try await SQLiteStore.open(folder.file(), entities: [Note.schema]).close()
        try PlainSQL(folder.file()).run(
            "UPDATE databridge_collections SET table_name = CAST(X'FF' AS TEXT)")
        await expectError(.corrupted) {
            _ = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        }
    }

    @Test(arguments: [Int64.max, Int64.min, -1])
    func countersOutOfRangeAreNoTrap(_ value: Int64) async throws {
        let folder = try TestFolder()
        try await SQLiteStore.open(folder.file(), entities: [Note.schema]).close()
        let sql = try PlainSQL(folder.file())
        try sql.run("UPDATE databridge_meta SET value = \(value) WHERE key = 'epoch'")
        await expectError(.corrupted) {
            _ = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        }
    }

    @Test func aFeedAtItsEndIsNoTrap() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        try PlainSQL(folder.file()).run(
            "INSERT INTO databridge_changes (sequence, operation) "
                + "VALUES (\(Int64.max), 'commit')")
        await expectError(.corrupted) {
            try await store.repository(for: Note.self).insert(Note(id: 1))
        }
        #expect(try await store.repository(for: Note.self).count() == 0)
        try await store.close()
    }

    @Test func everyTypeOfFieldIsReadBackFromTheCatalog() async throws {
        let folder = try TestFolder()
        let inner = EmbeddedLayout(fields: [
            FieldLayout(name: "x", type: .integer, isOptional: true)
        ])
        let types: [FieldType] = [
            .bool, .integer, .double, .decimal, .string, .date, .uuid, .data, .duration,
            .losslessID, .opaque, .embedded(inner),
            .array(.embedded(inner), optionalElements: true),
            .dictionary(.string, optionalValues: false),
        ]
        let fields = types.enumerated().map { index, type in
            FieldLayout(name: "f\(index)", type: type, isOptional: true)
        }
        let schema = FlexibleRecord.schema(
            "t", [FieldLayout(name: "id", type: .string)] + fields)
        let options = [FeedRetention.commits(10), .off, .commits(10)]
        for feed in options {
            // A change of the feed makes the store read every shape.
            let store = try await SQLiteStore.open(
                folder.file(), entities: [schema], options: StoreOptions(feed: feed))
            let record = FlexibleRecord("a", Array(repeating: .null, count: types.count))
            try await store.repository(for: FlexibleRecord.self).upsert(record)
            #expect(try await store.repository(for: FlexibleRecord.self).get("a") == record)
            try await store.close()
        }
        // A shape of more fields is compared with it, type by type.
        let more = FieldLayout(name: "more", type: .string, isOptional: true)
        let wider = FlexibleRecord.schema(
            "t", [FieldLayout(name: "id", type: .string)] + fields + [more])
        let store = try await SQLiteStore.open(folder.file(), entities: [wider])
        #expect(try await store.repository(for: FlexibleRecord.self).count() == 1)
        try await store.close()
    }
}
