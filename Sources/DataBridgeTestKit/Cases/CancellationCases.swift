import DataBridgeCore

/// A task that is cancelled at any of the calls that its work makes to the store.
///
/// The work runs once for each call and each way to be cancelled, always on the same store, which
/// shows besides that it stays usable.
extension StoreConformance.Case {
    static let cancellation: [Self] = [
        Self("cancellation.leaves-all-or-nothing-of-a-transaction") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            try await expectAllOrNothing(trial, store) { try await workInATransaction($0) }
        },
        Self("cancellation.leaves-all-or-nothing-of-a-batch") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            try await expectAllOrNothing(trial, store) { store in
                try await store.repository(for: Item.self).insert(all: Item.numbered(10..<14))
            }
            try await expectAllOrNothing(trial, store) { store in
                try await store.repository(for: Item.self).upsert(
                    all: Item.numbered(3..<6).map { item in
                        var item = item
                        item.title = "new"
                        return item
                    })
            }
        },
        Self("cancellation.leaves-all-or-nothing-of-a-query-write") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            try await expectAllOrNothing(trial, store) { store in
                try await store.repository(for: Item.self)
                    .updateAll(where: \.rank > 0, set: [.increment(\.rank, by: 10)])
            }
            try await expectAllOrNothing(trial, store) { store in
                try await store.repository(for: Item.self).deleteAll(where: \.rank > 0)
            }
        },
        Self("cancellation.is-seen-by-the-feed-as-the-data-is", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            let start = Log<FeedPosition>()
            try await sweeping(trial) { sweep in
                try await sweep.run(
                    opening: {
                        try await restore(store)
                        start.add(try await store.currentPosition())
                        return store
                    },
                    service: { try await workInATransaction($0) },
                    checking: { run in
                        guard let position = start.all.last else { return }
                        let commits = try await store.changes(from: position).commits
                        let isThere = try await store.repository(for: Item.self).exists("new")
                        try Expect.equal(commits.count, isThere ? 1 : 0, "the commits in the feed")
                        if isThere {
                            try Expect.equal(
                                commits.first?.changes.count, 5, "the changes of the commit")
                        }
                    })
            }
        },
    ]

    /// A bit of everything, as one transaction: five changes in the end.
    @Sendable private static func workInATransaction(_ store: any DataStore) async throws {
        let items = store.repository(for: Item.self)
        let accounts = store.repository(for: Account.self)
        try await store.transaction {
            try await items.insert(Item(id: "new"))
            try await items.update("i000") { $0.rank = 100 }
            try await rollingBack(store) { try await items.delete("i001") }
            try await store.transaction { try await items.delete("i002") }
            _ = try await items.find(where: \.rank >= 3)
            try await items.updateAll(where: \.rank == 3, set: [.set(\.title, to: "third")])
            try await accounts.insert(Account(id: 2, email: "two"))
        }
    }

    /// Puts the data back that the work begins with.
    @Sendable private static func restore(_ store: any DataStore) async throws {
        let items = store.repository(for: Item.self)
        let accounts = store.repository(for: Account.self)
        try await store.transaction {
            try await items.deleteAll(where: .all)
            try await accounts.deleteAll(where: .all)
            try await items.insert(all: Item.numbered(0..<4))
            try await accounts.insert(Account(id: 1, email: "one"))
        }
    }

    private static func expectAllOrNothing(
        _ trial: Trial, _ store: any DataStore, fileID: StaticString = #fileID,
        line: UInt = #line, _ work: @escaping @Sendable (any DataStore) async throws -> some Any
    ) async throws {
        try await sweeping(trial, fileID: fileID, line: line) { sweep in
            try await sweep.allOrNothing(
                opening: {
                    try await restore(store)
                    return store
                }, service: { _ = try await work($0) })
        }
    }

    /// Runs a sweep and says what it found as a case does.
    private static func sweeping(
        _ trial: Trial, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: (FaultSweep) async throws -> FaultSweepReport
    ) async throws {
        do {
            let sweep = FaultSweep(FaultSweep.Kind.cancellations, patience: trial.patience)
            let report = try await body(sweep)
            try Expect.isTrue(
                report.runCount > 8, "the work was cancelled at all its calls", fileID: fileID,
                line: line)
        } catch let failure as FaultSweepFailure {
            throw Mismatch(
                "the data after work that was cancelled at any of its calls",
                expected: "everything or nothing of it, as it says, in a store that goes on",
                found: failure.findings.prefix(3).map(\.description).joined(separator: "\n"),
                cause: failure, fileID: fileID, line: line)
        }
    }
}
