import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// What opening does about differences between tables and schemas.
struct SchemaPolicyTests {
    private let id = FieldLayout(name: "id", type: .string)
    private let text = FieldLayout(name: "text", type: .string)

    private func open(
        _ folder: TestFolder, _ schema: Schema<FlexibleRecord>, _ policy: SchemaPolicy = .additive
    ) async throws -> SQLiteStore {
        try await SQLiteStore.open(
            folder.file(), entities: [schema], options: StoreOptions(schemaPolicy: policy))
    }

    /// A file with one record of a schema.
    private func made(
        _ folder: TestFolder, _ schema: Schema<FlexibleRecord>, _ record: FlexibleRecord
    ) async throws {
        let store = try await open(folder, schema)
        try await store.repository(for: FlexibleRecord.self).insert(record)
        try await store.close()
    }

    private func shape(_ folder: TestFolder) throws -> [String] {
        try PlainSQL(folder.file()).column("SELECT sql FROM sqlite_schema ORDER BY name")
    }

    @Test func missingColumnsAreMadeWithTheirDefaults() async throws {
        let folder = try TestFolder()
        try await made(
            folder, FlexibleRecord.schema("t", [id, text]), FlexibleRecord("a", "x"))
        let date = Date(timeIntervalSince1970: 0.5)
        let added: [FieldLayout] = [
            FieldLayout(name: "quoted", type: .string, defaultValue: "it's \"so\""),
            FieldLayout(name: "count", type: .integer, defaultValue: 7),
            FieldLayout(name: "ratio", type: .double, defaultValue: .double(0.1)),
            FieldLayout(name: "at", type: .date, defaultValue: .date(date)),
            FieldLayout(name: "raw", type: .data, defaultValue: .data(Data([0, 1]))),
            FieldLayout(
                name: "list", type: .array(.string, optionalElements: false),
                defaultValue: .array(["p"])),
            FieldLayout(name: "none", type: .integer, isOptional: true),
        ]
        let newer = FlexibleRecord.schema(
            "t", [id, text] + added, indexes: [IndexLayout(fields: [["count"]], isUnique: false)])
        let store = try await open(folder, newer)
        let records = store.repository(for: FlexibleRecord.self)
        let expected = FlexibleRecord(
            "a", "x", "it's \"so\"", 7, .double(0.1), .date(date), .data(Data([0, 1])),
            .array(["p"]), .null)
        #expect(try await records.get("a") == expected)
        #expect(try await records.find(where: .field("count") == 7) == [expected])
        let second = FlexibleRecord("b", Array(expected.values))
        try await records.insert(second)
        #expect(try await records.get("b") == second)
        let plan = try records.explain(Query(where: .field("count") == 7))
        #expect(plan.access == .index("index_count"))
        try await store.close()
        // A program of before writes on, as the columns have defaults.
        try PlainSQL(folder.file()).run("INSERT INTO t (id, text) VALUES ('c', 'y')")
        let again = try await open(folder, newer, .verify)
        let third = try await again.repository(for: FlexibleRecord.self).get("c")
        #expect(third?.values.dropFirst() == expected.values.dropFirst())
        try await again.close()
    }

    @Test func aColumnWithoutADefaultIsRefused() async throws {
        let folder = try TestFolder()
        try await made(
            folder, FlexibleRecord.schema("t", [id, text]), FlexibleRecord("a", "x"))
        let before = try shape(folder)
        let more = FieldLayout(name: "more", type: .integer)
        let zero = FieldLayout(name: "zero", type: .string, defaultValue: "a\0b")
        for field in [more, zero] {
            let error = await expectError(.unsupported) {
                _ = try await open(folder, FlexibleRecord.schema("t", [id, text, field]))
            }
            #expect(error?.message.contains(field.name) ?? false)
        }
        #expect(try shape(folder) == before)
    }

    @Test func otherTypesAndRemovedFieldsAreRefusedAndNothingIsChanged() async throws {
        let folder = try TestFolder()
        try await made(
            folder, FlexibleRecord.schema("t", [id, text]), FlexibleRecord("a", "x"))
        let before = try shape(folder)
        let extra = FieldLayout(name: "extra", type: .integer, defaultValue: 1)
        for fields in [
            [id, FieldLayout(name: "text", type: .date), extra],
            [id, FieldLayout(name: "text", type: .string, isOptional: true), extra],
            [id, extra],
        ] {
            let error = await expectError(.unsupported) {
                _ = try await open(folder, FlexibleRecord.schema("t", fields))
            }
            #expect(error?.message.contains("\"text\"") ?? false)
        }
        #expect(try shape(folder) == before)
        let store = try await open(folder, FlexibleRecord.schema("t", [id, text]))
        #expect(
            try await store.repository(for: FlexibleRecord.self).get("a")
                == FlexibleRecord("a", "x"))
        try await store.close()
    }

    @Test func verifyListsEveryDifference() async throws {
        let folder = try TestFolder()
        let none = await expectError(.unsupported) {
            _ = try await open(folder, FlexibleRecord.schema("t", [id, text]), .verify)
        }
        #expect(none?.message.contains("t: there is no table") ?? false)
        try await made(
            folder, FlexibleRecord.schema("t", [id, text]), FlexibleRecord("a", "x"))
        let before = try shape(folder)
        let error = await expectError(.unsupported) {
            let extra = FieldLayout(name: "extra", type: .integer, defaultValue: 1)
            _ = try await open(
                folder,
                FlexibleRecord.schema("t", [id, FieldLayout(name: "text", type: .date), extra]),
                .verify)
        }
        #expect(error?.message.contains("\"text\" is of another type") ?? false)
        #expect(error?.message.contains("there is no \"extra\"") ?? false)
        #expect(try shape(folder) == before)
        let store = try await open(folder, FlexibleRecord.schema("t", [id, text]), .verify)
        try await store.close()
    }

    @Test func missingIndexesAreMade() async throws {
        let folder = try TestFolder()
        try await made(
            folder, FlexibleRecord.schema("t", [id, text]), FlexibleRecord("a", "x"))
        let unique = FlexibleRecord.schema(
            "t", [id, text], indexes: [IndexLayout(fields: [["text"]], isUnique: true)])
        var store = try await open(folder, unique)
        let records = store.repository(for: FlexibleRecord.self)
        await expectError(.constraint) { try await records.insert(FlexibleRecord("b", "x")) }
        try await store.close()
        // The constraint of the table outlives its declaration.
        store = try await open(folder, FlexibleRecord.schema("t", [id, text]))
        let undeclared = store.repository(for: FlexibleRecord.self)
        let error = await expectError(.constraint) {
            try await undeclared.insert(FlexibleRecord("b", "x"))
        }
        #expect(error?.constraintKind == .unique)
        #expect(try await undeclared.count() == 1)
        try await store.close()
    }

    @Test func aUniqueIndexOverEqualValuesIsRefused() async throws {
        let folder = try TestFolder()
        let plain = FlexibleRecord.schema("t", [id, text])
        try await made(folder, plain, FlexibleRecord("a", "x"))
        try PlainSQL(folder.file()).run("INSERT INTO t (id, text) VALUES ('b', 'x')")
        let before = try shape(folder)
        await expectError(.constraint) {
            let unique = [IndexLayout(fields: [["text"]], isUnique: true)]
            _ = try await open(
                folder, FlexibleRecord.schema("t", [id, text], indexes: unique))
        }
        #expect(try shape(folder) == before)
    }

    @Test func newerDataOpensForReadersItAllows() async throws {
        let folder = try TestFolder()
        let plain = FlexibleRecord.schema("t", [id, text])
        try await made(folder, plain.version(3, minimumReader: 2), FlexibleRecord("a", "x"))
        let store = try await open(folder, plain.version(2))
        #expect(try await store.repository(for: FlexibleRecord.self).count() == 1)
        try await store.close()
        for policy in [SchemaPolicy.additive, .verify] {
            let error = await expectError(.unsupported) {
                _ = try await open(folder, plain, policy)
            }
            #expect(error?.message.contains("version") ?? false)
        }
    }

    @Test func anEntityOfAnotherShapeIsRefused() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [Note.schema, FlexibleRecord.schema("t", [id, text])])
        await expectError(.invalid) {
            _ = try await store.repository(for: Note.self, in: "t").get(1)
        }
        await expectError(.notFound) {
            _ = try await store.repository(for: Note.self, in: "absent").get(1)
        }
        await expectError(.alreadyExists) {
            try await store.createCollection("t", like: Note.self)
        }
        await expectError(.notFound) { try await store.dropCollection("absent") }
        try await store.close()
    }
}
