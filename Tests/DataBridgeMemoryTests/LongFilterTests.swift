import DataBridgeCore
import DataBridgeMemory
import Testing

/// Filters with very many parts: lists that a program puts together.
struct LongFilterTests {
    private struct Pair: Entity {
        var id: Int
        var other: Int

        static let schema = Schema("pairs", Pair.init) {
            Field(\.id, "id")
            Field(\.other, "other")
        }
    }

    @Test(arguments: [0, 1, 2, 8, 9, 50_000])
    func manyPartsAreNoDepth(count: Int) async throws {
        let store = MemoryStore(entities: [Pair.schema])
        let pairs = store.repository(for: Pair.self)
        try await pairs.insert(all: (0..<4).map { Pair(id: $0, other: -$0) })
        let field = FieldReference(path: ["other"])
        let tests = (0..<count).map { RecordPredicate.equals(field, .int(Int64(-$0))) }
        let expected = (0..<4).filter { $0 < count }
        #expect(try await pairs.find(where: Filter(.or(tests))).map(\.id) == expected)
        let none = tests.map { RecordPredicate.not($0) }
        #expect(
            try await pairs.find(where: Filter(.and(none))).map(\.id)
                == (0..<4).filter { $0 >= count })
    }
}
