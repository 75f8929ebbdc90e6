import DataBridgeCore

/// Making, listing and removing collections.
extension StoreConformance.Case {
    static let declaring: [Self] = [
        Self("collection.is-there-for-every-declared-entity") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            let names = try await store.collections()
            let ours = [
                store.repository(for: Account.self).collection,
                store.repository(for: Item.self).collection,
            ]
            try Expect.equal(
                names.filter { name in ours.contains { ByteOrder.equal($0, name) } },
                ours.sorted(by: ByteOrder.precedes), "the declared ones among \(names)")
            try Expect.equal(try await store.repository(for: Item.self).count(), 0, "its records")
        },
        Self("collection.of-one-entity-can-have-several-names") { trial in
            let store = try await trial.store(Item.schema, Item.schema.named("others"))
            let items = store.repository(for: Item.self)
            let others = store.repository(for: Item.self, in: "others")
            try await items.insert(Item(id: "a", title: "item"))
            try await others.insert(Item(id: "a", title: "other"))
            try await others.insert(Item(id: "b"))
            try Expect.equal(try await items.get("a")?.title, "item", "the one")
            try Expect.equal(try await others.get("a")?.title, "other", "the other")
            try await others.deleteAll(where: .all)
            try Expect.equal(try await items.count(), 1, "the records of the one")
        },
    ]

    static let collections: [Self] = [
        Self("collection.can-be-made-and-removed", needs: [.collections]) { trial in
            let store = try await trial.store(Item.schema)
            let before = try await store.collections()
            try await store.createCollection("made", like: Item.self)
            let made = store.repository(for: Item.self, in: "made")
            try Expect.equal(
                try await store.collections(),
                (before + [made.collection]).sorted(by: ByteOrder.precedes), "after making one")
            try Expect.equal(try await made.count(), 0, "the records of the new one")
            try await made.insert(all: Item.numbered(0..<3))
            try Expect.equal(try await made.find(where: \.rank > 0).count, 2, "what it finds")
            try await store.dropCollection(made.collection)
            try Expect.equal(try await store.collections(), before, "after removing it")
            try await Expect.error(.notFound, "a read of the removed one") {
                try await made.get("i000")
            }
            try await store.createCollection("made", like: Item.self)
            try Expect.equal(try await made.count(), 0, "the records after making it again")
        },
        Self("collection.refuses-a-taken-or-a-missing-name", needs: [.collections]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let error = try await Expect.error(.alreadyExists, "a second one of the name") {
                try await store.createCollection(items.collection, like: Item.self)
            }
            try Expect.equal(error.collection ?? "", items.collection, "the error's collection")
            let missing = try await Expect.error(.notFound, "the removal of none") {
                try await store.dropCollection("nowhere")
            }
            let nowhere = store.repository(for: Item.self, in: "nowhere").collection
            try Expect.equal(missing.collection ?? "", nowhere, "the error's collection")
            try Expect.equal(try await items.count(), 1, "the records")
        },
        Self("collection.is-made-with-its-transaction", needs: [.collections]) { trial in
            let store = try await trial.store(Item.schema)
            let made = store.repository(for: Item.self, in: "made")
            let before = try await store.collections()
            try await rollingBack(store) {
                try await store.createCollection("made", like: Item.self)
                try await made.insert(Item(id: "a"))
                try Expect.equal(try await made.count(), 1, "its records in the transaction")
                try Expect.equal(
                    try await store.collections().count, before.count + 1, "how many it lists")
                try await store.withoutTransaction {
                    try Expect.equal(try await store.collections(), before, "what others list")
                    try await Expect.error(.notFound, "what others read") {
                        try await made.count()
                    }
                }
            }
            try Expect.equal(try await store.collections(), before, "after the rollback")
            try await store.transaction {
                try await store.createCollection("made", like: Item.self)
                try await made.insert(Item(id: "a"))
            }
            try Expect.equal(try await made.find().map(\.id), ["a"], "after the commit")
        },
        Self("collection.is-removed-with-its-transaction", needs: [.collections]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<3))
            try await rollingBack(store) {
                try await items.insert(Item(id: "new"))
                try await store.dropCollection(items.collection)
                try await Expect.error(.notFound, "a read after the removal") {
                    try await items.find()
                }
                try await store.withoutTransaction {
                    try Expect.equal(try await items.count(), 3, "what others count")
                }
            }
            try Expect.equal(try await items.count(), 3, "the records after the rollback")
            try await store.transaction {
                try await store.dropCollection(items.collection)
                try await store.createCollection(items.collection, like: Item.self)
                try await items.insert(Item(id: "i001", title: "new"))
            }
            try Expect.same(
                try await items.find(), [Item(id: "i001", title: "new")],
                "the records of the one made anew")
        },
        Self("collection.obeys-savepoints", needs: [.collections]) { trial in
            let store = try await trial.store(Item.schema)
            let made = store.repository(for: Item.self, in: "made")
            let before = try await store.collections()
            try await store.transaction {
                try await rollingBack(store) {
                    try await store.createCollection("made", like: Item.self)
                    try await made.insert(Item(id: "a"))
                }
                try await Expect.error(.notFound, "a collection that was undone") {
                    try await made.count()
                }
                try await store.createCollection("made", like: Item.self)
                try await made.insert(Item(id: "b"))
                try await rollingBack(store) { try await store.dropCollection("made") }
                try Expect.equal(try await made.count(), 1, "the records after a removal undone")
            }
            try Expect.equal(try await store.collections().count, before.count + 1, "how many")
            try Expect.equal(try await made.find().map(\.id), ["b"], "the ids stored")
        },
        Self("collection.is-kept-while-others-refer-to-it", needs: [.collections]) { trial in
            let store = try await trial.store(
                Author.schema, Shelf.schema, Reader.schema, Book.schema)
            let authors = store.repository(for: Author.self)
            let books = store.repository(for: Book.self)
            try await authors.insert(Author(id: "a"))
            try await books.insert(Book(id: "b", author: "a"))
            try await Expect.error(.constraint, "the removal of a collection referred to") {
                try await store.dropCollection(authors.collection)
            }
            try Expect.equal(try await authors.count(), 1, "the authors")
            try await store.dropCollection(books.collection)
            try Expect.isTrue(
                try await authors.delete("a"), "a delete once the referring collection is gone")
            try await store.dropCollection(authors.collection)
        },
        Self("collection.keeps-references-to-its-own-kind", needs: [.collections]) { trial in
            let store = try await trial.store(Branch.schema)
            try await store.createCollection("grafts", like: Branch.self)
            let branches = store.repository(for: Branch.self)
            let grafts = store.repository(for: Branch.self, in: "grafts")
            try await branches.insert(Branch(id: "a"))
            try await Expect.error(.constraint, "a reference into the other collection") {
                try await grafts.insert(Branch(id: "b", parent: "a"))
            }
            try await grafts.insert(all: [Branch(id: "a"), Branch(id: "b", parent: "a")])
            try await branches.delete("a")
            try Expect.equal(try await grafts.count(), 2, "the grafts after a delete elsewhere")
            try await grafts.delete("a")
            try Expect.equal(try await grafts.count(), 0, "the grafts after their root's delete")
        },
        Self("collection.lists-are-serializable", needs: [.collections]) { trial in
            let store = try await trial.store(Item.schema)
            try await withThrowingTaskGroup { group in
                for number in 0..<4 {
                    group.addTask {
                        do {
                            try await store.transaction(
                                TransactionOptions(retry: RetryPolicy(attempts: 50))
                            ) {
                                let count = try await store.collections().count
                                try await store.createCollection(
                                    "number \(count)", like: Item.self)
                            }
                        } catch .invalid where number >= 0 {
                            return  // A store may refuse such names.
                        }
                    }
                }
                try await group.waitForAll()
            }
            let names = try await store.collections()
            try Expect.isTrue(
                names.count == 5 || names.count == 1, "four collections more, or none: \(names)")
        },
        Self("collection.cannot-be-made-where-unsupported", needs: [.noCollections]) { trial in
            let store = try await trial.store(Item.schema)
            try await Expect.error(.unsupported, "createCollection") {
                try await store.createCollection("made", like: Item.self)
            }
            try await Expect.error(.unsupported, "dropCollection") {
                try await store.dropCollection(store.repository(for: Item.self).collection)
            }
        },
    ]
}
