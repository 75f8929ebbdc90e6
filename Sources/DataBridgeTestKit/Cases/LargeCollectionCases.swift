import DataBridgeCore

/// What only shows with many records, or with conditions that an index answers.
extension StoreConformance.Case {
    static let large: [Self] = [
        Self("large.stays-in-order-through-inserts-and-deletes") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let random = SeededRandomSource(seed: 11)
            var model: [String: Item] = [:]
            for round in 0..<5 {
                // Few, so that a store that writes a whole file each time takes no longer.
                try await store.transaction {
                    var added: [Item] = []
                    for _ in 0..<400 {
                        let number = Int(random.next() % 1_000)
                        let id = Item.numberedID(number)
                        guard model[id] == nil else { continue }
                        let item = Item(id: id, title: "t\(number % 7)", rank: number / 10)
                        model[id] = item
                        added.append(item)
                    }
                    try await items.insert(all: added)
                    for id in model.keys.sorted() where random.next() % 3 == 0 || round == 3 {
                        model[id] = nil
                        try Expect.isTrue(try await items.delete(id), "\(id) is removed")
                    }
                }
                try await expectEqual(items, model, round)
            }
            try await items.deleteAll(where: .all)
            try Expect.equal(try await items.count(), 0, "the count at the end")
        },
        Self("large.finds-alternatives-of-indexed-fields") { trial in
            let all = (0..<60).map {
                Item(id: Item.numberedID($0), title: "t\($0 % 6)", rank: $0 % 10)
            }
            let items = try await trial.repository(of: Item.self, holding: all)
            let queries: [(Filter<Item>, (Item) -> Bool)] = [
                (\.rank == 1 || \.rank == 2, { $0.rank == 1 || $0.rank == 2 }),
                (\.rank == 1 || .in(\.rank, [3, 4]), { [1, 3, 4].contains($0.rank) }),
                (.in(\.rank, [5]) || .in(\.rank, [6, 7, 7]), { (5...7).contains($0.rank) }),
                (\.rank == 1 || \.title == "t2", { $0.rank == 1 || $0.title == "t2" }),
                (
                    .in(\.rank, [1, 2, 3]) && (\.rank == 2 || \.rank == 9),
                    { $0.rank == 2 }
                ),
                (
                    \.rank > 2 && \.rank <= 4 && \.title == "t3",
                    {
                        $0.rank > 2 && $0.rank <= 4 && $0.title == "t3"
                    }
                ),
                (
                    .in(\.id, ["i007", "i003", "nowhere", "i007"]),
                    { ["i003", "i007"].contains($0.id) }
                ),
            ]
            for (index, (filter, isWanted)) in queries.enumerated() {
                let wanted = all.filter(isWanted)
                try Expect.same(try await items.find(where: filter), wanted, "query \(index)")
                try Expect.equal(
                    try await items.count(where: filter), wanted.count, "its count")
                for limit in [1, 2, wanted.count] where limit > 0 {
                    try Expect.same(
                        try await items.find(where: filter, limit: limit),
                        Array(wanted.prefix(limit)), "the first \(limit) of query \(index)")
                }
            }
        },
        Self("large.merges-its-own-writes-with-what-is-stored") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let all = Item.numbered(0..<300)
            try await items.insert(all: all)
            try await store.transaction {
                var model = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
                for number in stride(from: 0, to: 300, by: 2) {
                    model[Item.numberedID(number)] = nil
                    try await items.delete(Item.numberedID(number))
                }
                for number in stride(from: 1, to: 300, by: 6) {
                    let id = Item.numberedID(number)
                    model[id]?.rank = 7
                    try await items.update(id) { $0.rank = 7 }
                }
                let added = (300..<340).map { Item(id: Item.numberedID($0), rank: 7) }
                for item in added { model[item.id] = item }
                try await items.insert(all: added)
                try await expectEqual(items, model, 0)
            }
        },
    ]

    /// Compares a repository with what should be in it: whole, in parts, and through an index.
    private static func expectEqual(
        _ items: any DataRepository<Item>, _ model: [String: Item], _ round: Int
    ) async throws {
        let all = model.values.sorted { $0.id < $1.id }
        try Expect.equal(try await items.count(), all.count, "the count in round \(round)")
        try Expect.same(try await items.find(), all, "all in round \(round)")
        for size in [1, 3, 64, 65, 250] {
            try Expect.same(
                try await items.find(limit: size), Array(all.prefix(size)),
                "the first \(size) in round \(round)")
        }
        for rank in stride(from: 0, to: 100, by: 9) {
            let equal = all.filter { $0.rank == rank }
            try Expect.same(try await items.find(where: \.rank == rank), equal, "rank \(rank)")
            let above = all.filter { $0.rank >= rank }
            try Expect.equal(
                try await items.count(where: \.rank >= rank), above.count, "from rank \(rank)")
        }
        let byTitle = all.sorted { ($0.title, $0.id) < ($1.title, $1.id) }
        var cursor: Cursor?
        var paged: [Item] = []
        repeat {
            let page = try await items.page(
                Query(sortedBy: [.ascending(\.title)]), after: cursor, size: 90)
            paged += page.items
            cursor = page.next
        } while cursor != nil
        try Expect.same(paged, byTitle, "the pages by title in round \(round)")
    }
}
