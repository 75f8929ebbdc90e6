import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Unique values that records hand to each other.
struct UniqueExchangeTests {
    private static let schema = FlexibleRecord.schema(
        "t", texts: ["a", "b"],
        indexes: [
            IndexLayout(fields: [["a"]], isUnique: true),
            IndexLayout(fields: [["b"]], isUnique: true),
        ])

    private func withStore(
        _ body: (SQLiteStore, any DataRepository<FlexibleRecord>) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Self.schema])
        let records = store.repository(for: FlexibleRecord.self)
        try await records.insert(all: [
            FlexibleRecord("1", "x", .null), FlexibleRecord("2", "y", .null),
            FlexibleRecord("3", "z", .null),
        ])
        try await body(store, records)
        try await store.close()
    }

    @Test func aBatchExchangesThem() async throws {
        try await withStore { store, records in
            let start = try await store.currentPosition()
            let exchanged = [
                FlexibleRecord("1", "y", .null), FlexibleRecord("2", "z", .null),
                FlexibleRecord("3", "x", .null),
            ]
            try await records.upsert(all: exchanged)
            #expect(try await records.find() == exchanged)
            #expect(try await records.find(where: .field("a") == "x").map(\.id) == ["3"])
            let told = try await store.changes(from: start).commits.flatMap(\.changes)
            #expect(told.map(\.operation) == [.update, .update, .update])
            // The versions told are those that the records have.
            let versions = try await records.records(Query()).map(\.version)
            #expect(told.map(\.version) == versions)
        }
    }

    @Test func aNewRecordTakesThoseOfOneThatChanges() async throws {
        try await withStore { _, records in
            try await records.upsert(all: [
                FlexibleRecord("4", "x", .null), FlexibleRecord("1", "w", .null),
            ])
            #expect(try await records.get("4")?.values.first == "x")
            #expect(try await records.get("1")?.values.first == "w")
        }
    }

    @Test func oneThatIsLeftOverFailsTheBatchAndChangesNothing() async throws {
        try await withStore { store, records in
            let before = try await records.find()
            let error = await expectError(.constraint) {
                try await records.upsert(all: [
                    FlexibleRecord("1", "y", .null), FlexibleRecord("2", "z", .null),
                ])
            }
            #expect(error?.constraintKind == .unique)
            #expect(error?.fields == ["a"])
            #expect(try await records.find() == before)
            await expectError(.constraint) {
                try await records.insert(FlexibleRecord("5", "x", .null))
            }
            await expectError(.alreadyExists) {
                try await records.insert(FlexibleRecord("1", "y", .null))
            }
            // Inside a transaction the operation undoes itself only.
            try await store.transaction {
                try await records.insert(FlexibleRecord("6", "v", .null))
                await expectError(.constraint) {
                    try await records.insert(FlexibleRecord("7", "v", .null))
                }
                try await records.insert(FlexibleRecord("7", "u", .null))
            }
            #expect(try await records.count() == 5)
        }
    }

    @Test func anUpdateOfAllPassesThemOn() async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema(
            "t",
            [
                FieldLayout(name: "id", type: .string), FieldLayout(name: "n", type: .integer),
            ], indexes: [IndexLayout(fields: [["n"]], isUnique: true)])
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let records = store.repository(for: FlexibleRecord.self)
        try await records.insert(all: (1...20).map { FlexibleRecord("\($0)", .int(Int64($0))) })
        let field = FieldReference(path: ["n"])
        let changed = try await records.updateAll(
            where: .all, set: [Assignment(field, .increment(1))])
        #expect(changed == 20)
        let found = try await records.find(Query(sortedBy: [.field("n")]))
        let expected = (2...21).map { [Value.int($0)] }
        #expect(found.map(\.values) == expected)
        try await store.close()
    }

    @Test func severalConstraintsAtOnce() async throws {
        try await withStore { _, records in
            try await records.upsert(all: [
                FlexibleRecord("1", "x", "p"), FlexibleRecord("2", "y", "q"),
            ])
            try await records.upsert(all: [
                FlexibleRecord("1", "y", "q"), FlexibleRecord("2", "x", "p"),
            ])
            #expect(try await records.get("1") == FlexibleRecord("1", "y", "q"))
            let error = await expectError(.constraint) {
                try await records.insert(FlexibleRecord("9", .null, "q"))
            }
            #expect(error?.fields == ["b"])
        }
    }
}
