import DataBridgeCore

/// Keyset pages: a place in the order, not a count.
extension StoreConformance.Case {
    static let paging: [Self] = [
        Self("page.gives-everything-once") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<23))
            for size in [1, 2, 7, 22, 23, 24, 1_000] {
                try await expectPages(items, .all, size: size)
                try await expectPages(
                    items, Query(sortedBy: [.descending(\.rank)]), size: size)
                try await expectPages(
                    items, Query(where: \.rank > 4 && \.rank < 20), size: size)
            }
        },
        Self("page.ends-without-a-cursor") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<4))
            let first = try await items.page(.all, size: 2)
            let second = try await items.page(.all, after: first.next, size: 2)
            try Expect.equal(second.items.map(\.rank), [2, 3], "the second page")
            try Expect.isTrue(second.next == nil, "no page follows the last one")
            let none = try await items.page(Query(where: \.rank > 10), size: 2)
            try Expect.equal(none.items.count, 0, "a page of nothing")
            try Expect.isTrue(none.next == nil, "no page follows the empty one")
        },
        Self("page.separates-equal-keys-by-id") { trial in
            let all = (0..<17).map { Item(id: Item.numberedID($0), rank: $0 / 6) }
            let items = try await trial.repository(of: Item.self, holding: all.shuffled(by: 2))
            for size in [1, 4, 5] {
                try await expectPages(items, Query(sortedBy: [.ascending(\.rank)]), size: size)
                try await expectPages(items, Query(sortedBy: [.descending(\.rank)]), size: size)
                try await expectPages(
                    items, Query(sortedBy: [.ascending(\.title), .descending(\.rank)]), size: size)
            }
        },
        Self("page.goes-across-nil") { trial in
            let notes = [nil, "b", nil, "a", nil, nil, "b", "", nil]
            let items = try await trial.repository(
                of: Item.self,
                holding: notes.enumerated().map { Item(id: Item.numberedID($0), note: $1) })
            for size in [1, 2, 3] {
                try await expectPages(items, Query(sortedBy: [.ascending(\.note)]), size: size)
                try await expectPages(items, Query(sortedBy: [.descending(\.note)]), size: size)
            }
        },
        Self("page.compares-text-by-bytes") { trial in
            let titles = ["e\u{301}", "\u{E9}", "e", "\u{FFFD}", "\u{10000}", "E", "", "e\u{301}"]
            let items = try await trial.repository(
                of: Item.self,
                holding: titles.enumerated().map { Item(id: Item.numberedID($0), title: $1) })
            try await expectPages(items, Query(sortedBy: [.ascending(\.title)]), size: 1)
            try await expectPages(items, Query(sortedBy: [.descending(\.title)]), size: 2)
        },
        Self("page.shifts-nothing-when-others-write") { trial in
            let all = (0..<9).map { Item(id: Item.numberedID($0), rank: 10 * ($0 / 3)) }
            let items = try await trial.repository(of: Item.self, holding: all)
            let query = Query<Item>(sortedBy: [.ascending(\.rank)])
            let first = try await items.page(query, size: 4)
            try Expect.equal(
                first.items.map(\.id), ["i000", "i001", "i002", "i003"], "the first page")
            // The cursor's own record goes, others come and go on both sides of it.
            try await items.delete(ids: ["i003", "i001", "i005"])
            try await items.insert(all: [
                Item(id: "a", rank: 0), Item(id: "i0031", rank: 10), Item(id: "z", rank: 10),
            ])
            let second = try await items.page(query, after: first.next, size: 4)
            try Expect.equal(
                second.items.map(\.id), ["i0031", "i004", "z", "i006"], "the second page")
            let third = try await items.page(query, after: second.next, size: 4)
            try Expect.equal(third.items.map(\.id), ["i007", "i008"], "the third page")
        },
        Self("page.ignores-the-querys-window") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<5))
            let page = try await items.page(Query(limit: 1, offset: 3), size: 4)
            try Expect.equal(page.items.map(\.rank), [0, 1, 2, 3], "the first page")
        },
        Self("page.sees-own-writes-in-a-transaction") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<4))
            try await store.transaction {
                let first = try await items.page(.all, size: 2)
                try await items.delete("i002")
                try await items.insert(Item(id: "i0025"))
                let second = try await items.page(.all, after: first.next, size: 2)
                try Expect.equal(second.items.map(\.id), ["i0025", "i003"], "the second page")
            }
        },
    ]

    static let cursors: [Self] = [
        Self("cursor.outlives-its-text") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<4))
            let next = try Expect.value(try await items.page(.all, size: 2).next, "a cursor")
            let page = try await items.page(.all, after: Cursor(next.text), size: 2)
            try Expect.equal(page.items.map(\.rank), [2, 3], "the second page")
        },
        Self("cursor.of-another-query-is-invalid") { trial in
            let store = try await trial.store(
                Item.schema, Item.schema.named("others"), Account.schema)
            let items = store.repository(for: Item.self)
            let others = store.repository(for: Item.self, in: "others")
            let accounts = store.repository(for: Account.self)
            for repository in [items, others] {
                try await repository.insert(all: Item.numbered(0..<4))
            }
            try await accounts.insert(all: [Account(id: 1), Account(id: 2)])
            let query = Query<Item>(where: \.rank >= 0, sortedBy: [.ascending(\.title)])
            let cursor = try await items.page(query, size: 2).next
            let changed: [(String, Query<Item>)] = [
                ("value", Query(where: \.rank >= 1, sortedBy: query.sort)),
                ("filter", Query(sortedBy: query.sort)),
                ("sort", Query(where: query.filter, sortedBy: [.ascending(\.note)])),
                ("direction", Query(where: query.filter, sortedBy: [.descending(\.title)])),
                ("number of criteria", Query(where: query.filter)),
            ]
            for (what, query) in changed {
                try await Expect.error(.invalid, "a cursor after the \(what) changed") {
                    try await items.page(query, after: cursor, size: 2)
                }
            }
            try await Expect.error(.invalid, "a cursor of another collection") {
                try await others.page(query, after: cursor, size: 2)
            }
            let plain = try await items.page(.all, size: 2).next
            try await Expect.error(.invalid, "a cursor of another entity") {
                try await accounts.page(.all, after: plain, size: 2)
            }
            let page = try await items.page(query, after: cursor, size: 2)
            try Expect.equal(page.items.map(\.rank), [2, 3], "the second page")
        },
        Self("cursor.garbage-is-invalid") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<4))
            let garbage = [
                "", " ", "x", "====", "AAAA", "%%%%", "é", "\u{0}", "not a cursor", "AQAAAAAAAAA",
                String(repeating: "A", count: 10_000), String(repeating: "_", count: 64),
            ]
            for text in garbage {
                try await Expect.error(.invalid, "the cursor \"\(text.prefix(20))\"") {
                    try await items.page(.all, after: Cursor(text), size: 2)
                }
            }
        },
        Self("cursor.damage-is-noticed-or-harmless") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<4))
            let query = Query<Item>(sortedBy: [.ascending(\.note), .ascending(\.rank)])
            let next = try Expect.value(try await items.page(query, size: 2).next, "a cursor")
            let characters = Array(next.text)
            for index in characters.indices {
                var damaged = characters
                damaged[index] = damaged[index] == "Q" ? "g" : "Q"
                try await expectNoTrap(items, query, String(damaged))
                try await expectNoTrap(items, query, String(characters.prefix(index)))
            }
        },
    ]

    /// A damaged cursor is refused, or it is another place of the same query.
    private static func expectNoTrap(
        _ items: any DataRepository<Item>, _ query: Query<Item>, _ text: String
    ) async throws {
        do {
            let page = try await items.page(query, after: Cursor(text), size: 100)
            try Expect.isTrue(page.items.count <= 4, "a page of a damaged cursor")
        } catch .invalid {}
    }

    /// All pages together are what find gives.
    private static func expectPages(
        _ items: any DataRepository<Item>, _ query: Query<Item>, size: Int,
        fileID: StaticString = #fileID, line: UInt = #line
    ) async throws {
        let all = try await items.find(query)
        var found: [Item] = []
        var cursor: Cursor?
        repeat {
            let page = try await items.page(query, after: cursor, size: size)
            let isFull = page.items.count == size
            try Expect.isTrue(
                isFull || page.next == nil, "a page that another follows is full",
                fileID: fileID, line: line)
            found += page.items
            cursor = page.next
        } while cursor != nil && found.count <= all.count
        try Expect.same(found, all, "pages of \(size)", fileID: fileID, line: line)
    }
}
