import DataBridgeCore

/// Transactions inside transactions.
extension StoreConformance.Case {
    static let savepoints: [Self] = [
        Self("nested.undoes-what-it-did-and-nothing-else") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<4))
            try await store.transaction {
                try await items.update("i000") { $0.title = "outer" }
                try await items.insert(Item(id: "x", rank: 10))
                try await rollingBack(store) {
                    try await items.update("i000") { $0.title = "inner" }
                    try await items.update("x") { $0.rank = 11 }
                    try await items.delete("i001")
                    try await items.insert(Item(id: "y"))
                    try Expect.equal(try await items.count(), 5, "the records inside")
                }
                try Expect.equal(try await items.get("i000")?.title, "outer", "the title after")
                try Expect.equal(
                    try await items.find().map(\.id), ["i000", "i001", "i002", "i003", "x"],
                    "the ids after")
                try await items.update("i002") { $0.title = "later" }
            }
            try Expect.equal(
                try await items.find().map(\.title),
                ["outer", "Item 1", "later", "Item 3", ""], "the titles at the end")
            try Expect.equal(try await items.get("x")?.rank, 10, "the rank at the end")
        },
        Self("nested.keeps-what-it-did-when-it-ends-well") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let answer = try await store.transaction {
                try await items.insert(Item(id: "a"))
                return try await store.transaction {
                    try await items.insert(Item(id: "b"))
                    return "inner"
                }
            }
            try Expect.equal(answer, "inner", "what the nested transaction returns")
            try Expect.equal(try await items.find().map(\.id), ["a", "b"], "the ids stored")
        },
        Self("nested.goes-with-the-outer-one") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await rollingBack(store) {
                try await store.transaction { try await items.insert(Item(id: "a")) }
                try await store.withoutTransaction {
                    try Expect.equal(try await items.count(), 0, "what others count")
                }
            }
            try Expect.equal(try await items.count(), 0, "the records after the rollback")
        },
        Self("nested.goes-to-any-depth") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            @Sendable func nest(_ depth: Int) async throws {
                try await items.insert(Item(id: Item.numberedID(depth)))
                guard depth < 12 else { return }
                if depth % 3 == 2 {
                    try await rollingBack(store) { try await nest(depth + 1) }
                } else {
                    try await store.transaction { try await nest(depth + 1) }
                }
                try await items.insert(Item(id: Item.numberedID(100 + depth)))
            }
            try await store.transaction { try await nest(0) }
            // The first one to roll back is at depth 2; all below it go with it.
            try Expect.equal(
                try await items.find().map(\.id),
                [0, 1, 2, 100, 101, 102].map(Item.numberedID), "the ids stored")
        },
        Self("nested.can-be-tried-again") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await store.transaction {
                try await accounts.insert(Account(id: 0, email: "taken"))
                for number in 1...3 {
                    try await rollingBack(store) {
                        try await accounts.insert(Account(id: 7, email: "try \(number)"))
                        try await accounts.delete(0)
                    }
                }
                try await Expect.error(.constraint, "a value that is still taken") {
                    try await accounts.insert(Account(id: 7, email: "taken"))
                }
                try await accounts.insert(Account(id: 7, email: "try 3"))
            }
            try Expect.same(
                try await accounts.find(),
                [Account(id: 0, email: "taken"), Account(id: 7, email: "try 3")], "the accounts")
        },
        Self("nested.owns-the-unit-until-it-ends") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let isInside = Gate()
            let isAsked = Gate()
            let log = Log<String>()
            let (patience, courtesy) = (trial.patience, trial.courtesy)
            try await store.transaction {
                async let inner: Void = rollingBack(store) {
                    try await items.insert(Item(id: "inner"))
                    isInside.open()
                    await isAsked.wait(atMost: patience)
                    try await Task.sleep(for: courtesy / 20)
                    log.add("inner")
                }
                async let outer = {
                    await isInside.wait(atMost: patience)
                    isAsked.open()
                    let count = try await items.count()
                    log.add("outer")
                    return count
                }()
                _ = try await inner
                try Expect.equal(try await outer, 0, "what the outer body counts")
            }
            try Expect.equal(log.all, ["inner", "outer"], "the order of events")
        },
        Self("nested.use-after-its-end-is-refused") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let ended = Gate()
            let limit = trial.patience
            try await store.transaction {
                let task = try await store.transaction {
                    Task {
                        await ended.wait(atMost: limit)
                        try await items.insert(Item(id: "late"))
                    }
                }
                ended.open()
                try await Expect.error(.transactionEnded, "use after the nested one's end") {
                    try await task.value
                }
                try await items.insert(Item(id: "a"))
            }
            try Expect.equal(try await items.find().map(\.id), ["a"], "the ids stored")
        },
    ]

    static let nestedOptions: [Self] = [
        Self("nested.may-have-a-timeout-of-its-own") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await store.transaction {
                try await store.transaction(TransactionOptions(timeout: trial.patience)) {
                    try await items.insert(Item(id: "a"))
                    try Expect.equal(try await items.count(), 1, "the count in time")
                }
            }
            try Expect.equal(try await items.count(), 1, "the count afterwards")
        },
        Self("nested.takes-no-token", needs: [.tokens]) { trial in
            try await expectRefused(
                trial, .standard, TransactionOptions(token: CommitToken("t")), "a token")
        },
        Self("nested.takes-no-stronger-isolation") { trial in
            try await expectRefused(
                trial, TransactionOptions(isolation: .readCommitted), .standard,
                "a stronger isolation")
            try await expectRefused(
                trial, TransactionOptions(isolation: .snapshot), .standard, "a stronger isolation")
        },
        Self("nested.writes-nothing-in-a-read-only-one") { trial in
            try await expectRefused(trial, .readOnly, .standard, "write access")
        },
        Self("nested.can-be-read-only") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await store.transaction {
                try await items.insert(Item(id: "a"))
                try await store.transaction(.readOnly) {
                    try Expect.equal(try await items.count(), 1, "the records inside")
                    try await Expect.error(.readOnly, "a write in a read-only one") {
                        try await items.insert(Item(id: "b"))
                    }
                }
                try await items.insert(Item(id: "c"))
            }
            try Expect.equal(try await items.find().map(\.id), ["a", "c"], "the ids stored")
        },
        Self("nested.can-ask-for-less-isolation") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await store.transaction {
                try await store.transaction(TransactionOptions(isolation: .readCommitted)) {
                    try await items.insert(Item(id: "a"))
                }
            }
            try Expect.equal(try await items.count(), 1, "the number of records")
        },
    ]

    /// The nested options are `invalid` before the nested body runs; the outer one goes on.
    private static func expectRefused(
        _ trial: Trial, _ outer: TransactionOptions, _ nested: TransactionOptions, _ what: String
    ) async throws {
        let store = try await trial.store(Item.schema)
        let items = store.repository(for: Item.self)
        let runs = Tally()
        try await store.transaction(outer) {
            if !outer.isReadOnly { try await items.insert(Item(id: "a")) }
            try await Expect.error(.invalid, "a nested transaction that asks for \(what)") {
                try await store.transaction(nested) { runs.add() }
            }
            if !outer.isReadOnly { try await items.insert(Item(id: "b")) }
        }
        try Expect.equal(runs.count, 0, "the runs of the nested body")
        try Expect.equal(
            try await items.count(), outer.isReadOnly ? 0 : 2, "the number of records")
    }
}
