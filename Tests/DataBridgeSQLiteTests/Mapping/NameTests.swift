import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Names that SQL would take for something else if it could.
struct NameTests {
    static let names = [
        "a\"b", "\"", "\"\"", "a'b", "'); DROP TABLE victim; --", "\"); DROP TABLE victim; --",
        // A quote that is one character with what follows.
        "a\"\u{301}; DROP TABLE victim; --", "a'\u{301}b", "select", "table", "order by", "rowid",
        "sqlite_x", "SQLite_sequence", "databridge_x", "DataBridge_meta", "a.b", "a b", " ", "?1",
        ":x", "[a]", "`a`", "é", "e\u{301}", "日本語", "💥", "a\nb", "--", "/*", "%", "\\", "",
        "document", "field",
    ]

    @Test(arguments: names)
    func aCollectionMayBeNamed(_ name: String) async throws {
        let folder = try TestFolder()
        try PlainSQL(folder.file()).run("CREATE TABLE victim (a)")
        let schema = FlexibleRecord.schema(
            name, texts: ["text"], indexes: [IndexLayout(fields: [["text"]], isUnique: true)])
        for round in 1...2 {
            let store = try await SQLiteStore.open(folder.file(), entities: [schema])
            let records = store.repository(for: FlexibleRecord.self)
            let start = try await store.currentPosition()
            let record = FlexibleRecord("\(round)", .string("x\(round)"))
            try await records.insert(record)
            #expect(try await records.find(where: .field("text") == "x\(round)") == [record])
            let told = try await store.changes(from: start).commits.flatMap(\.changes)
            #expect(told.map { Array($0.collection.utf8) } == [Array(name.utf8)])
            #expect(try await store.collections().map { Array($0.utf8) } == [Array(name.utf8)])
            try await store.close()
        }
        #expect(try PlainSQL(folder.file()).value("SELECT count(*) FROM victim") == "0")
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        try await store.dropCollection(name)
        #expect(try await store.collections().isEmpty)
        try await store.close()
    }

    @Test func allFieldsStandInOneTable() async throws {
        let folder = try TestFolder()
        let names = Self.names + ["Select", "SELECT", "É"]
        let indexed = Self.names.filter { !$0.isEmpty && $0 != "document" }.prefix(20)
        let schema = FlexibleRecord.schema(
            "t", texts: names,
            indexes: indexed.map { IndexLayout(fields: [[$0]], isUnique: false) })
        for round in 1...2 {
            let store = try await SQLiteStore.open(folder.file(), entities: [schema])
            let records = store.repository(for: FlexibleRecord.self)
            let record = FlexibleRecord(
                "\(round)", names.indices.map { .string("\(round) \($0)") })
            try await records.insert(record)
            #expect(try await records.get(record.id) == record)
            for (index, name) in names.enumerated() {
                let filter = Filter<FlexibleRecord>.field(path: [name]) == "\(round) \(index)"
                #expect(try await records.count(where: filter) == 1, "\(name)")
            }
            try await store.close()
        }
    }

    @Test func namesThatDifferInCaseOnlyAreTwo() async throws {
        let folder = try TestFolder()
        let schemas = ["Tasks", "tasks", "TASKS"].map { FlexibleRecord.schema($0, texts: ["x"]) }
        let store = try await SQLiteStore.open(folder.file(), entities: schemas)
        for name in ["Tasks", "tasks", "TASKS"] {
            let records = store.repository(for: FlexibleRecord.self, in: name)
            try await records.insert(FlexibleRecord(name, .string(name)))
            #expect(try await records.find().map(\.id) == [name])
        }
        try await store.dropCollection("tasks")
        #expect(try await store.collections() == ["TASKS", "Tasks"])
        let tasks = store.repository(for: FlexibleRecord.self, in: "TASKS")
        #expect(try await tasks.get("TASKS") == FlexibleRecord("TASKS", "TASKS"))
        try await store.close()
    }

    @Test func composedAndDecomposedAreTwo() async throws {
        let folder = try TestFolder()
        let names = ["\u{E9}", "e\u{301}"]
        let schemas = names.map { FlexibleRecord.schema($0, texts: names) }
        let store = try await SQLiteStore.open(folder.file(), entities: schemas)
        for name in names {
            let records = store.repository(for: FlexibleRecord.self, in: name)
            let record = FlexibleRecord(name, .string("\u{E9}"), .string("e\u{301}"))
            try await records.insert(record)
            for other in names {
                let filter = Filter<FlexibleRecord>.field(path: [other])
                #expect(try await records.count(where: filter == other) == 1)
                #expect(try await records.count(where: filter != other) == 0)
            }
            // The same text to Swift, not to a store.
            let swapped = Filter<FlexibleRecord>.field(path: [names[0]]) == names[1]
            #expect(try await records.count(where: swapped) == 0)
        }
        try await store.close()
    }

    @Test func aZeroByteIsRefused() async throws {
        let folder = try TestFolder()
        for schema in [
            FlexibleRecord.schema("a\0b", texts: ["x"]), FlexibleRecord.schema("t", texts: ["\0"]),
        ] {
            await expectError(.invalid) {
                _ = try await SQLiteStore.open(folder.file(), entities: [schema])
            }
        }
        let schema = FlexibleRecord.schema("t", texts: ["DataBridge_Version"])
        await expectError(.unsupported) {
            _ = try await SQLiteStore.open(folder.file(), entities: [schema])
        }
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        await expectError(.invalid) { try await store.createCollection("\0", like: Note.self) }
        #expect(try await store.collections() == ["notes"])
        try await store.close()
    }

    @Test func wideTablesAreUpdatedFieldByField() async throws {
        let folder = try TestFolder()
        let names = (0..<70).map { "f\($0)" }
        let schema = FlexibleRecord.schema("t", texts: names)
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let records = store.repository(for: FlexibleRecord.self)
        try await records.insert(FlexibleRecord("a", Array(repeating: .null, count: 70)))
        for index in names.indices {
            try await records.update("a") { $0.values[index] = .string("\(index)") }
        }
        let expected = FlexibleRecord("a", names.indices.map { .string("\($0)") })
        #expect(try await records.get("a") == expected)
        try await store.close()
    }

    @Test func manyKindsOfUpdatesAreForgottenInTurn() async throws {
        let folder = try TestFolder()
        let names = (0..<40).map { "f\($0)" }
        let schema = FlexibleRecord.schema("t", texts: names)
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let records = store.repository(for: FlexibleRecord.self)
        try await records.insert(FlexibleRecord("a", Array(repeating: .null, count: 40)))
        for round in 1...2 {
            for index in names.indices {
                try await records.update("a") { $0.values[index] = .string("\(round)") }
            }
        }
        let expected = FlexibleRecord("a", Array(repeating: "2", count: 40))
        #expect(try await records.get("a") == expected)
        try await store.close()
    }
}
