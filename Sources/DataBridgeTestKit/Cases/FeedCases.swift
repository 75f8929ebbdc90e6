import DataBridgeCore
import JSONSyntax

/// The log of committed changes.
extension StoreConformance.Case {
    static let feed: [Self] = [
        Self("feed.tells-each-commit-in-order", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            let inserted = try await items.insert(Item(id: "a"))
            let updated = try await items.update("a") { $0.rank = 1 }
            try await items.delete("a")
            let batch = try await store.changes(from: start)
            try expectCommits(
                batch, [["insert items a"], ["update items a"], ["delete items a"]])
            let changes = batch.commits.flatMap(\.changes)
            try Expect.equal(
                changes.map(\.version), [inserted.version, updated.version, nil], "the versions")
            let positions = try batch.commits.map {
                try Expect.value($0.position, "the position of a commit")
            }
            try Expect.isTrue(
                zip([start] + positions, positions).allSatisfy { $0.sequence < $1.sequence },
                "the positions ascend: \(positions)")
            try Expect.equal(batch.position, positions[2], "the batch's position")
            try Expect.equal(
                try await store.currentPosition(), batch.position, "the current position")
        },
        Self("feed.keeps-old-and-new-where-it-keeps-them", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            try await items.insert(Item(id: "a", title: "1"))
            try await items.update("a") { $0.title = "2" }
            try await items.delete("a")
            let titles: [(old: String?, new: String?)] = [(nil, "1"), ("1", "2"), ("2", nil)]
            let changes = try await store.changes(from: start).commits.flatMap(\.changes)
            try Expect.equal(changes.count, titles.count, "the number of changes")
            for (change, expected) in zip(changes, titles) {
                if change.old != nil || expected.old == nil {
                    try Expect.equal(
                        try change.old(as: Item.self)?.title, expected.old, "the old title")
                }
                if change.new != nil || expected.new == nil {
                    try Expect.equal(
                        try change.new(as: Item.self)?.title, expected.new, "the new title")
                }
            }
        },
        Self("feed.tells-the-net-change-of-a-commit", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: ["u", "d", "ud", "di"].map { Item(id: $0) })
            let start = try await store.currentPosition()
            try await store.transaction {
                try await items.insert(Item(id: "i"))
                try await items.update("i") { $0.rank = 1 }
                try await items.insert(Item(id: "id"))
                try await items.delete("id")
                try await items.update("u") { $0.rank = 1 }
                try await items.update("u") { $0.rank = 2 }
                try await items.update("ud") { $0.rank = 1 }
                try await items.delete("ud")
                try await items.delete("di")
                try await items.insert(Item(id: "di", rank: 5))
                try await items.delete("d")
            }
            let batch = try await store.changes(from: start)
            try expectCommits(
                batch,
                [
                    [
                        "delete items d", "update items di", "insert items i", "update items u",
                        "delete items ud",
                    ]
                ])
            let last = batch.commits[0].changes.first { $0.id == "u" }
            try Expect.equal(
                last?.version, try await items.record("u")?.version, "the version of two updates")
        },
        Self("feed.orders-a-commit-by-collection-and-id", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            try await store.transaction {
                try await items.insert(all: ["b", "\u{E9}", "a", "d", "c"].map { Item(id: $0) })
                try await store.repository(for: Account.self).insert(
                    all: [Account(id: 10), Account(id: 9)])
                try await items.insert(Item(id: "e\u{301}"))
            }
            try expectCommits(
                try await store.changes(from: start),
                [
                    [
                        "insert accounts 9", "insert accounts 10", "insert items a",
                        "insert items b", "insert items c", "insert items d",
                        "insert items e\u{301}", "insert items \u{E9}",
                    ]
                ])
        },
        Self("feed.keeps-the-order-whatever-was-written-first", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            for (round, ids) in ["acb", "bac", "cab", "abdc"].enumerated() {
                let start = try await store.currentPosition()
                let ids = ids.map { "\(round)\($0)" }
                try await store.transaction {
                    for id in ids { try await items.insert(Item(id: id)) }
                }
                try expectCommits(
                    try await store.changes(from: start),
                    [ids.sorted().map { "insert items \($0)" }])
            }
        },
        Self("feed.gives-no-other-entity-than-there-was", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let start = try await store.currentPosition()
            try await store.repository(for: Item.self).insert(Item(id: "a"))
            let change = try await store.changes(from: start).commits.first?.changes.first
            // A feed need not keep what the records were.
            guard change?.new != nil else { return }
            try Expect.same(try change?.new(as: Item.self), Item(id: "a"), "the item")
            try await Expect.error(.corrupted, "the item as an account") {
                try change?.new(as: Account.self)
            }
        },
        Self("feed.tells-nothing-that-did-not-happen", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let start = try await store.currentPosition()
            try await rollingBack(store) { try await items.insert(Item(id: "b")) }
            try await Expect.error(.alreadyExists, "insert") {
                try await items.insert(all: [Item(id: "c"), Item(id: "a")])
            }
            try await items.update("a") { _ in }
            try await items.upsert(Item(id: "a"))
            try await items.updateAll(where: .all, set: [.set(\.rank, to: 0)])
            try await items.delete("nobody")
            try await items.deleteAll(where: \.rank > 5)
            try await store.transaction {
                _ = try await items.get("a")
                try await rollingBack(store) { try await items.delete("a") }
            }
            try await store.transaction(.readOnly) { try await items.count() }
            let batch = try await store.changes(from: start)
            try expectCommits(batch, [])
            try await items.insert(Item(id: "b"))
            try expectCommits(
                try await store.changes(from: batch.position), [["insert items b"]])
        },
        Self("feed.tells-every-way-to-write", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<5))
            let start = try await store.currentPosition()
            try await items.updateAll(where: \.rank >= 3, set: [.set(\.title, to: "new")])
            try await items.upsert(all: [Item(id: "i000"), Item(id: "x")])
            try await items.delete(ids: ["i001", "x"])
            try await items.deleteAll(where: \.title == "new")
            try await items.insert(all: [Item(id: "y"), Item(id: "z")])
            try expectCommits(
                try await store.changes(from: start),
                [
                    ["update items i003", "update items i004"],
                    ["update items i000", "insert items x"],
                    ["delete items i001", "delete items x"],
                    ["delete items i003", "delete items i004"],
                    ["insert items y", "insert items z"],
                ])
        },
        Self("feed.tells-what-references-bring-about", needs: [.feed]) { trial in
            let store = try await trial.store(
                Author.schema, Shelf.schema, Reader.schema, Book.schema)
            let books = store.repository(for: Book.self)
            try await store.repository(for: Shelf.self).insert(Shelf(id: "s"))
            try await store.repository(for: Reader.self).insert(Reader(id: "r"))
            try await books.insert(all: [Book(id: "b1", shelf: "s"), Book(id: "b2", reader: "r")])
            let start = try await store.currentPosition()
            try await store.repository(for: Shelf.self).delete("s")
            try await store.repository(for: Reader.self).delete("r")
            try expectCommits(
                try await store.changes(from: start),
                [
                    ["delete books b1", "delete shelves s"],
                    ["update books b2", "delete readers r"],
                ])
        },
        Self("feed.calls-a-soft-delete-a-delete", needs: [.feed]) { trial in
            let store = try await trial.store(Memo.schema)
            let memos = store.repository(for: Memo.self)
            let start = try await store.currentPosition()
            try await memos.insert(Memo(id: "a"))
            try await memos.delete("a")
            try await memos.upsert(Memo(id: "a"))
            try await memos.update("a") { $0.subject = "s" }
            let batch = try await store.changes(from: start)
            try expectCommits(
                batch,
                [["insert memos a"], ["delete memos a"], ["insert memos a"], ["update memos a"]])
            try Expect.equal(batch.commits[1].changes[0].version, nil, "the version of a delete")
        },
    ]
}

extension StoreConformance.Case {
    static let feedReading: [Self] = [
        Self("feed.is-unsupported-when-off") { trial in
            let store = try await trial.store(
                Item.schema, options: StoreOptions(feed: .off))
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let position = FeedPosition(incarnation: 1, sequence: 0)
            try await Expect.error(.unsupported, "currentPosition") {
                try await store.currentPosition()
            }
            try await Expect.error(.unsupported, "changes") {
                try await store.changes(from: position)
            }
            try await Expect.error(.unsupported, "changeFeed") {
                for try await _ in store.changeFeed(from: position) {}
            }
            try Expect.equal(store.capabilities.feed, .none, "the declared feed")
        },
        Self("feed.can-be-read-in-parts", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            for item in Item.numbered(0..<11) { try await items.insert(item) }
            var position = start
            var ids: [String] = []
            for _ in 0..<20 {
                let batch = try await store.changes(from: position, limit: 3)
                try Expect.isTrue(batch.commits.count <= 3, "a batch keeps to its limit")
                ids += batch.commits.flatMap(\.changes).map(\.id.idText)
                position = batch.position
            }
            try Expect.equal(ids, (0..<11).map(Item.numberedID), "the ids, each once")
            try Expect.equal(position, try await store.currentPosition(), "the position at the end")
            let middle = try Expect.value(
                try await store.changes(from: start).commits[4].position, "a position")
            try Expect.equal(
                try await store.changes(from: middle).commits.count, 6,
                "the commits behind a middle")
            try await Expect.error(.invalid, "a limit of nothing") {
                try await store.changes(from: start, limit: 0)
            }
        },
        Self("feed.positions-survive-their-coding", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            try await items.insert(Item(id: "a"))
            let middle = try await store.currentPosition()
            try await items.insert(Item(id: "b"))
            let expected = [[["insert items a"], ["insert items b"]], [["insert items b"]], []]
            let positions = [start, middle, try await store.currentPosition()]
            for (position, commits) in zip(positions, expected) {
                let text = try StrictJSONEncoder().encode(position)
                let decoded = try StrictJSONDecoder().decode(FeedPosition.self, from: text)
                try Expect.equal(decoded, position, "the position decoded")
                try expectCommits(try await store.changes(from: decoded), commits)
            }
        },
        Self("feed.refuses-positions-of-another-life", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let other = try await trial.store(Item.schema)
            try await store.repository(for: Item.self).insert(Item(id: "a"))
            let position = try await store.currentPosition()
            try await Expect.error(.historyTrimmed, "a position of another store") {
                try await other.changes(from: position)
            }
            let former = FeedPosition(
                incarnation: position.incarnation &+ 1, sequence: position.sequence)
            try await Expect.error(.historyTrimmed, "a position of a former life") {
                try await store.changes(from: former)
            }
        },
        Self("feed.tells-when-history-is-trimmed", needs: [.feed]) { trial in
            let store = try await trial.store(
                Item.schema, options: StoreOptions(feed: .commits(10)))
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            var positions = [start]
            for item in Item.numbered(0..<60) {
                try await items.insert(item)
                positions.append(try await store.currentPosition())
            }
            try await Expect.error(.historyTrimmed, "a position 60 commits back") {
                try await store.changes(from: start)
            }
            try await Expect.error(.historyTrimmed, "a feed from there") {
                for try await _ in store.changeFeed(from: start) {}
            }
            try Expect.equal(
                try await store.changes(from: positions[52]).commits.count, 8,
                "the commits behind a position 8 commits back")
        },
        Self("feed.misses-nothing-of-many-writers", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "shared"))
            let start = try await store.currentPosition()
            try await withThrowingTaskGroup { group in
                for writer in 0..<4 {
                    group.addTask {
                        for step in 0..<15 {
                            try await items.insert(Item(id: "w\(writer) \(step)"))
                            try await items.update("shared") { $0.rank += 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let changes = try await store.changes(from: start).commits.flatMap(\.changes)
            try Expect.equal(changes.count, 120, "the number of changes")
            let inserted = Set(changes.filter { $0.operation == .insert }.map(\.id))
            try Expect.equal(inserted.count, 60, "the number of records inserted")
            let shared = changes.filter { $0.id == "shared" }
            try Expect.equal(shared.count, 60, "the changes of the shared record")
            try Expect.equal(
                shared.last?.version, try await items.record("shared")?.version,
                "the last version")
            if shared.allSatisfy({ $0.new != nil }) {
                try Expect.equal(
                    try shared.map { try $0.new(as: Item.self)?.rank ?? 0 }, Array(1...60),
                    "the shared record's ranks in the order of the feed")
            }
        },
        Self("feed.waits-for-what-comes", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            try await items.insert(Item(id: "a"))
            let feed = Puller(store.changeFeed(from: start))
            func expectNext(_ id: String) async throws {
                let commit = try await feed.next("the commit of \(id)", within: trial.patience)
                try Expect.equal(commit?.changes.map(\.id.idText) ?? [], [id], "its changes")
            }
            try await expectNext("a")
            feed.request()
            let isEarly = await feed.isAnswered(within: trial.courtesy / 4)
            try Expect.isTrue(!isEarly, "it waits for what is not yet committed")
            try await items.insert(Item(id: "b"))
            try await items.insert(Item(id: "c"))
            try await expectNext("b")
            try await expectNext("c")
            feed.request()
            feed.cancel()
            let end = try await feed.next("the end after a cancellation", within: trial.patience)
            try Expect.isTrue(end == nil, "a cancelled feed ends")
        },
        Self("feed.ends-with-the-store", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let feed = Puller(store.changeFeed(from: try await store.currentPosition()))
            feed.request()
            try await store.close()
            do {
                let end = try await feed.next("the end of the feed", within: trial.patience)
                try Expect.isTrue(end == nil, "a closed store's feed ends")
            } catch .closed {}
        },
        Self("feed.tells-of-collections", needs: [.feed, .collections]) { trial in
            let store = try await trial.store(Item.schema)
            let start = try await store.currentPosition()
            try await store.createCollection("made", like: Item.self)
            let name = store.repository(for: Item.self, in: "made").collection
            try await store.dropCollection(name)
            let commits = try await store.changes(from: start).commits
            try Expect.equal(commits.count, 2, "the number of commits")
            for commit in commits {
                try Expect.equal(commit.changedCollections, [name], "the collections changed")
                try Expect.isTrue(commit.touches(name), "the commit touches the collection")
            }
        },
    ]

    /// The commits, each change as `insert items a`.
    static func expectCommits(
        _ batch: ChangeBatch, _ expected: [[String]], fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        let found = batch.commits.map { commit in
            commit.changes.map { "\($0.operation) \($0.collection) \($0.id.idText)" }
        }
        // Names are those of the schemas, whatever a store makes of them.
        let short = found.map { $0.map { $0.replacing(" /", with: " ") } }
        try Expect.equal(
            short.map { $0.joined(separator: ", ") }, expected.map { $0.joined(separator: ", ") },
            "the commits", fileID: fileID, line: line)
    }
}
