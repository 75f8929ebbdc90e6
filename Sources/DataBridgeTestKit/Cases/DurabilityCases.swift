import DataBridgeCore

/// What is there when a store is opened again.
extension StoreConformance.Case {
    static let durability: [Self] = [
        Self("durable.data-comes-back", needs: [.durability, .reopening]) { trial in
            let place = try await trial.makePlace()
            let schemas: [any EntitySchema] = [Item.schema, Account.schema]
            var store = try await trial.open(place, schemas)
            let all = Item.numbered(0..<20)
            try await store.repository(for: Item.self).insert(all: all)
            try await store.repository(for: Account.self).insert(Account(id: 1, email: "one"))
            let versions = try await store.repository(for: Item.self).records(.all).map(\.version)
            try await rollingBack(store) {
                try await store.repository(for: Item.self).deleteAll(where: .all)
            }
            try await store.close()
            store = try await trial.open(place, schemas)
            let items = store.repository(for: Item.self)
            try Expect.same(try await items.find(), all, "the items")
            try Expect.equal(
                try await items.records(.all).map(\.version), versions, "their versions")
            try await Expect.error(.constraint, "a value that is taken since before") {
                try await store.repository(for: Account.self).insert(Account(id: 2, email: "one"))
            }
            try await items.update("i003") { $0.rank = 100 }
            try await items.delete("i004")
            try await store.close()
            store = try await trial.open(place, schemas)
            try Expect.equal(
                try await store.repository(for: Item.self).sum(of: \.rank), 283,
                "the sum of the ranks after another opening")
        },
        Self("durable.values-come-back", needs: [.durability, .reopening]) { trial in
            let place = try await trial.makePlace()
            var store = try await trial.open(place, [Specimen.schema])
            var all = SampleText.all.enumerated().map { Specimen(id: $0, text: $1) }
            all.append(Specimen(id: 500, int: .min, double: 0.1.nextUp, duration: .seconds(-1)))
            all.append(Specimen(id: 501, optionals: .init(text: ""), lists: .init(gaps: [nil])))
            try await store.repository(for: Specimen.self).insert(all: all)
            try await store.close()
            store = try await trial.open(place, [Specimen.schema])
            try Expect.same(
                try await store.repository(for: Specimen.self).find(), all, "the specimens")
        },
        Self(
            "durable.versions-are-never-used-again",
            needs: [.durability, .reopening, .countedVersions]
        ) { trial in
            let place = try await trial.makePlace()
            var seen: Set<RecordVersion> = []
            for round in 0..<3 {
                let store = try await trial.open(place, [Item.schema])
                let items = store.repository(for: Item.self)
                for step in 0..<3 {
                    let version = try await items.insert(Item(id: "a")).version
                    try Expect.isTrue(
                        seen.insert(version).inserted, "version \(step) of opening \(round) is new")
                    try await items.delete("a")
                }
                try await store.close()
            }
        },
        Self("durable.collections-come-back", needs: [.durability, .reopening, .collections]) {
            trial in
            let place = try await trial.makePlace()
            var store = try await trial.open(place, [Item.schema])
            try await store.createCollection("made", like: Item.self)
            try await store.repository(for: Item.self, in: "made").insert(Item(id: "a"))
            let names = try await store.collections()
            try await store.close()
            store = try await trial.open(place, [Item.schema])
            try Expect.equal(try await store.collections(), names, "the collections")
            let made = store.repository(for: Item.self, in: "made")
            try Expect.equal(try await made.find().map(\.id), ["a"], "the ids in the one made")
        },
        Self("durable.feed-positions-stay-valid", needs: [.durability, .reopening, .durableFeed]) {
            trial in
            let place = try await trial.makePlace()
            var store = try await trial.open(place, [Item.schema])
            let start = try await store.currentPosition()
            try await store.repository(for: Item.self).insert(Item(id: "a"))
            try await store.close()
            store = try await trial.open(place, [Item.schema])
            try await store.repository(for: Item.self).insert(Item(id: "b"))
            try expectCommits(
                try await store.changes(from: start), [["insert items a"], ["insert items b"]])
        },
        Self("durable.tokens-are-remembered", needs: [.durability, .reopening, .tokens]) { trial in
            let place = try await trial.makePlace()
            var store = try await trial.open(place, [Item.schema])
            let token = CommitToken("t")
            try await store.transaction(token: token) {
                try await store.repository(for: Item.self).insert(Item(id: "a"))
            }
            try await store.close()
            store = try await trial.open(place, [Item.schema])
            try Expect.equal(
                try await store.outcome(of: token), .committed, "the outcome of a former token")
        },
        Self("durable.nothing-of-a-transaction-that-was-cut-off", needs: [.durability, .reopening])
        {
            trial in
            let place = try await trial.makePlace()
            var store = try await trial.open(place, [Item.schema])
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "before"))
            let patience = trial.patience
            let hasBegun = Gate()
            let isClosed = Gate()
            let running = Task { [store] in
                try await store.transaction {
                    try await items.insert(Item(id: "a"))
                    hasBegun.open()
                    await isClosed.wait(atMost: patience)
                    try await items.insert(Item(id: "b"))
                }
            }
            await hasBegun.wait(atMost: patience)
            try await Expect.error(.timeout, "a close that does not wait long enough") {
                try await store.close(deadline: .milliseconds(30))
            }
            isClosed.open()
            try await Expect.error(.closed, "the transaction that was cut off") {
                try await running.value
            }
            store = try await trial.open(place, [Item.schema])
            try Expect.equal(
                try await store.repository(for: Item.self).find().map(\.id), ["before"],
                "the ids stored")
        },
        Self("durable.entities-can-be-added-later", needs: [.durability, .reopening]) { trial in
            let place = try await trial.makePlace()
            var store = try await trial.open(place, [Item.schema])
            try await store.repository(for: Item.self).insert(Item(id: "a"))
            try await store.close()
            store = try await trial.open(place, [Item.schema, Account.schema])
            try Expect.equal(try await store.repository(for: Account.self).count(), 0, "accounts")
            try await store.repository(for: Account.self).insert(Account(id: 1))
            try Expect.equal(try await store.repository(for: Item.self).count(), 1, "items")
        },
    ]
}
