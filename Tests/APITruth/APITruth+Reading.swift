import DataBridge

extension APITruth {
    static func queries() async throws {
        let (_, books) = try await library()
        func ids(_ filter: Filter<Book>, _ expected: String, line: UInt = #line) async throws {
            let found = try await books.find(where: filter).map(\.id).joined()
            try check(found == expected, "found \(found)", line: line)
        }
        try await ids(.all, "abc")
        try await ids(\.pages == 80 || \.pages != 80, "abc")
        try await ids(\.pages < 120 && \.pages <= 80, "b")
        try await ids(\.pages > 120 || !(\.pages >= 80), "c")
        try await ids(.isNil(\.subtitle), "ac")
        try await ids(FieldExpression.field(path: ["pages"]) == 80, "b")
        try await ids(!.isNil(\.subtitle), "b")
        try await ids(.in(\.pages, [80, 120]), "ab")
        try await ids(.in(\.subtitle, ["of prey"]), "b")
        try await ids(.between(\.pages, 80, 120), "ab")
        try await ids(.contains(\.tags, "law"), "ac")
        try await ids(.contains(\.labels, "x"), "")
        try await ids(.contains(\.title, "ird"), "b")
        try await ids(.contains(\.subtitle, "PREY", ignoringCase: true), "b")
        try await ids(.hasPrefix(\.title, "Ä") || .hasPrefix(\.subtitle, "of"), "ab")
        try await ids(.hasSuffix(\.title, "s") && .hasSuffix(\.subtitle, "prey"), "b")
        try await ids(\.place.shelf == .top, "abc")
    }

    /// Fields by their stored names, as in a document.
    static func namedFields() async throws {
        let (_, books) = try await library()
        func ids(_ filter: Filter<Book>, _ expected: String, line: UInt = #line) async throws {
            let found = try await books.find(where: filter).map(\.id).joined()
            try check(found == expected, "found \(found)", line: line)
        }
        let path = Filter<Book>.field("place.room")
        try await ids(path == "A" && path != "B" && path.isIn(["A"]), "abc")
        try await ids(path.hasPrefix("A") && path.hasSuffix("A") && path.contains(text: "a"), "")
        let pages = Filter<Book>.field(path: ["pages"])
        try await ids(pages > 80 && pages >= 120 && pages < 300 && pages <= 120, "a")
        try await ids(pages.isBetween(80, 100) || Filter.field("tags").contains("life"), "bc")
        try await ids(Filter.field("subtitle").isNil && !Filter.field("title").isNil, "ac")

        var query = Query<Book>(where: \.pages > 0, sortedBy: [.descending(\.pages)], limit: 2)
        query.offset = 1
        try check(try await books.find(query).map(\.id) == ["a", "b"], "a window")
        query = .all
        query.sort = [
            .field("subtitle", .descending), .field(path: ["pages"]), .ascending(\.title),
        ]
        try check(try await books.find(query).map(\.id) == ["b", "a", "c"], "nil comes last")
        let plan = try books.explain(Query(where: \.subtitle == "of prey"))
        try check(plan.access == .index("index_subtitle") && plan.inStore == [.filter], "\(plan)")

        let first = try await books.first(sortedBy: .ascending(\.pages))
        try check(first?.id == "b", "the first")
        try check(try await books.get("a")?.pages == 120, "get")
        try check(try await books.record("a")?.value.title == "Ämter", "record")
        try check(try await books.records(.all).count == 3, "records")
        try check(try await !books.exists("z"), "exists")
    }

    static func manyRecords() async throws {
        let (_, books) = try await library()
        let page = try await books.page(Query(sortedBy: [.ascending(\.pages)]), size: 2)
        let cursor = Cursor(page.next?.text ?? "")
        let rest = try await books.page(
            Query(sortedBy: [.ascending(\.pages)]), after: cursor, size: 2)
        try check(page.items.map(\.id) + rest.items.map(\.id) == ["b", "a", "c"], "pages")
        var streamed = ""
        for try await book in books.stream(where: \.pages > 80, sortedBy: .descending(\.pages)) {
            streamed += book.id
        }
        for try await book in books.stream(.all) { streamed += book.id }
        try check(streamed == "caabc", "stream")

        try check(try await books.count(where: \.pages > 100) == 2, "count")
        try check(try await books.sum(of: \.pages) == 500, "sum")
        try check(try await books.sum(of: \.copies) == 0, "sum of what may be nil")
        try check(try await books.average(of: \.pages, where: \.pages < 200) == 100, "average")
        try check(try await books.minimum(of: \.pages) == 80, "minimum")
        try check(try await books.maximum(of: \.pages) == 300, "maximum")
        try check(try await books.minimum(of: \.rating) == 4.5, "minimum of what may be nil")
        try check(try await books.maximum(of: \.rating) == 4.5, "maximum of what may be nil")
        let reference = Book.schema.reference(to: \.pages)
        try check(try await books.aggregate(.sum(reference), where: .all) == 500, "aggregate")
        try check(try await books.aggregate(.count, where: .all) == 3, "count as aggregate")
        let average = try await books.aggregate(.average(reference), where: \.pages < 200)
        try check(average == .double(100), "average as aggregate")
        try check(try await books.aggregate(.minimum(reference), where: .all) == 80, "minimum")
        try check(try await books.aggregate(.maximum(reference), where: .all) == 300, "maximum")
    }
}
