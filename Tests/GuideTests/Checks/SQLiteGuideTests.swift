import DataBridge
import DataBridgeSQLite
import Foundation
import Testing

/// Holds the table of the guide to SQLite against what stands in a database.
struct SQLiteGuideTests {
    @Test func theMappingIsTheOneShown() async throws {
        let rows = Guide.table("Field type", in: try Guide.text(SQLiteSnippets.page))
        try await ScratchFile.with { file in
            let path = file.folder.appendingPathComponent("app.db").path
            let store = try await SQLiteStore.open(path, entities: [Everything.schema])
            try await store.repository(for: Everything.self).insert(.sample)
            let columns = try PlainSQL.run(
                """
                SELECT name, type FROM pragma_table_info('everything')
                WHERE name NOT IN ('id', 'databridge_version')
                """, on: path)
            #expect(rows.count == columns.count)
            for (row, column) in zip(rows, columns) where row.count == 3 {
                let held = try PlainSQL.run("SELECT quote(\(column[0])) FROM everything", on: path)
                #expect(row[1] == "`\(column[1])`", "\(row[0])")
                #expect(row[2].hasPrefix("`\(held[0][0])`"), "\(row[0]): \(held[0][0])")
            }
            try await store.close()
        }
    }
}

/// A field of every kind, in the order of the table.
private struct Everything: Entity {
    var id: Int
    var flag: Bool
    var count: Int32
    var ratio: Double
    var name: String
    var at: Date
    var key: UUID
    var bytes: Data
    var price: Decimal
    var wait: Duration
    var spelled: LosslessID
    var tags: [String]

    static let schema = Schema("everything", Everything.init) {
        Field(\.id, "id")
        Field(\.flag, "flag")
        Field(\.count, "count")
        Field(\.ratio, "ratio")
        Field(\.name, "name")
        Field(\.at, "at")
        Field(\.key, "key")
        Field(\.bytes, "bytes")
        Field(\.price, "price")
        Field(\.wait, "wait")
        Field(\.spelled, "spelled")
        Field(\.tags, "tags")
    }

    static let sample = Everything(
        id: 1, flag: true, count: 42, ratio: 2.5, name: "Ann",
        at: Date(timeIntervalSince1970: 1_772_352_000.25),
        key: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
        bytes: Data([1, 2]), price: Decimal(string: "27.1") ?? 0, wait: .seconds(90),
        spelled: "2b", tags: ["a", "b"])
}
