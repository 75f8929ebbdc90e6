import DataBridge

extension APITruth {
    static func writing() async throws {
        let (store, books) = try await library()
        let inserted = try await books.insert(Book(id: "d", title: "Deer", pages: 10))
        var deer = inserted.value
        deer.pages = 11
        let updated = try await books.update(deer, expecting: inserted.version)
        try check(updated.version != inserted.version, "versions move")
        do {
            try await books.update(deer, expecting: inserted.version)
            try check(false, "a stale version is refused")
        } catch .conflict {}
        try await books.update("d") { $0.pages += 1 }
        deer.copies = 2
        try await books.update(deer)
        try await books.upsert(deer)
        try await books.upsert(all: [deer, Book(id: "e", title: "Eels", pages: 1)])
        let count = try await books.updateAll(
            where: \.pages < 20,
            set: [
                .increment(\.pages, by: 5), .increment(\.copies, by: 1),
                .set(\.rating, to: 3), .set("subtitle", to: "new"),
            ])
        try check(count == 2, "by a filter")
        try check(try await books.get("d")?.copies == 3, "incremented")
        try check(try await books.delete("e"), "deleted")
        try check(try await books.includingDeleted().get("e")?.deleted != nil, "but kept")
        let version = try await books.record("d")?.version
        try check(try await books.delete("d", expecting: version), "deleted in a known version")
        try check(try await books.delete(ids: ["c", "z"]) == 1, "deleted by ids")
        let law = books.scoped(to: .contains(\.tags, "law"))
        try check(try await law.count() == 1 && law.collection == "books", "scoped")
        try check(try await law.deleteAll(where: .all) == 1, "deleted in a scope")

        let documents = store.repository(for: Document.self)
        var document = try Document(["id": "x", "deep": ["n": 1]])
        document["more"] = true
        try await documents.insert(document)
        let found = try await documents.first(where: .field("deep.n") == 1)
        try check(found?.object["more"] == true, "a document")
    }

    static func transactions() async throws {
        let (store, books) = try await library()
        let manager: any TransactionManager = store
        try await manager.transaction { try await books.delete("a") }
        try await manager.transaction { unit in
            try check(unit.depth == 0 && !unit.isReadOnly, "the unit of work")
            try check(unit.isolation == .serializable, "its isolation")
            try await manager.withoutTransaction { _ = try await books.count() }
        }
        let token = CommitToken("once")
        try await manager.transaction(token: token) { try await books.delete("b") }
        try check(try await manager.outcome(of: token) == .committed, "what became of it")
        let retry = RetryPolicy(
            attempts: 2, baseDelay: .milliseconds(1), maximumDelay: .milliseconds(9))
        let options = TransactionOptions(
            isolation: .snapshot, isReadOnly: true, timeout: .seconds(5), retry: retry)
        do {
            try await manager.transaction(options) { _ in try await books.delete("c") }
            try check(false, "a read-only transaction writes nothing")
        } catch .readOnly {}
        do {
            try await manager.transaction(TransactionOptions(retry: .never)) {
                try await books.delete("c")
                throw DataError(.invalid, "Not like this.")
            }
        } catch .invalid {}
        try check(try await books.exists("c"), "what was thrown rolled it back")
    }
}
