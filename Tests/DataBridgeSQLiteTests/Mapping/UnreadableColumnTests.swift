import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// What another program has written that is no value of the field's type.
struct UnreadableColumnTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var type: FieldType
        var literal: String

        var testDescription: String { "\(literal) as \(type)" }
    }

    static let cases: [Case] = [
        Case(type: .bool, literal: "2"),
        Case(type: .date, literal: "'yesterday'"),
        Case(type: .uuid, literal: "'1-2-3'"),
        Case(type: .decimal, literal: "'twelve'"),
        Case(type: .duration, literal: "'an hour'"),
        Case(type: .losslessID, literal: "X'6162'"),
        Case(type: .losslessID, literal: "X'FF'"),
        Case(type: .losslessID, literal: "0.5"),
        Case(type: .string, literal: "CAST(X'FF' AS TEXT)"),
        Case(type: .decimal, literal: "CAST(X'FF' AS TEXT)"),
        Case(type: .array(.string, optionalElements: false), literal: "'[1]'"),
        Case(type: .array(.string, optionalElements: false), literal: "'['"),
        Case(type: .array(.string, optionalElements: false), literal: "'{}'"),
    ]

    @Test(arguments: cases)
    func isCorruptedAndNamesTheField(_ problem: Case) async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema(
            "things", FieldLayout(name: "field", type: problem.type, isOptional: true))
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let things = store.repository(for: FlexibleRecord.self, in: "things")
        try await things.insert(FlexibleRecord("sound", .null))
        try PlainSQL(folder.file()).run(
            "INSERT INTO things (id, field) VALUES ('bad', \(problem.literal))")
        let error = await expectError(.corrupted) { _ = try await things.get("bad") }
        #expect(error?.recordID == .string("bad"))
        #expect(error?.fields.first?.hasPrefix("field") ?? false)
        #expect(try await things.get("sound") == FlexibleRecord("sound", .null))
        await expectError(.corrupted) { _ = try await things.find() }
        if ![FieldType.string, .losslessID].contains(problem.type) {
            // A test that SQL leaves to a function of ours.
            await expectError(.corrupted) {
                _ = try await things.count(where: .field("field") == "a text")
            }
        }
        // A delete puts it right.
        try PlainSQL(folder.file()).run("DELETE FROM things WHERE id = 'bad'")
        #expect(try await things.count() == 1)
        try await store.close()
    }

    @Test func datesOutsideOfTheYearsOfFourDigitsAreRefused() async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema("things", FieldLayout(name: "at", type: .date))
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let things = store.repository(for: FlexibleRecord.self, in: "things")
        let far = Value.date(Date(timeIntervalSince1970: 1e15))
        await expectError(.invalid) { try await things.insert(FlexibleRecord("a", far)) }
        #expect(try await things.count() == 0)
        let earlier = Filter<FlexibleRecord>.field("at") < Date(timeIntervalSince1970: 1e15)
        await expectError(.invalid) { _ = try await things.count(where: earlier) }
        try await store.close()
    }
}
