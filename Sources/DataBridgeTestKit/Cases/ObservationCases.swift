import DataBridgeCore

/// Hearing of commits in the same process.
extension StoreConformance.Case {
    static let afterCommit: [Self] = [
        Self("after-commit.comes-before-the-commit-returns") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let log = Log<String>()
            let observer = store.afterCommit { changes in
                for change in changes.changes { log.add("\(change.operation) \(change.id.idText)") }
            }
            try await items.insert(Item(id: "a"))
            try Expect.equal(log.all, ["insert a"], "what was heard after insert")
            try await items.update("a") { $0.rank = 1 }
            try Expect.equal(log.all.last ?? "", "update a", "what was heard after update")
            try await store.transaction {
                try await items.delete("a")
                try await items.insert(Item(id: "b"))
                try Expect.equal(log.all.count, 2, "what was heard before the commit")
            }
            try Expect.equal(
                log.all, ["insert a", "update a", "delete a", "insert b"], "what was heard in all")
            observer.cancel()
            try await items.delete("b")
            try Expect.equal(log.all.count, 4, "what was heard after the observer was cancelled")
        },
        Self("after-commit.is-silent-about-what-did-not-happen") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let log = Log<String>()
            let observer = store.afterCommit { changes in
                for change in changes.changes { log.add("\(change.operation) \(change.id.idText)") }
            }
            try await rollingBack(store) { try await items.insert(Item(id: "b")) }
            try await items.update("a") { _ in }
            try await Expect.error(.alreadyExists, "insert") {
                try await items.insert(Item(id: "a"))
            }
            try Expect.equal(log.all, [], "what was heard")
            observer.cancel()
        },
        Self("after-commit.comes-in-commit-order") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let log = Log<CommittedChanges>()
            let observer = store.afterCommit { log.add($0) }
            try await withThrowingTaskGroup { group in
                for writer in 0..<4 {
                    group.addTask {
                        for step in 0..<20 {
                            let id = "w\(writer) \(step)"
                            try await items.insert(Item(id: id))
                            let isKnown = log.all.contains { commit in
                                commit.changes.contains { $0.id == .string(id) }
                            }
                            try Expect.isTrue(isKnown, "the commit of \(id) was heard in time")
                        }
                    }
                }
                try await group.waitForAll()
            }
            observer.cancel()
            let commits = log.all
            try Expect.equal(commits.flatMap(\.changes).count, 80, "the changes heard")
            let positions = commits.compactMap { $0.position?.sequence }
            try Expect.equal(positions, positions.sorted(), "the positions heard")
            for commit in commits {
                try Expect.equal(commit.outcome, .committed, "the outcome heard")
            }
        },
        Self("after-commit.agrees-with-the-feed", needs: [.feed]) { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let start = try await store.currentPosition()
            let log = Log<CommittedChanges>()
            let observer = store.afterCommit { log.add($0) }
            try await items.insert(all: Item.numbered(0..<3))
            try await items.updateAll(where: \.rank > 0, set: [.set(\.title, to: "new")])
            try await items.delete("i001")
            observer.cancel()
            let batch = try await store.changes(from: start)
            func lines(_ commits: [CommittedChanges]) -> [String] {
                commits.map { commit in
                    commit.changes.map { "\($0.operation) \($0.id) \("\($0.version as Any)")" }
                        .joined(separator: ", ")
                }
            }
            try Expect.equal(lines(log.all), lines(batch.commits), "what was heard")
            try Expect.equal(
                log.all.map(\.position), batch.commits.map(\.position), "the positions heard")
        },
    ]

    static let observing: [Self] = [
        Self("observe.gives-the-result-now-and-after-each-difference") { trial in
            let (_, items, results) = try await observed(trial, Query(where: \.rank >= 10))
            try await expectNext(results, ["i010", "i011"], trial)
            results.request()
            try await items.insert(Item(id: "i0105", rank: 50))
            try await expectNext(results, ["i010", "i0105", "i011"], trial)
            results.request()
            try await items.update("i011") { $0.title = "changed" }
            let changed = try await results.next("a changed record", within: trial.patience)
            try Expect.equal(changed?.last?.title ?? "", "changed", "the changed title")
            results.request()
            try await items.update("i010") { $0.rank = 0 }
            try await expectNext(results, ["i0105", "i011"], trial)
            results.request()
            try await items.deleteAll(where: .all)
            try await expectNext(results, [], trial)
        },
        Self("observe.is-silent-where-nothing-differs") { trial in
            let (store, items, results) = try await observed(trial, Query(where: \.rank >= 10))
            try await expectNext(results, ["i010", "i011"], trial)
            results.request()
            try await items.insert(Item(id: "low", rank: 1))
            try await items.update("i000") { $0.title = "changed" }
            try await items.update("i010") { _ in }
            try await rollingBack(store) { try await items.delete("i010") }
            let isAnswered = await results.isAnswered(within: trial.courtesy / 10)
            try Expect.isTrue(!isAnswered, "no result comes without a difference")
            try await items.delete("i010")
            try await expectNext(results, ["i011"], trial)
        },
        Self("observe.keeps-the-order-and-the-window") { trial in
            let query = Query<Item>(sortedBy: [.descending(\.rank)], limit: 2)
            let (_, items, results) = try await observed(trial, query)
            try await expectNext(results, ["i011", "i010"], trial)
            results.request()
            try await items.insert(Item(id: "top", rank: 99))
            try await expectNext(results, ["top", "i011"], trial)
            results.request()
            try await items.update("i011") { $0.rank = 100 }
            try await expectNext(results, ["i011", "top"], trial)
        },
        Self("observe.keeps-the-newest-for-a-slow-consumer") { trial in
            let (_, items, results) = try await observed(trial, Query(where: \.rank >= 10))
            try await expectNext(results, ["i010", "i011"], trial)
            for step in 0..<20 { try await items.insert(Item(id: "j\(step)", rank: 10)) }
            let next = try await results.next("the newest result", within: trial.patience)
            try Expect.equal(next?.count, 22, "the records of the newest result")
        },
        Self("observe.shows-committed-state-only") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let outside = Puller(items.observe(.all))
            try await expectNext(outside, ["a"], trial)
            outside.request()
            let inside = try await store.transaction {
                try await items.insert(Item(id: "b"))
                let inside = Puller(items.observe(.all))
                try await expectNext(inside, ["a"], trial)
                try await items.insert(Item(id: "c"))
                let isAnswered = await outside.isAnswered(within: trial.courtesy / 10)
                try Expect.isTrue(!isAnswered, "no result comes before the commit")
                return inside
            }
            try await expectNext(outside, ["a", "b", "c"], trial)
            try await expectNext(inside, ["a", "b", "c"], trial)
        },
        Self("observe.misses-no-commit-at-its-start") { trial in
            let items = try await trial.repository(of: Item.self)
            for round in 0..<10 {
                let results = Puller(items.observe(Query(where: \.rank == round)))
                results.request()
                try await items.insert(Item(id: "r\(round)", rank: round))
                var found = try await results.next("the first result", within: trial.patience)
                if found?.isEmpty == true {
                    found = try await results.next("the second result", within: trial.patience)
                }
                try Expect.equal(found?.map(\.id) ?? [], ["r\(round)"], "the result in the end")
            }
        },
        Self("observe.ends-with-its-task") { trial in
            let (_, _, results) = try await observed(trial, .all)
            _ = try await results.next("the first result", within: trial.patience)
            results.request()
            results.cancel()
            do {
                let end = try await results.next("the end", within: trial.patience)
                try Expect.isTrue(end == nil, "a cancelled observation ends")
            } catch .cancelled {}
        },
        Self("observe.ends-with-the-store") { trial in
            let (store, _, results) = try await observed(trial, .all)
            _ = try await results.next("the first result", within: trial.patience)
            results.request()
            try await store.close()
            let end = try await results.next("the end", within: trial.patience)
            try Expect.isTrue(end == nil, "a closed store's observation ends")
        },
        Self("observe.obeys-scopes-and-soft-deletes") { trial in
            let store = try await trial.store(Item.schema, Memo.schema)
            let items = store.repository(for: Item.self)
            let memos = store.repository(for: Memo.self)
            try await items.insert(all: Item.numbered(0..<3))
            try await memos.insert(all: [Memo(id: "a"), Memo(id: "b")])
            let scoped = Puller(items.scoped(to: \.rank > 0).observe(.all))
            try await expectNext(scoped, ["i001", "i002"], trial)
            let living = Puller(memos.observe(.all))
            try await expectNext(living, ["a", "b"], trial)
            let all = Puller(memos.includingDeleted().observe(Query(where: \.deletedAt != nil)))
            try await expectNext(all, [], trial)
            try await memos.delete("a")
            try await expectNext(living, ["b"], trial)
            try await expectNext(all, ["a"], trial)
            try await items.delete("i002")
            try await expectNext(scoped, ["i001"], trial)
        },
        Self("observe.refuses-an-undeclared-field") { trial in
            let items = try await trial.repository(of: Item.self)
            let results = Puller(items.observe(Query(where: \.headline == "x")))
            try await Expect.error(.invalid, "an observation of an undeclared property") {
                try await results.next("the error", within: trial.patience)
            }
        },
    ]

    /// Items of the ranks 0, 1, 10 and 11, and an observation of a query.
    private static func observed(
        _ trial: Trial, _ query: Query<Item>
    ) async throws -> (any DataStore, any DataRepository<Item>, Puller<[Item]>) {
        let store = try await trial.store(Item.schema)
        let items = store.repository(for: Item.self)
        try await items.insert(all: Item.numbered(0..<2) + Item.numbered(10..<12))
        return (store, items, Puller(items.observe(query)))
    }

    private static func expectNext<E: Entity>(
        _ results: Puller<[E]>, _ ids: [String], _ trial: Trial, fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        let found = try Expect.value(
            try await results.next("the result \(ids)", within: trial.patience),
            "a result instead of the end", fileID: fileID, line: line)
        try Expect.equal(
            try found.map { try $0.id.fieldValue().idText }, ids, "the result's ids",
            fileID: fileID, line: line)
    }
}
