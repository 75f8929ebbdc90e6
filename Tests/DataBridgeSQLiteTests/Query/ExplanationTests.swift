import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// What a plan says of the way to the records.
struct ExplanationTests {
    private func withRecords(
        _ body: (any DataRepository<FlexibleRecord>) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema(
            "t", texts: ["a", "b", "c", "d", "e"],
            indexes: [
                IndexLayout(fields: [["a"]], isUnique: false),
                IndexLayout(fields: [["b"], ["c"]], isUnique: false),
                IndexLayout(fields: [["b"]], isUnique: true),
                IndexLayout(fields: [["d"]], isUnique: false),
                IndexLayout(fields: [["d"], ["e"]], isUnique: false),
            ])
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        try await body(store.repository(for: FlexibleRecord.self))
        try await store.close()
    }

    @Test func theWayIsNamed() async throws {
        try await withRecords { records in
            let ways: [(Filter<FlexibleRecord>, QueryPlan.Access)] = [
                (.field("id") == "x", .id),
                (.field("id").isIn(["x", "y"]), .id),
                (.field("id") > "x", .idRange),
                (.field("id").hasPrefix("x"), .idRange),
                (.field("a") == "x", .index("index_a")),
                (.field("a").hasPrefix("x"), .index("index_a")),
                (.field("b") == "x", .index("unique_b")),
                (.field("d") == "x" && .field("e") == "y", .index("index_d_e")),
                (.field("c") == "x", .scan),
                (.all, .scan),
            ]
            for (filter, access) in ways {
                let plan = try records.explain(Query(where: filter))
                #expect(plan.access == access)
            }
        }
    }

    @Test func integerIdsAreFoundByNumber() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        #expect(try notes.explain(Query(where: \.id == 1)).access == .id)
        #expect(try notes.explain(Query(where: \.id > 1)).access == .idRange)
        #expect(try notes.explain(Query(where: \.rank == 1)).access == .index("index_rank"))
        try await store.close()
    }

    @Test func aScanIsWarnedOf() async throws {
        try await withRecords { records in
            let scan = try records.explain(Query(where: .field("c") == "x"))
            #expect(scan.detail?.contains("declare an index") ?? false)
            #expect(scan.inCore.isEmpty)
            #expect(scan.inStore.contains(.filter))
            let all = try records.explain(Query())
            #expect(!(all.detail?.contains("declare an index") ?? true))
            let found = try records.explain(Query(where: .field("a") == "x"))
            #expect(!(found.detail?.contains("declare an index") ?? true))
            let either: Filter<FlexibleRecord> = .field("a") == "x" || .field("b") == "y"
            let both = try records.explain(Query(where: either))
            #expect(both.access != .scan)
            #expect(!(both.detail?.contains("declare an index") ?? true))
        }
    }

    @Test func aFieldThatIsNotDeclaredIsRefused() async throws {
        try await withRecords { records in
            await expectError(.invalid) {
                _ = try records.explain(Query(where: .field("x") == "x"))
            }
            await expectError(.invalid) { _ = try await records.find(where: .field("x") == "x") }
        }
    }
}
