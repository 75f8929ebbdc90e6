import DataBridge

extension APITruth {
    static func stores() async throws {
        let store = try await Bridge.open(
            "memory:", drivers: [.memory, .json], entities: [Book.schema, Author.schema],
            options: StoreOptions(schemaPolicy: .additive, feed: .commits(100)))
        let driver = try Bridge.driver(for: StoreURL("json:books.json"), among: [.memory, .json])
        try check(driver.scheme == "json" && driver.pathEndings == [".json"], "the driver")
        try await store.createCollection("old", like: Book.self)
        let old = store.repository(for: Book.self, in: "old")
        try await old.insert(Book(id: "a", title: "A", pages: 1))
        try check(try await store.collections() == ["authors", "books", "old"], "collections")
        try await store.dropCollection("old")
        let health = await store.health()
        try check(health.status == .healthy && health.subject == "memory", "health")
        try check(health.checks.contains { $0.name == "collections" }, "its checks")
        try check(store.capabilities.commitTokens, "capabilities")
        try await store.close(deadline: .seconds(1))
        do {
            _ = try await old.count()
            try check(false, "a closed store gives nothing")
        } catch .closed {}
    }

    static func commits() async throws {
        let (store, books) = try await library()
        let start = try await store.currentPosition()
        let observer = store.afterCommit { changes in
            precondition(changes.outcome == .committed && !changes.isForeign)
        }
        var results = books.observe(where: \.pages > 100, sortedBy: .ascending(\.pages), limit: 5)
            .makeAsyncIterator()
        try check(try await results.next()?.map(\.id) == ["a", "c"], "observed at first")
        try await books.update("a") { $0.pages = 1_000 }
        try check(try await results.next()?.map(\.id) == ["c", "a"], "observed afterwards")
        var all = books.observe(.all).makeAsyncIterator()
        try check(try await all.next()?.count == 3, "all of it observed")
        observer.cancel()

        let batch = try await store.changes(from: start, limit: 10)
        let change = batch.commits.first?.changes.first
        try check(change?.operation == .update && change?.collection == "books", "the change")
        try check(change?.id == "a" && change?.version != nil, "its record")
        try check(try change?.old(as: Book.self)?.pages == 120, "before")
        try check(try change?.new(as: Book.self)?.pages == 1_000, "after")
        try check(batch.commits.first?.touches("books") == true, "what it touches")
        try check(try await store.currentPosition() == batch.position, "the end of the feed")
        for try await commit in store.changeFeed(from: start) {
            try check(commit.position == batch.position, "its position")
            break
        }
    }

    static func values() throws {
        let id = LosslessID(parsing: "92.10")
        try check(id.description == "92.10" && id.value != .double(92.1), "ids keep their spelling")
        try check(LosslessID(parsing: "7") == 7 && LosslessID.string("7") != 7, "and their kind")
        var object: ValueObject = ["name": "Ann", "age": 30]
        object.set("age", to: 31)
        object.remove("name")
        try check(object["age"] == .int(31) && object.members.count == 1, "objects")
        let error = DataError.notFound(collection: "books", id: "z")
        try check(error.code == .notFound && !error.isRetryable, "errors")
        try check(error.collection == "books" && error.recordID == "z", "what they are about")
    }

    static func objects() throws {
        var object = ValueObject([ValueObject.Member("b", 1), ValueObject.Member("a", 2)])
        try check(object.names == ["b", "a"] && object.count == 2, "in the order they were given")
        try check(object.index(of: "a") == 1 && !object.isEmpty, "a member's place")
        object["c"] = 3
        try check(object.members.map(\.name) == ["b", "a", "c"], "members")
        try check(object.members.last?.value == 3, "their values")
        try check(ValueObject().compare(to: object) < 0, "compared")
    }
}
