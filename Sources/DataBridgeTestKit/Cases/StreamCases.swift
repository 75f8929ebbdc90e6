import DataBridgeCore

/// Results one by one.
extension StoreConformance.Case {
    static let streaming: [Self] = [
        Self("stream.gives-what-find-gives") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<700))
            let queries: [Query<Item>] = [
                .all, Query(where: \.rank >= 100 && \.rank < 620),
                Query(sortedBy: [.descending(\.rank)]), Query(limit: 300, offset: 50),
                Query(sortedBy: [.descending(\.rank)], limit: 300, offset: 350),
                Query(where: \.rank < 0), Query(limit: 0),
            ]
            for query in queries {
                var found: [Item] = []
                for try await item in items.stream(query) { found.append(item) }
                try Expect.same(found, try await items.find(query), "stream of \(query)")
            }
        },
        Self("stream.gives-what-find-gives-in-a-transaction") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<600))
            try await store.transaction {
                try await items.deleteAll(where: \.rank < 10)
                try await items.insert(Item(id: "x", rank: 1_000))
                for query in [
                    Query<Item>.all, Query(sortedBy: [.descending(\.rank)]),
                    Query(where: \.rank > 300, limit: 290, offset: 20),
                ] {
                    var found: [Item] = []
                    for try await item in items.stream(query) { found.append(item) }
                    try Expect.same(found, try await items.find(query), "stream of \(query)")
                }
            }
        },
        Self("stream.is-one-state-outside-a-transaction") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<600))
            for sort in [[], [Sort<Item>.descending(\.rank)]] {
                let expected = try await items.find(Query(sortedBy: sort))
                var found: [Item] = []
                for try await item in items.stream(Query(sortedBy: sort)) {
                    if found.isEmpty {
                        try await items.updateAll(where: .all, set: [.increment(\.rank, by: 1)])
                        try await items.delete(ids: expected.suffix(50).map(\.id))
                        try await items.insert(Item(id: "i5995 \(sort.count)"))
                    }
                    found.append(item)
                }
                try Expect.same(found, expected, "the stream that others wrote into")
            }
        },
        Self("stream.lets-its-loop-write") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<300))
            for try await item in items.stream() {
                try await items.update(item.id) { $0.rank += 1_000 }
            }
            try Expect.equal(
                try await items.find().map(\.rank), Array(1_000..<1_300), "every rank")
        },
        Self("stream.lets-its-loop-write-in-a-transaction") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<600))
            let count = try await store.transaction {
                var count = 0
                for try await item in items.stream() {
                    count += 1
                    if item.rank == 300 { try await items.delete("i599") }
                    try await items.update(item.id) { $0.rank += 1_000 }
                }
                return count
            }
            try Expect.equal(count, 599, "the records that the loop saw")
            try Expect.equal(
                try await items.find().map(\.rank), Array(1_000..<1_599), "every rank")
        },
        Self("stream.deletes-as-it-goes-in-a-transaction") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<600))
            try await store.transaction {
                for try await item in items.stream(sortedBy: .descending(\.rank)) {
                    try await items.delete(item.id)
                }
            }
            try Expect.equal(try await items.count(), 0, "the records left")
        },
        Self("stream.can-be-left-early") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<600))
            for _ in 0..<20 {
                for try await item in items.stream() where item.rank == 5 { break }
            }
            try await items.insert(Item(id: "x"))
            try await store.close(deadline: trial.patience)
        },
        Self("stream.can-be-run-again") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<3))
            let stream = items.stream(sortedBy: .descending(\.rank))
            for round in 1...2 {
                var ranks: [Int] = []
                for try await item in stream { ranks.append(item.rank) }
                try Expect.equal(ranks, [2, 1, 0], "round \(round)")
            }
        },
        Self("stream.ends-with-its-task") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<600))
            let task = Task {
                var count = 0
                for try await _ in items.stream() {
                    count += 1
                    if count == 10 { withUnsafeCurrentTask { $0?.cancel() } }
                }
                return count
            }
            do {
                let count = try await task.value
                try Expect.isTrue(count < 600, "a cancelled stream ends before its end")
            } catch .cancelled {}
        },
    ]
}
