import DataBridge

extension APITruth {
    /// A repository of one's own does what the conveniences, which any has, are made of.
    static func ownRepository() async throws {
        let books: any DataRepository<Book> = ListRepository<Book>()
        try await books.insert(all: [
            Book(id: "a", title: "Ants", pages: 3), Book(id: "b", title: "Bees", pages: 2),
            Book(id: "c", title: "Cats", pages: 1),
        ])
        let found = try await books.find(
            where: \.pages >= 2, sortedBy: .ascending(\.pages), limit: 1, offset: 0)
        try check(found.map(\.id) == ["b"], "found")
        try check(try await books.first(sortedBy: .ascending(\.pages))?.id == "c", "the first")
        var names = ""
        for try await book in books.stream(sortedBy: .descending(\.title)) { names += book.id }
        try check(names == "cba", "streamed in pages")
        let page = try await books.page(.all, size: 2)
        try check(page.items.count == 2 && page.next != nil, "a page")
        var results = books.observe().makeAsyncIterator()
        try check(try await results.next()?.count == 3, "a result")
        try check(try await results.next() == nil, "and no other")

        let set = [Assignment<Book>.increment(\.pages, by: 10), .set(\.subtitle, to: "new")]
        try check(try await books.updateAll(where: \.pages < 3, set: set) == 2, "all updated")
        try check(try await books.get("c")?.subtitle == "new", "set")
        try check(try await books.maximum(of: \.pages) == 12, "incremented")
        try check(try await books.minimum(of: \.pages) == 3, "the least")
        try check(try await books.count() == 3, "how many")
        do {
            _ = try await books.sum(of: \.pages)
            try check(false, "what cannot be done is refused")
        } catch .unsupported {}

        let version = try await books.record("a")?.version
        try await books.update("a") { $0.pages += 1 }
        do {
            try await books.delete("a", expecting: version)
            try check(false, "a stale version is refused")
        } catch let error as DataError where error.code == .conflict {
            let now = try await books.record("a")?.version
            try check(error.conflict?.currentVersion == now, "with the one it has now")
        }
        try await books.upsert(Book(id: "d", title: "Dogs", pages: 9))
        try check(try await books.delete("d"), "deleted")
        let few = books.scoped(to: \.pages < 12)
        try check(try await few.deleteAll(where: .all) == 2, "deleted in a scope")
        try check(try await books.includingDeleted().delete(ids: ["b", "z"]) == 1, "by ids")
        let plan = try books.explain(.all)
        try check(plan.inCore == [.filter, .sort, .window] && plan.detail == "a list", "explained")
    }
}
