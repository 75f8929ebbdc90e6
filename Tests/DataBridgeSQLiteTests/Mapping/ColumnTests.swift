import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// The tables as plain SQL sees them.
struct ColumnTests {
    struct Place: Embedded, Hashable {
        var city: String
        var zip: Int

        static let fields = EmbeddedFields(Place.init) {
            Field(\.city, "city")
            Field(\.zip, "zip")
        }
    }

    struct Sample: Entity, Equatable {
        var id: UUID
        var flag: Bool?
        var count: Int?
        var ratio: Double?
        var text: String?
        var date: Date?
        var data: Data?
        var price: Decimal?
        var wait: Duration?
        var key: LosslessID?
        var place: Place?
        var tags: [String]?

        static let schema = Schema("samples", Sample.init) {
            Field(\.id, "id")
            Field(\.flag, "flag")
            Field(\.count, "count")
            Field(\.ratio, "ratio")
            Field(\.text, "text")
            Field(\.date, "date")
            Field(\.data, "data")
            Field(\.price, "price")
            Field(\.wait, "wait")
            Field(\.key, "key")
            Field(\.place, "place")
            Field(\.tags, "tags")
        }
    }

    private static let id = "00112233-4455-6677-8899-AABBCCDDEEFF"

    private func sample() throws -> Sample {
        Sample(
            id: try #require(UUID(uuidString: Self.id)), flag: true, count: -7, ratio: 0.5,
            text: "it's", date: Date(timeIntervalSince1970: 86_400.25),
            data: Data([0, 255]), price: Decimal(string: "12.50"), wait: .milliseconds(1_500),
            key: .string("k"), place: Place(city: "Bonn", zip: 53_111), tags: ["a", "b"])
    }

    @Test func columnsHaveTheDocumentedTypes() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Sample.schema])
        let sql = try PlainSQL(folder.file())
        let columns = try sql.column(
            "SELECT name || ' ' || type || ' ' || \"notnull\" || pk "
                + "FROM pragma_table_info('samples')")
        #expect(
            columns == [
                "id TEXT 11", "flag INTEGER 00", "count INTEGER 00", "ratio REAL 00",
                "text TEXT 00", "date TEXT 00", "data BLOB 00", "price TEXT 00", "wait TEXT 00",
                "key ANY 00", "place TEXT 00", "tags TEXT 00", "databridge_version INTEGER 10",
            ])
        let table = "SELECT strict || wr FROM pragma_table_list('samples')"
        #expect(try sql.value(table) == "11")
        try await store.close()
    }

    @Test func valuesStandAsDocumented() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Sample.schema])
        let samples = store.repository(for: Sample.self)
        let written = try sample()
        try await samples.insert(written)
        #expect(try await samples.get(written.id) == written)
        let sql = try PlainSQL(folder.file())
        let expected = [
            "id": "'\(Self.id)'", "flag": "1", "count": "-7", "ratio": "0.5", "text": "'it''s'",
            "date": "'1970-01-02T00:00:00.25'", "data": "X'00FF'", "price": "'12.5'",
            "wait": "'PT1.5S'", "key": "'k'", "place": "'{\"city\":\"Bonn\",\"zip\":53111}'",
            "tags": "'[\"a\",\"b\"]'",
        ]
        for (column, value) in expected {
            let found = try sql.value("SELECT quote(\"\(column)\") FROM samples")
            #expect(found == value, "\(column)")
        }
        let version = try #require(try sql.value("SELECT databridge_version FROM samples"))
        #expect(try #require(Int64(version)) > 0)
        try await store.close()
    }

    @Test func nilIsNull() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Sample.schema])
        let samples = store.repository(for: Sample.self)
        let empty = Sample(id: try #require(UUID(uuidString: Self.id)))
        try await samples.insert(empty)
        #expect(try await samples.get(empty.id) == empty)
        let nulls = Sample.schema.collection.fields.dropFirst()
            .map { "(\"\($0.name)\" IS NULL)" }.joined(separator: " + ")
        #expect(try PlainSQL(folder.file()).value("SELECT \(nulls) FROM samples") == "11")
        try await store.close()
    }

    @Test func keysOfAnyKindStandInTheirOwnType() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Document.schema])
        let documents = store.repository(for: Document.self)
        let spelled = try #require(LosslessNumber("92.10"))
        for id: LosslessID in [7, "seven", .number(spelled)] {
            try await documents.insert(try Document(["id": id.value, "n": 1]))
        }
        let sql = try PlainSQL(folder.file())
        let kinds = try sql.column("SELECT typeof(id) FROM documents ORDER BY typeof(id)")
        #expect(kinds == ["blob", "integer", "text"])
        let blob = "SELECT CAST(id AS TEXT) FROM documents WHERE typeof(id) = 'blob'"
        #expect(try sql.value(blob) == "92.10")
        #expect(try await documents.get(.number(spelled))?["n"] == 1)
        #expect(try sql.value("SELECT document ->> '$.n' FROM documents WHERE id = 7") == "1")
        try await store.close()
    }

    @Test func filesAreReadableByTheirOwnerOnly() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        try await store.repository(for: Note.self).insert(Note(id: 1))
        for name in ["test.db", "test.db-wal", "test.db-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        try await store.close()
    }

    @Test func newestVersionIsThatOfTheColumn() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        let first = try await notes.insert(Note(id: 1))
        let sql = try PlainSQL(folder.file())
        let query = "SELECT databridge_version FROM notes"
        let before = try sql.value(query)
        let second = try await notes.update(Note(id: 1, title: "b"))
        #expect(first.version != second.version)
        #expect(try sql.value(query) != before)
        // What changes nothing moves nothing.
        let third = try await notes.update(Note(id: 1, title: "b"))
        #expect(third.version == second.version)
        try await store.close()
    }
}
