import DataBridgeCore

/// What transactions notice of each other.
///
/// Each schedule is tried with transactions that overlap; where a store lets only one in at a time,
/// they follow each other and must end the same.
extension StoreConformance.Case {
    /// Many attempts and short waits: what counts is how it ends.
    private static let persistent = TransactionOptions(
        retry: RetryPolicy(
            attempts: 60, baseDelay: .microseconds(200), maximumDelay: .milliseconds(10)))

    static let isolation: [Self] = [
        Self("isolation.is-as-strong-as-asked-for-or-unsupported") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            for isolation in Isolation.allCases {
                let options = TransactionOptions(isolation: isolation)
                let isGiven = store.capabilities.isolation.contains { $0 >= isolation }
                let runs = Tally()
                if isGiven {
                    try await store.transaction(options) {
                        runs.add()
                        try await items.insert(Item(id: isolation.rawValue))
                    }
                } else {
                    try await Expect.error(.unsupported, "the isolation \(isolation)") {
                        try await store.transaction(options) { runs.add() }
                    }
                }
                try Expect.equal(runs.count, isGiven ? 1 : 0, "the runs under \(isolation)")
            }
        },
        Self("isolation.never-shows-what-is-rolled-back") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let patience = trial.patience
            let hasWritten = Gate()
            let mayEnd = Gate()
            let writer = Task {
                try await rollingBack(store) {
                    try await items.update("a") { $0.rank = 1 }
                    try await items.insert(Item(id: "b"))
                    hasWritten.open()
                    await mayEnd.wait(atMost: patience)
                }
            }
            await hasWritten.wait(atMost: patience)
            func expectOldState(_ when: String) async throws {
                try Expect.same(try await items.find(), [Item(id: "a")], "find \(when)")
                try Expect.same(try await items.get("a"), Item(id: "a"), "get \(when)")
                try Expect.equal(try await items.count(), 1, "count \(when)")
                try await store.transaction(.readOnly) {
                    try Expect.same(try await items.find(), [Item(id: "a")], "a reader \(when)")
                }
            }
            try await expectOldState("before the rollback")
            mayEnd.open()
            try await writer.value
            try await expectOldState("after the rollback")
        },
        Self("isolation.loses-no-update") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(Account(id: 1))
            try await overlapping(trial, store) { _ in
                try await accounts.get(1)
            } then: { account, _ in
                var account = try Expect.value(account, "the account")
                account.balance += 1
                try await accounts.update(account)
            }
            try Expect.equal(try await accounts.get(1)?.balance, 2, "the sum of two increments")
        },
        Self("isolation.allows-no-write-skew") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(all: [
                Account(id: 1, balance: 50), Account(id: 2, balance: 50),
            ])
            // Either may take 80 as long as both together keep at least 0.
            try await overlapping(trial, store) { _ in
                try await accounts.sum(of: \.balance)
            } then: { sum, number in
                if sum >= 80 { try await accounts.update(number) { $0.balance -= 80 } }
            }
            try Expect.equal(try await accounts.sum(of: \.balance), 20, "what is left of both")
        },
        Self("isolation.allows-no-write-skew-by-id") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(all: [Account(id: 1, balance: 1), Account(id: 2, balance: 1)])
            // Each may leave as long as the other one stays.
            try await overlapping(trial, store) { number in
                try await accounts.get(3 - number)?.balance
            } then: { other, number in
                if other == 1 { try await accounts.update(number) { $0.balance = 0 } }
            }
            try Expect.equal(try await accounts.sum(of: \.balance), 1, "how many stay")
        },
        Self("isolation.allows-no-phantom") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await overlapping(trial, store) { _ in
                try await items.count(where: \.title == "member")
            } then: { count, number in
                try await items.insert(Item(id: "m\(number)", title: "member", rank: count))
            }
            try Expect.equal(
                try await items.find(sortedBy: .ascending(\.rank)).map(\.rank), [0, 1],
                "the numbers given to two members")
        },
        Self("isolation.allows-no-phantom-among-missing-ids") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await overlapping(trial, store) { number in
                try await items.exists("m\(3 - number)")
            } then: { isThere, number in
                if !isThere { try await items.insert(Item(id: "m\(number)")) }
            }
            try Expect.equal(try await items.count(), 1, "how many came first")
        },
        Self("isolation.allows-no-phantom-in-front-of-a-limit") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: [Item(id: "m5", rank: 5), Item(id: "m9", rank: 9)])
            // Each puts its record in front of the first one that it finds.
            try await overlapping(trial, store) { _ in
                try await items.find(limit: 1).first
            } then: { first, number in
                let first = try Expect.value(first, "a first record")
                try await items.insert(Item(id: "m\(number)", rank: first.rank - 1))
            }
            let ranks = try await items.find(limit: 2).map(\.rank)
            try Expect.different(ranks, [4, 4], "the ranks of two that each came first")
        },
    ]

    static let consistency: [Self] = [
        Self("isolation.commits-only-what-was-read-in-one-state") { trial in
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
            try await store.transaction(persistent) {
                let first = try await accounts.get(1)?.balance ?? 0
                hasRead.open()
                await hasMoved.wait(atMost: courtesy)
                let second = try await accounts.get(2)?.balance ?? 0
                try await accounts.upsert(Account(id: 3, balance: first + second))
            }
            try await writer.value
            try Expect.equal(
                try await accounts.get(3)?.balance, 100, "the sum that a transaction wrote down")
        },
        Self("isolation.keeps-unique-values-apart") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            let refusals = Tally()
            try await overlapping(trial, store) { number in
                try await accounts.count(where: \.email == "other \(number)")
            } then: { _, number in
                do {
                    try await accounts.insert(Account(id: number, email: "same"))
                } catch .constraint {
                    refusals.add()
                }
            }
            try Expect.equal(try await accounts.count(), 1, "the accounts of one address")
            try Expect.isTrue(refusals.count >= 1, "the other account was refused")
        },
        Self("isolation.keeps-references-to-what-exists") { trial in
            let store = try await trial.store(
                Author.schema, Shelf.schema, Reader.schema, Book.schema)
            let authors = store.repository(for: Author.self)
            let books = store.repository(for: Book.self)
            try await authors.insert(Author(id: "a"))
            try await overlapping(trial, store) { _ in
                try await authors.exists("a")
            } then: { _, number in
                do {
                    if number == 1 {
                        try await authors.delete("a")
                    } else {
                        try await books.insert(Book(id: "b", author: "a"))
                    }
                } catch .constraint {}
            }
            let referring = try await books.count(where: \.author == "a")
            try Expect.equal(
                try await authors.count(), referring, "authors for \(referring) books of one")
        },
        Self("isolation.keeps-sums-under-load") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(all: (0..<5).map { Account(id: $0, balance: 100) })
            try await withThrowingTaskGroup { group in
                for worker in 0..<4 {
                    group.addTask {
                        for step in 0..<12 {
                            try await transfer(
                                1 + step, from: (worker + step) % 5,
                                to: (worker + 2 * step + 1) % 5,
                                in: store)
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        let sum = try await store.transaction(.readOnly) {
                            var sum = 0
                            for id in 0..<5 { sum += try await accounts.get(id)?.balance ?? 0 }
                            return sum
                        }
                        try Expect.equal(sum, 500, "the sum that a reader sees")
                        try Expect.equal(
                            try await accounts.find().map(\.balance).reduce(0, +), 500,
                            "the sum that one query sees")
                    }
                }
                try await group.waitForAll()
            }
            try Expect.equal(try await accounts.sum(of: \.balance), 500, "the sum at the end")
        },
    ]

    static func transfer(
        _ amount: Int, from source: Int, to target: Int, in store: any DataStore
    ) async throws {
        guard source != target else { return }
        let accounts = store.repository(for: Account.self)
        try await store.transaction(persistent) {
            try await accounts.update(source) { $0.balance -= amount }
            try await accounts.update(target) { $0.balance += amount }
        }
    }

    /// Runs two transactions, numbered 1 and 2, that both read before either goes on to write.
    private static func overlapping<Read: Sendable>(
        _ trial: Trial, _ store: any DataStore,
        read: @escaping @Sendable (Int) async throws -> Read,
        then write: @escaping @Sendable (Read, Int) async throws -> Void
    ) async throws {
        let haveRead = [Gate(), Gate()]
        let courtesy = trial.courtesy
        try await withThrowingTaskGroup { group in
            for number in 1...2 {
                group.addTask {
                    try await store.transaction(persistent) {
                        let value = try await read(number)
                        haveRead[number - 1].open()
                        await haveRead[2 - number].wait(atMost: courtesy)
                        try await write(value, number)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
