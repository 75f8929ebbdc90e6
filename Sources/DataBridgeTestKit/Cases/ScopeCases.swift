import DataBridgeCore

/// A collection seen through a filter.
extension StoreConformance.Case {
    static let scopes: [Self] = [
        Self("scope.holds-for-reading-by-id") { trial in
            let (_, items, mine) = try await scoped(trial)
            try Expect.same(
                try await mine.get("i001"), try await items.get("i001") ?? Item(id: ""), "mine")
            try Expect.isTrue(try await mine.get("i004") == nil, "another's get gives nil")
            try Expect.isTrue(try await mine.record("i004") == nil, "another's record gives nil")
            try Expect.isTrue(try await !mine.exists("i004"), "another's exists says false")
        },
        Self("scope.holds-for-queries") { trial in
            let (_, _, mine) = try await scoped(trial)
            try Expect.equal(try await mine.find().map(\.id), ["i000", "i001", "i002"], "find")
            try Expect.equal(
                try await mine.find(where: \.rank == 1 || \.rank == 5).map(\.id), ["i001"],
                "a filter")
            try Expect.equal(try await mine.find(where: !(\.rank == 1)).count, 2, "a negation")
            try Expect.equal(try await mine.count(), 3, "count")
            try Expect.equal(try await mine.sum(of: \.rank), 3, "sum")
            try Expect.equal(try await mine.maximum(of: \.rank), 2, "maximum")
            try Expect.equal(
                try await mine.page(.all, size: 9).items.count, 3, "the records of a page")
            var count = 0
            for try await _ in mine.stream() { count += 1 }
            try Expect.equal(count, 3, "the records of a stream")
        },
        Self("scope.holds-for-writing-by-id") { trial in
            let (_, items, mine) = try await scoped(trial)
            let before = try await items.find()
            let foreign = Item(id: "i004", title: "mine")
            try await Expect.error(.notFound, "update of another's") {
                try await mine.update(foreign)
            }
            try await Expect.error(.notFound, "update(id) of another's") {
                try await mine.update("i004") { $0.title = "mine" }
            }
            try await Expect.error(.alreadyExists, "insert of another's id") {
                try await mine.insert(foreign)
            }
            try await Expect.error(.alreadyExists, "upsert of another's id") {
                try await mine.upsert(foreign)
            }
            try Expect.isTrue(try await !mine.delete("i004"), "delete of another's says false")
            try Expect.equal(try await mine.delete(ids: ["i004", "i005"]), 0, "delete(ids:)")
            let version = try await items.record("i004")?.version
            let error = try await Expect.error(.conflict, "update of another's version") {
                try await mine.update(foreign, expecting: version)
            }
            try Expect.equal(error.conflict, .gone, "the conflict's details")
            try Expect.same(try await items.find(), before, "everything")
        },
        Self("scope.refuses-what-lies-outside") { trial in
            let (_, items, mine) = try await scoped(trial)
            let before = try await items.find()
            let outside = Item(id: "new", title: "theirs")
            try await Expect.error(.invalid, "insert") { try await mine.insert(outside) }
            try await Expect.error(.invalid, "upsert") { try await mine.upsert(outside) }
            try await Expect.error(.invalid, "insert(all:)") {
                try await mine.insert(all: [Item(id: "x", title: "mine"), outside])
            }
            try await Expect.error(.invalid, "update") {
                try await mine.update(Item(id: "i001", title: "theirs"))
            }
            try await Expect.error(.invalid, "update(id)") {
                try await mine.update("i001") { $0.title = "theirs" }
            }
            try await Expect.error(.invalid, "updateAll") {
                try await mine.updateAll(where: .all, set: [.set(\.title, to: "theirs")])
            }
            try Expect.same(try await items.find(), before, "everything")
        },
        Self("scope.holds-for-writing-by-query") { trial in
            let (_, items, mine) = try await scoped(trial)
            try Expect.equal(
                try await mine.updateAll(where: .all, set: [.set(\.note, to: "n")]), 3,
                "the records updated")
            try Expect.equal(
                try await items.find(where: \.note == "n").map(\.id), ["i000", "i001", "i002"],
                "which records were updated")
            try Expect.equal(try await mine.deleteAll(where: .all), 3, "the records deleted")
            try Expect.equal(
                try await items.find().map(\.id), ["i003", "i004", "i005"], "the records left")
        },
        Self("scope.narrows-step-by-step") { trial in
            let (_, _, mine) = try await scoped(trial)
            let narrow = mine.scoped(to: \.rank >= 1).scoped(to: \.rank < 2)
            try Expect.equal(try await narrow.find().map(\.id), ["i001"], "find")
            try Expect.isTrue(try await narrow.get("i002") == nil, "what lies outside one of three")
        },
        Self("scope.is-part-of-a-cursor") { trial in
            let (_, items, mine) = try await scoped(trial)
            let cursor = try await mine.page(.all, size: 1).next
            let other = try await items.page(.all, size: 1).next
            try await Expect.error(.invalid, "a scoped cursor without the scope") {
                try await items.page(.all, after: cursor, size: 1)
            }
            try await Expect.error(.invalid, "a plain cursor in a scope") {
                try await mine.page(.all, after: other, size: 1)
            }
            try await Expect.error(.invalid, "a cursor of another scope") {
                try await items.scoped(to: \.title == "theirs").page(.all, after: cursor, size: 1)
            }
            try Expect.equal(
                try await mine.page(.all, after: cursor, size: 1).items.map(\.id), ["i001"],
                "the second page")
        },
        Self("scope.sees-unique-values-of-all") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(Account(id: 1, email: "one", realm: "theirs"))
            try await Expect.error(.constraint, "a value that another scope holds") {
                try await accounts.scoped(to: \.realm == "mine").insert(
                    Account(id: 2, email: "one", realm: "mine"))
            }
        },
        Self("scope.with-a-bad-filter-is-invalid") { trial in
            let (_, items, _) = try await scoped(trial)
            for bad in [items.scoped(to: \.headline == "x"), items.scoped(to: \.weight == .nan)] {
                try await Expect.error(.invalid, "get") { try await bad.get("i000") }
                try await Expect.error(.invalid, "find") { try await bad.find() }
                try await Expect.error(.invalid, "insert") {
                    try await bad.insert(Item(id: "x"))
                }
                try await Expect.error(.invalid, "delete") { try await bad.delete("i000") }
            }
        },
    ]

    /// Six items, three of them in a scope.
    private static func scoped(
        _ trial: Trial
    ) async throws -> (any DataStore, any DataRepository<Item>, any DataRepository<Item>) {
        let store = try await trial.store(Item.schema)
        let items = store.repository(for: Item.self)
        var all = Item.numbered(0..<6)
        for index in all.indices { all[index].title = index < 3 ? "mine" : "theirs" }
        try await items.insert(all: all)
        return (store, items, items.scoped(to: \.title == "mine"))
    }
}
