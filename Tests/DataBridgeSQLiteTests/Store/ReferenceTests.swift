import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// References between tables.
struct ReferenceTests {
    private static let id = FieldLayout(name: "id", type: .string)
    private static let parents = FlexibleRecord.schema("parents", [id])
    private static let children = FlexibleRecord.schema(
        "children", [id, FieldLayout(name: "parent", type: .string, isOptional: true)],
        references: [RunTimeReference(field: 1, to: "parents", onDelete: .restrict)])
    private static let nodes = FlexibleRecord.schema(
        "nodes", [id, FieldLayout(name: "up", type: .string, isOptional: true)],
        references: [RunTimeReference(field: 1, to: "nodes", onDelete: .cascade)])

    private func open(_ folder: TestFolder) async throws -> SQLiteStore {
        try await SQLiteStore.open(
            folder.file(), entities: [Self.children, Self.parents, Self.nodes])
    }

    @Test func theyAreForeignKeysOfTheTable() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let sql = try PlainSQL(folder.file())
        let keys = "SELECT \"table\" || ' ' || \"from\" || ' ' || \"to\" FROM "
        #expect(
            try sql.column(keys + "pragma_foreign_key_list('children')") == ["parents parent id"])
        #expect(try sql.column(keys + "pragma_foreign_key_list('nodes')") == ["nodes up id"])
        try sql.run("PRAGMA foreign_keys = 1")
        #expect(throws: PlainSQL.Failure.self) {
            try sql.run("INSERT INTO children (id, parent) VALUES ('c', 'nobody')")
        }
        let children = store.repository(for: FlexibleRecord.self, in: "children")
        let parents = store.repository(for: FlexibleRecord.self, in: "parents")
        await expectError(.constraint) {
            try await children.insert(FlexibleRecord("c", "nobody"))
        }
        try await parents.insert(FlexibleRecord("p"))
        try await children.insert(FlexibleRecord("c", "p"))
        let plan = try children.explain(Query(where: .field("parent") == "p"))
        #expect(plan.access == .index("index_parent"))
        await expectError(.constraint) { _ = try await parents.delete("p") }
        try await store.close()
    }

    @Test func orderInsideOfATransactionDoesNotMatterToSQL() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let nodes = store.repository(for: FlexibleRecord.self, in: "nodes")
        try await nodes.insert(all: [FlexibleRecord("a", "b"), FlexibleRecord("b", "a")])
        try await nodes.delete("a")
        #expect(try await nodes.count() == 0)
        try await store.close()
    }

    @Test func aTargetThatIsDroppedLeavesNoTrap() async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        let children = store.repository(for: FlexibleRecord.self, in: "children")
        let parents = store.repository(for: FlexibleRecord.self, in: "parents")
        try await parents.insert(FlexibleRecord("p"))
        try await children.insert(FlexibleRecord("c", "p"))
        await expectError(.constraint) { try await store.dropCollection("parents") }
        try await children.delete("c")
        try await store.dropCollection("parents")
        #expect(try await store.collections() == ["children", "nodes"])
        try await children.insert(FlexibleRecord("d", .null))
        try await children.update("d") { $0.values = [.null] }
        await expectError(.notFound) { try await children.insert(FlexibleRecord("e", "p")) }
        let start = try await store.currentPosition()
        try PlainSQL(folder.file()).run("INSERT INTO parents (id) VALUES ('stray')")
        // Records of a collection that is dropped are no part of the feed.
        #expect(try await store.changes(from: start).commits.isEmpty)
        try await store.createCollection("parents", like: FlexibleRecord.self)
        #expect(try await parents.count() == 0)
        try await parents.insert(FlexibleRecord("p"))
        try await children.insert(FlexibleRecord("e", "p"))
        try await store.close()
        let again = try await open(folder)
        let kept = again.repository(for: FlexibleRecord.self, in: "children")
        #expect(try await kept.find().map(\.id) == ["d", "e"])
        try await again.close()
    }

    @Test func aDroppedCollectionIsMadeAgainWithAnotherShape() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [Note.schema, Self.parents])
        let parents = store.repository(for: FlexibleRecord.self, in: "parents")
        try await parents.insert(FlexibleRecord("p"))
        try await store.dropCollection("parents")
        await expectError(.notFound) { _ = try await parents.get("p") }
        try await store.transaction {
            try await store.createCollection("parents", like: Note.self)
            try await store.repository(for: Note.self, in: "parents").insert(Note(id: 7))
        }
        #expect(try await store.repository(for: Note.self, in: "parents").get(7) == Note(id: 7))
        await expectError(.invalid) { _ = try await parents.get("p") }
        try await store.close()
    }

    @Test func softlyDeletedRecordsAreTold() async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema(
            "t",
            [
                Self.id, FieldLayout(name: "name", type: .string),
                FieldLayout(name: "gone", type: .date, isOptional: true),
            ], indexes: [IndexLayout(fields: [["name"]], isUnique: true)], softDeleteIndex: 2)
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let records = store.repository(for: FlexibleRecord.self)
        let start = try await store.currentPosition()
        try await records.insert(FlexibleRecord("a", "x", .null))
        #expect(try await records.delete("a"))
        #expect(try await records.get("a") == nil)
        #expect(try await records.includingDeleted().get("a") != nil)
        // The unique value is free.
        try await records.insert(FlexibleRecord("b", "x", .null))
        try await records.includingDeleted().delete("a")
        let told = try await store.changes(from: start).commits.flatMap(\.changes)
        #expect(told.map(\.operation).prefix(3) == [.insert, .delete, .insert])
        #expect(told.first?.isHidden == false)
        let sql = try PlainSQL(folder.file())
        try sql.run("UPDATE t SET gone = '2001-01-01T00:00:00' WHERE id = 'b'")
        #expect(try await records.count() == 0)
        let last = try await store.changes(from: start).commits.last
        #expect(last?.changes.map(\.operation) == [.delete])
        try await store.close()
    }
}
