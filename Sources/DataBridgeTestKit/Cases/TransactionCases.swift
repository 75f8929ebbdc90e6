import DataBridgeCore

/// Several operations as one.
extension StoreConformance.Case {
    static let transactions: [Self] = [
        Self("transaction.commits-everything") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            let items = store.repository(for: Item.self)
            let accounts = store.repository(for: Account.self)
            try await items.insert(all: [Item(id: "old"), Item(id: "changed")])
            let answer = try await store.transaction {
                try await items.insert(Item(id: "new"))
                try await items.update("changed") { $0.rank = 1 }
                try await items.delete("old")
                try await accounts.insert(Account(id: 1))
                return 42
            }
            try Expect.equal(answer, 42, "what the transaction returns")
            try Expect.same(
                try await items.find(), [Item(id: "changed", rank: 1), Item(id: "new")], "the items"
            )
            try Expect.equal(try await accounts.count(), 1, "the number of accounts")
        },
        Self("transaction.rolls-back-on-an-error") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            let items = store.repository(for: Item.self)
            let accounts = store.repository(for: Account.self)
            let before = Item.numbered(0..<3)
            try await items.insert(all: before)
            do {
                try await store.transaction {
                    try await items.insert(Item(id: "new"))
                    try await items.update("i000") { $0.rank = 100 }
                    try await items.delete("i001")
                    try await items.deleteAll(where: \.rank == 2)
                    try await accounts.insert(Account(id: 1))
                    throw Refusal(reason: "at the end")
                }
                throw Mismatch("the body's error", expected: "Refusal", found: "no error")
            } catch let refusal as Refusal {
                try Expect.equal(refusal, Refusal(reason: "at the end"), "the body's error")
            }
            try Expect.same(try await items.find(), before, "the items")
            try Expect.equal(try await accounts.count(), 0, "the number of accounts")
        },
        Self("transaction.sees-its-own-writes") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<4))
            try await store.transaction { try await expectOwnWrites(items) }
        },
        Self("transaction.is-not-seen-before-its-commit") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let before = [Item(id: "a", rank: 1), Item(id: "b")]
            try await items.insert(all: before)
            try await store.transaction {
                try await items.update("a") { $0.rank = 2 }
                try await items.delete("b")
                try await items.insert(Item(id: "c"))
                try await store.withoutTransaction {
                    try Expect.same(try await items.find(), before, "what others find")
                    try Expect.equal(try await items.get("a")?.rank, 1, "what others get")
                    try Expect.isTrue(try await items.get("c") == nil, "others get no new record")
                    try Expect.equal(try await items.count(), 2, "what others count")
                }
                let found = try await Task.detached { try await items.find() }.value
                try Expect.same(found, before, "what an independent task finds")
            }
            try Expect.equal(try await items.find().map(\.id), ["a", "c"], "the ids at the end")
        },
        Self("transaction.is-joined-by-what-it-calls") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            @Sendable func service(_ id: String) async throws {
                try await store.repository(for: Item.self).insert(Item(id: id))
            }
            try await rollingBack(store) {
                try await service("a")
                try await withThrowingTaskGroup { group in
                    for id in ["b", "c"] { group.addTask { try await service(id) } }
                    try await group.waitForAll()
                }
                try Expect.equal(try await items.count(), 3, "the records in the transaction")
            }
            try Expect.equal(try await items.count(), 0, "the records after the rollback")
        },
        Self("transaction.queues-what-its-child-tasks-do") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            try await store.transaction {
                try await withThrowingTaskGroup { group in
                    for number in 0..<20 {
                        group.addTask {
                            try await items.update("a") { $0.rank += 1 }
                            try await items.insert(Item(id: Item.numberedID(number)))
                        }
                    }
                    try await group.waitForAll()
                }
            }
            try Expect.equal(try await items.get("a")?.rank, 20, "the sum of all increments")
            try Expect.equal(try await items.count(), 21, "the number of records")
        },
        Self("transaction.stays-usable-after-a-failed-operation") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(Account(id: 1, email: "one"))
            try await store.transaction {
                try await accounts.insert(Account(id: 2, email: "two"))
                try await Expect.error(.alreadyExists, "an insert of a taken id") {
                    try await accounts.insert(Account(id: 1))
                }
                try await Expect.error(.constraint, "a batch that breaks a constraint") {
                    try await accounts.insert(
                        all: [Account(id: 3), Account(id: 4, email: "two"), Account(id: 5)])
                }
                try await Expect.error(.constraint, "a by-query update that breaks one") {
                    try await accounts.updateAll(
                        where: .all, set: [.set(\.balance, to: 7), .set(\.email, to: "same")])
                }
                try await Expect.error(.notFound, "an update of nothing") {
                    try await accounts.update(9) { $0.balance = 1 }
                }
                try Expect.equal(try await accounts.count(), 2, "the records in between")
                try await accounts.insert(Account(id: 6))
            }
            try Expect.same(
                try await accounts.find(),
                [Account(id: 1, email: "one"), Account(id: 2, email: "two"), Account(id: 6)],
                "the accounts at the end")
        },
    ]

    private static func expectOwnWrites(_ items: any DataRepository<Item>) async throws {
        let inserted = try await items.insert(Item(id: "i0015", title: "new", rank: 50))
        let updated = try await items.update("i000") { $0.rank = 40 }
        try await items.delete("i002")
        try Expect.equal(
            try await items.record("i0015")?.version, inserted.version, "the version inserted")
        try Expect.equal(
            try await items.record("i000")?.version, updated.version, "the version updated")
        try Expect.isTrue(try await items.get("i002") == nil, "the deleted record is gone")
        try Expect.equal(
            try await items.find().map(\.id), ["i000", "i001", "i0015", "i003"], "all ids")
        try Expect.equal(
            try await items.find(sortedBy: .descending(\.rank)).map(\.rank), [50, 40, 3, 1],
            "the order by rank")
        try Expect.equal(
            try await items.find(where: \.rank >= 40).map(\.id), ["i000", "i0015"], "a filter")
        try Expect.equal(
            try await items.find(where: \.title == "Item 2").map(\.id), [],
            "a filter for what was deleted")
        try await items.update("i0015") { $0.rank += 1 }
        try await items.insert(Item(id: "i002", rank: 2))
        try Expect.equal(try await items.get("i0015")?.rank, 51, "the second change")
        try await items.delete("i0015")
        try Expect.equal(
            try await items.find(limit: 3, offset: 1).map(\.id), ["i001", "i002", "i003"],
            "a window")
    }
}

extension StoreConformance.Case {
    static let transactionEnds: [Self] = [
        Self("transaction.rolls-back-when-its-task-is-cancelled") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let task = Task {
                try await store.transaction {
                    try await items.insert(Item(id: "a"))
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await items.insert(Item(id: "b"))
                }
            }
            try await Expect.error(.cancelled, "a call in a cancelled transaction") {
                try await task.value
            }
            try Expect.equal(try await items.count(), 0, "the records after the cancellation")
        },
        Self("transaction.does-not-commit-when-cancelled-after-its-last-call") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let task = Task {
                try await store.transaction {
                    try await items.insert(Item(id: "a"))
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            try await Expect.error(.cancelled, "the end of a cancelled transaction") {
                try await task.value
            }
            try Expect.equal(try await items.count(), 0, "the records after the cancellation")
            try await items.insert(Item(id: "b"))
        },
        Self("transaction.does-not-begin-in-a-cancelled-task") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let runs = Tally()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await Expect.error(.cancelled, "get") { try await items.get("a") }
                try await Expect.error(.cancelled, "find") { try await items.find() }
                try await Expect.error(.cancelled, "insert") {
                    try await items.insert(Item(id: "a"))
                }
                try await Expect.error(.cancelled, "transaction") {
                    try await store.transaction { runs.add() }
                }
            }
            try await task.value
            try Expect.equal(runs.count, 0, "the runs of the body")
            try Expect.equal(try await items.count(), 0, "the number of records")
        },
        Self("transaction.errors-say-that-it-was-rolled-back") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Item.schema, Author.schema, Shelf.schema, Reader.schema, Book.schema,
                options: StoreOptions(services: clock.services))
            let items = store.repository(for: Item.self)
            let books = store.repository(for: Book.self)
            let stale = try await items.insert(Item(id: "a")).version
            try await items.update("a") { $0.rank = 1 }
            let failures: [(DataError.Code, @Sendable () async throws -> Void)] = [
                (.alreadyExists, { try await items.insert(Item(id: "a")) }),
                (.notFound, { try await items.update(Item(id: "none")) }),
                (.conflict, { try await items.update(Item(id: "a"), expecting: stale) }),
                (.constraint, { try await books.insert(Book(id: "b", author: "nobody")) }),
                (.invalid, { try await items.update("a") { $0.id = "b" } }),
                (.timeout, { clock.advance(by: .seconds(6)) }),
                (.cancelled, { withUnsafeCurrentTask { $0?.cancel() } }),
            ]
            for (code, fail) in failures {
                let task = Task {
                    try await store.transaction(TransactionOptions(timeout: .seconds(5))) {
                        try await items.insert(Item(id: "new"))
                        try await fail()
                    }
                }
                let error = try await Expect.error(code, "a transaction that fails with \(code)") {
                    try await task.value
                }
                try Expect.equal(error.commitOutcome, .rolledBack, "how \(code) ended")
            }
            let readOnly = try await Expect.error(.readOnly, "a write in a read-only transaction") {
                try await store.transaction(.readOnly) { try await items.insert(Item(id: "new")) }
            }
            try Expect.equal(readOnly.commitOutcome, .rolledBack, "how readOnly ended")
            try await store.transaction {
                let nested = try await Expect.error(.notFound, "a nested transaction that fails") {
                    try await store.transaction { try await items.update(Item(id: "none")) }
                }
                try Expect.equal(nested.commitOutcome, .rolledBack, "how the nested one ended")
            }
            var unknown = DataError.unavailable("Another store does not answer.")
            unknown.commitOutcome = .unknown
            let kept = try await Expect.error(.unavailable, "another store's error") {
                [unknown] in try await store.transaction { throw unknown }
            }
            try Expect.equal(kept.commitOutcome, .unknown, "the outcome in another store")
            try Expect.equal(try await items.find().map(\.id), ["a"], "the ids stored")
        },
        Self("transaction.refuses-use-after-its-end") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let ended = Gate()
            let limit = trial.patience
            let tasks = try await store.transaction {
                try await items.insert(Item(id: "a"))
                return [
                    Task {
                        await ended.wait(atMost: limit)
                        try await items.insert(Item(id: "late"))
                    },
                    Task {
                        await ended.wait(atMost: limit)
                        _ = try await items.get("a")
                    },
                    Task {
                        await ended.wait(atMost: limit)
                        _ = try await items.find()
                    },
                    Task {
                        await ended.wait(atMost: limit)
                        try await store.transaction { try await items.insert(Item(id: "later")) }
                    },
                ]
            }
            ended.open()
            for task in tasks {
                try await Expect.error(.transactionEnded, "use after the end") {
                    try await task.value
                }
            }
            try Expect.equal(try await items.find().map(\.id), ["a"], "the ids stored")
        },
        Self("transaction.can-be-stepped-out-of-after-its-end") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let ended = Gate()
            let limit = trial.patience
            let task = try await store.transaction {
                Task {
                    await ended.wait(atMost: limit)
                    try await store.withoutTransaction { try await items.insert(Item(id: "late")) }
                }
            }
            ended.open()
            try await task.value
            try Expect.equal(try await items.find().map(\.id), ["late"], "the ids stored")
        },
        Self("transaction.lets-a-step-out-commit-by-itself") { trial in
            let store = try await trial.store(Item.schema, Account.schema)
            let items = store.repository(for: Item.self)
            let accounts = store.repository(for: Account.self)
            let wasLetIn = Gate()
            try await rollingBack(store) {
                try await accounts.insert(Account(id: 1))
                try await store.withoutTransaction {
                    do {
                        try await items.insert(Item(id: "a"))
                        wasLetIn.open()
                    } catch let error as DataError
                        where error.code == .busy || error.code == .timeout
                    {}  // A store may let only one writer in.
                }
            }
            try Expect.equal(
                try await items.count(), wasLetIn.isOpen ? 1 : 0, "the records of the step out")
            try Expect.equal(try await accounts.count(), 0, "the records of the transaction")
        },
        Self("transaction.of-one-store-leaves-another-alone") { trial in
            let first = try await trial.store(Item.schema)
            let second = try await trial.store(Item.schema)
            let ours = first.repository(for: Item.self)
            let theirs = second.repository(for: Item.self)
            try await rollingBack(first) {
                try await ours.insert(Item(id: "a"))
                try await theirs.insert(Item(id: "a"))
                try await first.withoutTransaction {
                    try Expect.equal(try await theirs.count(), 1, "the other store's records")
                }
            }
            try Expect.equal(try await ours.count(), 0, "the records rolled back")
            try Expect.equal(try await theirs.count(), 1, "the other store's records")
            try await first.transaction {
                try await ours.insert(Item(id: "b"))
                try await rollingBack(second) {
                    try await theirs.insert(Item(id: "b"))
                    try await ours.insert(Item(id: "c"))
                }
            }
            try Expect.equal(try await ours.find().map(\.id), ["b", "c"], "ours")
            try Expect.equal(try await theirs.find().map(\.id), ["a"], "theirs")
        },
    ]
}
