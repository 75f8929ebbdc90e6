import DataBridgeCore

/// The store as a whole: its end, its health, what it tells of its work.
extension StoreConformance.Case {
    static let closing: [Self] = [
        Self("close.refuses-everything-afterwards") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            try await store.close()
            let runs = Tally()
            let calls: [(String, () async throws -> Void)] = [
                ("get", { _ = try await items.get("a") }),
                ("find", { _ = try await items.find() }),
                ("count", { _ = try await items.count() }),
                ("page", { _ = try await items.page(.all, size: 1) }),
                ("stream", { for try await _ in items.stream() {} }),
                (
                    "sorted stream",
                    { for try await _ in items.stream(sortedBy: .ascending(\.rank)) {} }
                ),
                ("insert", { try await items.insert(Item(id: "b")) }),
                ("update", { try await items.update("a") { $0.rank = 1 } }),
                ("delete", { try await items.delete("a") }),
                ("deleteAll", { try await items.deleteAll(where: .all) }),
                ("transaction", { _ = try await store.transaction { runs.add() } }),
                ("collections", { _ = try await store.collections() }),
                (
                    "changes",
                    { _ = try await store.changes(from: .init(incarnation: 0, sequence: 0)) }
                ),
                ("currentPosition", { _ = try await store.currentPosition() }),
                ("outcome", { _ = try await store.outcome(of: CommitToken("t")) }),
            ]
            for (name, call) in calls {
                try await Expect.error(.closed, "\(name) of a closed store") { try await call() }
            }
            try Expect.equal(runs.count, 0, "the runs of a transaction's body")
            try Expect.equal(await store.health().status, .unhealthy, "a closed store's health")
        },
        Self("close.lets-running-transactions-end") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let patience = trial.patience
            let hasBegun = Gate()
            let mayEnd = Gate()
            let running = Task {
                try await store.transaction {
                    try await items.insert(Item(id: "a"))
                    hasBegun.open()
                    await mayEnd.wait(atMost: patience)
                    try await items.insert(Item(id: "b"))
                    return try await items.count()
                }
            }
            await hasBegun.wait(atMost: patience)
            let closing = Task { try await store.close(deadline: patience) }
            try await waitUntilClosing(store, patience)
            try await Expect.error(.closed, "a transaction that begins while the store drains") {
                try await store.transaction { try await items.insert(Item(id: "late")) }
            }
            mayEnd.open()
            try Expect.equal(
                try await running.value, 2, "what the transaction counts while the store drains")
            try await closing.value
        },
        Self("close.cuts-off-what-outlasts-its-deadline") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let patience = trial.patience
            let hasBegun = Gate()
            let isClosed = Gate()
            let running = Task {
                try await store.transaction {
                    try await items.insert(Item(id: "a"))
                    hasBegun.open()
                    await isClosed.wait(atMost: patience)
                    try await items.insert(Item(id: "b"))
                }
            }
            // It only reads, as a store may let only one writer in.
            let silent = Task {
                try await store.transaction(.readOnly) {
                    await isClosed.wait(atMost: patience)
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
            try await Expect.error(.closed, "another one, which makes no further call") {
                try await silent.value
            }
        },
        Self("close.twice-is-once") { trial in
            let store = try await trial.store(Item.schema)
            try await store.close()
            try await store.close()
        },
        Self("health.is-good-when-open") { trial in
            let store = try await trial.store(Item.schema)
            try await store.repository(for: Item.self).insert(Item(id: "a"))
            let report = await store.health()
            try Expect.equal(report.status, .healthy, "the health of an open store: \(report)")
            try Expect.isTrue(!report.subject.isEmpty, "the report names the store")
        },
    ]

    static let explaining: [Self] = [
        Self("explain.divides-the-query-between-store-and-core") { trial in
            let items = try await trial.repository(of: Item.self)
            let filter: Filter<Item> = \.title == "x" && \.note != nil
            let sort: [Sort<Item>] = [.descending(\.weight)]
            let queries: [(Query<Item>, [QueryPlan.Part])] = [
                (.all, []), (Query(where: filter), [.filter]), (Query(sortedBy: sort), [.sort]),
                (Query(limit: 3), [.window]), (Query(offset: 3), [.window]),
                (Query(where: filter, sortedBy: sort, limit: 3), [.filter, .sort, .window]),
            ]
            for (query, parts) in queries {
                let plan = try items.explain(query)
                try Expect.equal(
                    Set(plan.inStore + plan.inCore), Set(parts), "the parts of the plan \(plan)")
                try Expect.equal(
                    plan.inStore.count + plan.inCore.count, parts.count,
                    "each part is done once: \(plan)")
                try Expect.isTrue(!plan.description.isEmpty, "the plan has words")
            }
            try await Expect.error(.invalid, "the plan of an undeclared field") {
                try items.explain(Query(where: \.headline == "x"))
            }
        }
    ]

    /// Waits until the store lets nothing begin any more.
    private static func waitUntilClosing(_ store: any DataStore, _ limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            do {
                try await store.withoutTransaction {
                    try await store.repository(for: Item.self).exists("a")
                }
            } catch .closed {
                return
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw Mismatch("a closing store refuses", expected: "closed", found: "it still answers")
    }
}
