import DataBridgeCore

/// How a transaction runs: access, time, attempts, tokens, isolation.
extension StoreConformance.Case {
    static let readOnly: [Self] = [
        Self("read-only.refuses-every-write") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let item = Item(id: "a")
            try await items.insert(item)
            let canMake = store.capabilities.collections
            try await store.transaction(.readOnly) {
                let writes: [(String, () async throws -> Void)] = [
                    ("insert", { try await items.insert(Item(id: "b")) }),
                    ("insert(all:)", { try await items.insert(all: [Item(id: "b")]) }),
                    ("update", { try await items.update(Item(id: "a", rank: 1)) }),
                    ("update(id)", { try await items.update("a") { $0.rank = 1 } }),
                    ("upsert", { try await items.upsert(Item(id: "b")) }),
                    ("delete", { try await items.delete("a") }),
                    ("delete(ids:)", { try await items.delete(ids: ["a"]) }),
                    ("deleteAll", { try await items.deleteAll(where: .all) }),
                    (
                        "updateAll",
                        { try await items.updateAll(where: .all, set: [.set(\.rank, to: 1)]) }
                    ),
                ]
                for (name, write) in writes {
                    try await Expect.error(.readOnly, name) { try await write() }
                }
                if canMake {
                    try await Expect.error(.readOnly, "createCollection") {
                        try await store.createCollection("others", like: Item.self)
                    }
                    try await Expect.error(.readOnly, "dropCollection") {
                        try await store.dropCollection(items.collection)
                    }
                }
                try Expect.same(try await items.find(), [item], "what it reads in between")
            }
            try Expect.same(try await items.find(), [item], "the stored records")
        },
        Self("read-only.sees-one-state") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(all: [Account(id: 1, balance: 100), Account(id: 2)])
            let (patience, courtesy) = (trial.patience, trial.courtesy)
            let hasRead = Gate()
            let hasMoved = Gate()
            let writer = Task {
                await hasRead.wait(atMost: patience)
                try await transfer(60, from: 1, to: 2, in: store)
                hasMoved.open()
            }
            try await store.transaction(.readOnly) {
                let first = try await accounts.get(1)?.balance
                hasRead.open()
                await hasMoved.wait(atMost: courtesy)
                try Expect.equal(first, 100, "the first balance")
                try Expect.equal(try await accounts.get(2)?.balance, 0, "the second balance")
                try Expect.equal(try await accounts.sum(of: \.balance), 100, "the sum")
                try Expect.equal(try await accounts.get(1)?.balance, 100, "the first one again")
                try Expect.equal(
                    try await accounts.count(where: \.balance == 0), 1, "the empty accounts")
            }
            try await writer.value
            try Expect.equal(try await accounts.get(2)?.balance, 60, "the balance at the end")
        },
    ]

    static let timeouts: [Self] = [
        Self("timeout.acts-at-the-next-call") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(services: clock.services))
            let items = store.repository(for: Item.self)
            let options = TransactionOptions(timeout: .seconds(5))
            try await store.transaction(options) {
                try await items.insert(Item(id: "in time"))
                clock.advance(by: .seconds(4))
                try await items.update("in time") { $0.rank = 1 }
            }
            try await Expect.error(.timeout, "a transaction that lasts too long") {
                try await store.transaction(options) {
                    try await items.insert(Item(id: "too late"))
                    clock.advance(by: .seconds(6))
                    try await Expect.error(.timeout, "a read after the timeout") {
                        try await items.get("in time")
                    }
                    try await Expect.error(.timeout, "a write after the timeout") {
                        try await items.insert(Item(id: "even later"))
                    }
                }
            }
            try Expect.equal(try await items.find().map(\.id), ["in time"], "the ids stored")
        },
        Self("timeout.of-the-outer-transaction-counts-in-a-nested-one") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(services: clock.services))
            let items = store.repository(for: Item.self)
            func expectTimeout(outer: Duration?, inner: Duration?, what: String) async throws {
                try await Expect.error(.timeout, what) {
                    try await store.transaction(TransactionOptions(timeout: outer)) {
                        try await store.transaction(TransactionOptions(timeout: inner)) {
                            try await items.insert(Item(id: "a"))
                            clock.advance(by: .seconds(10))
                            try await items.insert(Item(id: "b"))
                        }
                    }
                }
            }
            try await expectTimeout(outer: .seconds(5), inner: nil, what: "the outer timeout")
            try await expectTimeout(
                outer: .seconds(5), inner: .seconds(60), what: "the earlier, outer timeout")
            try await expectTimeout(
                outer: .seconds(60), inner: .seconds(5), what: "the earlier, nested timeout")
            try Expect.equal(try await items.count(), 0, "the number of records")
        },
        Self("timeout.of-a-nested-transaction-leaves-the-outer-one-usable") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(services: clock.services))
            let items = store.repository(for: Item.self)
            try await store.transaction(TransactionOptions(timeout: .seconds(60))) {
                try await items.insert(Item(id: "a"))
                try await Expect.error(.timeout, "the nested timeout") {
                    try await store.transaction(TransactionOptions(timeout: .seconds(5))) {
                        try await items.insert(Item(id: "b"))
                        clock.advance(by: .seconds(6))
                        try await items.insert(Item(id: "c"))
                    }
                }
                try await items.insert(Item(id: "d"))
            }
            try Expect.equal(try await items.find().map(\.id), ["a", "d"], "the ids stored")
        },
    ]

    static let retries: [Self] = [
        Self("retry.runs-the-whole-body-again") { trial in
            for failure in [DataError.serialization(), .busy("The store")] {
                let clock = ManualClock()
                let store = try await trial.store(
                    Item.schema, options: StoreOptions(services: clock.services))
                let items = store.repository(for: Item.self)
                let runs = Tally()
                let answer = try await store.transaction {
                    let run = runs.add()
                    try await items.insert(Item(id: "run \(run)"))
                    if run < 3 { throw failure }
                    return run
                }
                try Expect.equal(answer, 3, "the run that committed, after \(failure.code)")
                try Expect.equal(try await items.find().map(\.id), ["run 3"], "the ids stored")
                try Expect.equal(clock.sleeps.count, 2, "the waits in between")
            }
        },
        Self("retry.gives-up-after-its-attempts") { trial in
            for (policy, attempts) in [
                (RetryPolicy.standard, 3), (.never, 1), (RetryPolicy(attempts: 6), 6),
            ] {
                let clock = ManualClock()
                let store = try await trial.store(
                    Item.schema, options: StoreOptions(services: clock.services))
                let runs = Tally()
                try await Expect.error(.serialization, "the last attempt") {
                    try await store.transaction(TransactionOptions(retry: policy)) {
                        runs.add()
                        throw DataError.serialization()
                    }
                }
                try Expect.equal(runs.count, attempts, "the runs of the body")
                try Expect.equal(clock.sleeps.count, attempts - 1, "the waits in between")
            }
        },
        Self("retry.waits-longer-each-time") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(services: clock.services))
            let policy = RetryPolicy(
                attempts: 8, baseDelay: .milliseconds(10), maximumDelay: .milliseconds(100))
            try await Expect.error(.busy, "the last attempt") {
                try await store.transaction(TransactionOptions(retry: policy)) {
                    throw DataError.busy("The store")
                }
            }
            let longest = [10, 20, 40, 80, 100, 100, 100].map { Duration.milliseconds($0) }
            try Expect.equal(clock.sleeps.count, longest.count, "the number of waits")
            for (wait, limit) in zip(clock.sleeps, longest) {
                try Expect.isTrue(
                    wait >= limit / 2 && wait <= limit, "a wait of \(wait), at most \(limit)")
            }
        },
        Self("retry.is-for-nothing-else") { trial in
            var unknown = DataError.serialization()
            unknown.commitOutcome = .unknown
            let failures: [any Error] = [
                DataError.conflict(.gone, collection: "items", id: "a"),
                DataError.commitUnknown(), DataError.timeout("It"), unknown, Refusal(),
            ]
            for failure in failures {
                let store = try await trial.store(Item.schema)
                let runs = Tally()
                var found: (any Error)?
                do {
                    try await store.transaction {
                        runs.add()
                        throw failure
                    }
                } catch {
                    found = error
                }
                try Expect.equal(found.map { "\($0)" } ?? "none", "\(failure)", "the error")
                try Expect.equal(runs.count, 1, "the runs of a body that throws \(failure)")
            }
        },
        Self("retry.is-the-outermost-transactions") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(services: clock.services))
            let (outer, inner) = (Tally(), Tally())
            try await Expect.error(.serialization, "the last attempt") {
                try await store.transaction(TransactionOptions(retry: RetryPolicy(attempts: 2))) {
                    outer.add()
                    try await store.transaction(
                        TransactionOptions(retry: RetryPolicy(attempts: 9))
                    ) {
                        inner.add()
                        throw DataError.serialization()
                    }
                }
            }
            try Expect.equal(outer.count, 2, "the runs of the outer body")
            try Expect.equal(inner.count, 2, "the runs of the nested body")
        },
        Self("retry.never-follows-a-stale-version") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let stale = try await items.insert(Item(id: "a"))
            try await items.update("a") { $0.rank = 1 }
            let runs = Tally()
            try await Expect.error(.conflict, "a transaction with a stale version") {
                try await store.transaction {
                    runs.add()
                    try await items.update(Item(id: "a", rank: 2), expecting: stale.version)
                }
            }
            try Expect.equal(runs.count, 1, "the runs of the body")
        },
    ]
}

extension StoreConformance.Case {
    static let tokens: [Self] = [
        Self("token.is-refused-where-nothing-is-committed", needs: [.tokens]) { trial in
            let store = try await trial.store(Item.schema)
            var options = TransactionOptions.readOnly
            options.token = CommitToken("t")
            let runs = Tally()
            try await Expect.error(.invalid, "a token in a read-only transaction") {
                try await store.transaction(options) { runs.add() }
            }
            try Expect.equal(runs.count, 0, "the runs of the body")
            try Expect.equal(
                try await store.outcome(of: CommitToken("t")), .rolledBack, "its outcome")
        },
        Self("token.tells-what-became-of-its-transaction", needs: [.tokens]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let (good, bad, unused) = (CommitToken("good"), CommitToken("bad"), CommitToken("é"))
            try await store.transaction(token: good) {
                try await items.insert(Item(id: "a"))
                try Expect.equal(
                    try await store.outcome(of: good), .rolledBack, "the outcome before the end")
            }
            do {
                try await store.transaction(token: bad) {
                    try await items.insert(Item(id: "b"))
                    throw Refusal()
                }
            } catch is Refusal {}
            try Expect.equal(try await store.outcome(of: good), .committed, "of a commit")
            try Expect.equal(try await store.outcome(of: bad), .rolledBack, "of a rollback")
            try Expect.equal(try await store.outcome(of: unused), .rolledBack, "of no transaction")
            try await store.transaction(token: unused) {}
            try Expect.equal(
                try await store.outcome(of: CommitToken("e\u{301}")), .rolledBack,
                "of a token that only looks the same")
            try Expect.equal(
                try await store.outcome(of: unused), .committed, "of a commit without changes")
        },
        Self("token.is-unsupported-before-the-body-runs", needs: [.noTokens]) { trial in
            let store = try await trial.store(Item.schema)
            let runs = Tally()
            try await Expect.error(.unsupported, "a transaction with a token") {
                try await store.transaction(token: CommitToken("t")) { runs.add() }
            }
            try await Expect.error(.unsupported, "the outcome of a token") {
                try await store.outcome(of: CommitToken("t"))
            }
            try Expect.equal(runs.count, 0, "the runs of the body")
        },
    ]
}
