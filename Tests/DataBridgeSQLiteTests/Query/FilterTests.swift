import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Filters that SQL cannot tell by itself, and those at its limits.
struct FilterTests {
    struct Place: Embedded, Hashable {
        var city: String
        var zip: Int
        var isOpen: Bool

        static let fields = EmbeddedFields(Place.init) {
            Field(\.city, "city")
            Field(\.zip, "zip")
            Field(\.isOpen, "open")
        }
    }

    struct Shop: Entity, Hashable {
        var id: Int
        var place: Place
        var tags: [String]
        var price: Decimal?
        var wait: Duration?

        static let schema = Schema("shops", Shop.init) {
            Field(\.id, "id")
            Field(\.place, "place")
            Field(\.tags, "tags")
            Field(\.price, "price")
            Field(\.wait, "wait")
        }
        .index(\.place.city)
        .index(\.place.zip)
        .index(\.place.isOpen)
        .unique(\.price)
    }

    private static let shops = [
        Shop(
            id: 1, place: Place(city: "Bonn", zip: 53_111, isOpen: true), tags: ["a", "b"],
            price: 10, wait: .seconds(90)),
        Shop(
            id: 2, place: Place(city: "Köln", zip: 50_667, isOpen: false), tags: [], price: 9,
            wait: .seconds(100)),
        Shop(
            id: 3, place: Place(city: "Ulm", zip: 1, isOpen: false), tags: ["b"], price: nil,
            wait: nil),
    ]

    private func withShops(_ body: (any DataRepository<Shop>) async throws -> Void) async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Shop.schema])
        let shops = store.repository(for: Shop.self)
        try await shops.insert(all: Self.shops)
        try await body(shops)
        try await store.close()
    }

    private func expect(
        _ filter: Filter<Shop>, _ ids: [Int], in shops: any DataRepository<Shop>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await shops.find(where: filter).map(\.id)
        #expect(found == ids, sourceLocation: sourceLocation)
    }

    @Test func fieldsInsideOfOthers() async throws {
        try await withShops { shops in
            try await expect(.field("place.city") == "Bonn", [1], in: shops)
            try await expect(.field("place.city") != "Bonn", [2, 3], in: shops)
            try await expect(.field("place.zip") == 50_667, [2], in: shops)
            try await expect(.field("place.open") == true, [1], in: shops)
            try await expect(.field("place.zip") > 51_000, [1], in: shops)
            try await expect(.field("place.city").isIn(["Bonn", "x"]), [1], in: shops)
            try await expect(.field("place.city").hasPrefix("K"), [2], in: shops)
            try await expect(.field("place.city").isNil, [], in: shops)
            #expect(
                try shops.explain(Query(where: .field("place.city") == "Bonn")).access
                    == .index("index_place.city"))
            let sorted = try await shops.find(Query(sortedBy: [.field("place.zip", .descending)]))
            #expect(sorted.map(\.id) == [1, 2, 3])
        }
    }

    @Test func listsAndTypesThatOrderOtherwise() async throws {
        try await withShops { shops in
            try await expect(.contains(\.tags, "b"), [1, 3], in: shops)
            try await expect(.field("tags").contains("z"), [], in: shops)
            // As a text "9" would come behind "10".
            try await expect(\.price > 9, [1], in: shops)
            try await expect(\.price == 9, [2], in: shops)
            try await expect(\.wait < .seconds(95), [1], in: shops)
            try await expect(.in(\.price, [9, 10]), [1, 2], in: shops)
            try await expect(.in(\.price, [9, nil]), [2, 3], in: shops)
            try await expect(.in(\.tags, [[], ["b"]]), [2, 3], in: shops)
            let sorted = try await shops.find(Query(sortedBy: [.field("price")]))
            #expect(sorted.map(\.id) == [3, 2, 1])
            #expect(
                try await shops.aggregate(.minimum(FieldReference(path: ["price"])), where: .all)
                    == .decimal(9))
        }
    }

    @Test func valuesOfAnotherKindEqualNothing() async throws {
        try await withShops { shops in
            try await expect(.field("id") == "1", [], in: shops)
            try await expect(.field("id") != "1", [1, 2, 3], in: shops)
            try await expect(.field("id").isIn(["1"]), [], in: shops)
            try await expect(.field("id").isIn(["1", "2"]), [], in: shops)
            try await expect(.field("id").isNil, [], in: shops)
            try await expect(.field("id").isIn([Int]()), [], in: shops)
        }
    }

    @Test func emptyPrefixesHoldForEveryText() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [FlexibleRecord.schema("t", texts: ["a"])])
        let records = store.repository(for: FlexibleRecord.self)
        try await records.insert(all: [FlexibleRecord("1", ""), FlexibleRecord("2", .null)])
        #expect(try await records.find(where: .field("a").hasPrefix("")).map(\.id) == ["1"])
        try await store.close()
    }

    @Test func longListsAndManyClausesAreNoLimit() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        try await notes.insert(all: (1...300).map { Note(id: $0, title: "\($0)") })
        #expect(try await notes.count(where: .in(\.id, Array(200...5_000))) == 101)
        var either: Filter<Note> = \.title == "1"
        for number in 2...1_500 { either = either || \.title == "\(number)" }
        #expect(try await notes.count(where: either) == 300)
        // More shapes of queries than are kept.
        for count in 1...210 {
            let filter: Filter<Note> = .in(\.id, Array(1...count))
            #expect(try await notes.count(where: filter) == count)
        }
        try await store.close()
    }

    @Test func pagesFollowEveryOrder() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.open(folder.file(), entities: [Note.schema])
        let notes = store.repository(for: Note.self)
        let ranks: [Int?] = [nil, 3, 1, nil, 2, 3, 1]
        try await notes.insert(
            all: ranks.enumerated().map { Note(id: $0, rank: $1) })
        for direction in [SortDirection.ascending, .descending] {
            let query = Query<Note>(sortedBy: [.field("rank", direction)])
            let all = try await notes.find(query)
            var paged: [Note] = []
            var cursor: Cursor?
            repeat {
                let page = try await notes.page(query, after: cursor, size: 2)
                paged += page.items
                cursor = page.next
            } while cursor != nil
            #expect(paged == all)
            #expect((all.first?.rank == nil) == (direction == .ascending))
            var window = query
            window.offset = 2
            #expect(try await notes.find(window) == Array(all.dropFirst(2)))
            window.limit = 3
            #expect(try await notes.find(window) == Array(all.dropFirst(2).prefix(3)))
        }
        try await store.close()
    }
}
