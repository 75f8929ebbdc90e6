import DataBridgeCore

/// Tasks that share one transaction: they take turns, and each can be cancelled by itself.
extension StoreConformance.Case {
    static let sharedUnits: [Self] = [
        Self("shared.waits-while-a-nested-transaction-runs") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let patience = trial.patience
            let courtesy = trial.courtesy
            try await store.transaction {
                let hasBegun = Gate()
                let mayEnd = Gate()
                let hasWritten = Gate()
                let nested = Task {
                    try await rollingBack(store) {
                        try await items.insert(Item(id: "nested"))
                        hasBegun.open()
                        await mayEnd.wait(atMost: patience)
                    }
                }
                await hasBegun.wait(atMost: patience)
                let other = Task {
                    try await items.insert(Item(id: "other"))
                    hasWritten.open()
                }
                let isEarly = await hasWritten.wait(atMost: courtesy)
                try Expect.isTrue(!isEarly, "a write of another task waits for the nested one")
                mayEnd.open()
                try await nested.value
                try await other.value
                try Expect.equal(try await items.find().map(\.id), ["other"], "what is left")
            }
            try Expect.equal(try await items.find().map(\.id), ["other"], "what is committed")
        },
        Self("shared.cancels-the-one-that-waits-and-no-other") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let patience = trial.patience
            let courtesy = trial.courtesy
            try await store.transaction {
                let hasBegun = Gate()
                let mayEnd = Gate()
                let nested = Task {
                    try await store.transaction {
                        hasBegun.open()
                        await mayEnd.wait(atMost: patience)
                    }
                }
                await hasBegun.wait(atMost: patience)
                var waiting: [Task<Void, any Error>] = []
                for id in ["a", "b", "c"] {
                    waiting.append(Task { try await items.insert(Item(id: id)) })
                    // So that they stand in line in this order.
                    await Gate().wait(atMost: courtesy / 10)
                }
                waiting[1].cancel()
                try await Expect.error(.cancelled, "the one that was cancelled") {
                    try await waiting[1].value
                }
                mayEnd.open()
                try await nested.value
                try await waiting[0].value
                try await waiting[2].value
            }
            try Expect.equal(try await items.find().map(\.id), ["a", "c"], "what is committed")
        },
        Self("shared.counts-how-deep-it-is-nested") { trial in
            let store = try await trial.store(Item.schema)
            try await store.transaction { outer in
                try Expect.equal(outer.depth, 0, "the depth of the outermost")
                try await store.transaction { inner in
                    try Expect.equal(inner.depth, 1, "the depth inside")
                    try await store.transaction { try Expect.equal($0.depth, 2, "further inside") }
                }
            }
        },
    ]

    /// What is guaranteed whatever the isolation.
    static let belowSerializable: [Self] = [
        Self("weak-isolation.keeps-references") { trial in
            let store = try await trial.store(
                Book.schema, Author.schema, Shelf.schema, Reader.schema)
            let authors = store.repository(for: Author.self)
            let books = store.repository(for: Book.self)
            for isolation in Isolation.allCases
            where store.capabilities.isolation.contains(where: { $0 >= isolation }) {
                // Whichever of the two is committed last has to notice the other one.
                for last in 0...1 {
                    let id = "\(isolation) \(last)"
                    try await authors.insert(Author(id: id))
                    let ended = try await raced(
                        trial, store, isolation, last: last,
                        { try await books.insert(Book(id: id, author: id)) },
                        { try await authors.delete(id) })
                    let hasBook = try await books.exists(id)
                    let hasAuthor = try await authors.exists(id)
                    try Expect.isTrue(
                        hasAuthor || !hasBook, "\(id): a book has its author (\(ended))")
                }
            }
        },
        Self("weak-isolation.keeps-values-unique") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            for (number, isolation) in Isolation.allCases.enumerated()
            where store.capabilities.isolation.contains(where: { $0 >= isolation }) {
                let email = "mail \(number)"
                let ended = try await raced(
                    trial, store, isolation,
                    { try await accounts.insert(Account(id: 2 * number, email: email)) },
                    { try await accounts.insert(Account(id: 2 * number + 1, email: email)) })
                try Expect.equal(
                    try await accounts.count(where: \.email == email), 1,
                    "how many have the email under \(isolation) (\(ended))")
            }
        },
        Self("weak-isolation.loses-no-update-of-one-record") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            for isolation in [Isolation.snapshot, .serializable]
            where store.capabilities.isolation.contains(where: { $0 >= isolation }) {
                let id = isolation.rawValue
                try await items.insert(Item(id: id))
                let ended = try await raced(
                    trial, store, isolation, { try await items.update(id) { $0.rank += 1 } },
                    { try await items.update(id) { $0.rank += 10 } })
                try Expect.equal(
                    try await items.get(id)?.rank, ended.reduce(0) { $0 + ($1 == 0 ? 1 : 10) },
                    "the rank under \(isolation) after \(ended)")
            }
        },
    ]

    /// Runs two transactions that both write before either commits, where the store lets them.
    ///
    /// - Returns: which of the two were committed.
    private static func raced(
        _ trial: Trial, _ store: any DataStore, _ isolation: Isolation, last: Int? = nil,
        _ first: @escaping @Sendable () async throws -> Void,
        _ second: @escaping @Sendable () async throws -> Void
    ) async throws -> [Int] {
        let courtesy = trial.courtesy
        let gates = [Gate(), Gate()]
        let isOver = Gate()
        let options = TransactionOptions(isolation: isolation, retry: .never)
        return await withTaskGroup(of: Int?.self) { group in
            for (number, body) in [first, second].enumerated() {
                group.addTask {
                    do {
                        try await store.transaction(options) {
                            try await body()
                            gates[number].open()
                            await gates[1 - number].wait(atMost: courtesy)
                            if number == last { await isOver.wait(atMost: courtesy) }
                        }
                        isOver.open()
                        return number
                    } catch {
                        isOver.open()
                        return nil
                    }
                }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.append(number) } }
        }
    }
}
