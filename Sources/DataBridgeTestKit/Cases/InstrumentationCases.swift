import DataBridgeCore

/// What an instrumentation hears.
extension StoreConformance.Case {
    static let instrumentation: [Self] = [
        Self("instrumentation.hears-of-every-operation") { trial in
            let recorder = RecordingInstrumentation()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(instrumentation: recorder))
            let items = store.repository(for: Item.self)
            func expect(
                _ kind: OperationKind, rows: Int?, _ body: () async throws -> some Any
            ) async throws {
                recorder.removeAll()
                _ = try await body()
                let reports = recorder.reports(of: kind)
                try Expect.equal(reports.count, 1, "the reports of \(kind)")
                try Expect.equal(reports[0].outcome, .ok, "the outcome of \(kind)")
                try Expect.equal(reports[0].rowCount, rows, "the rows of \(kind)")
                try Expect.equal(
                    reports[0].collection ?? "", items.collection, "the collection of \(kind)")
                try Expect.isTrue(
                    !reports[0].store.isEmpty, "the report of \(kind) names the store")
                try Expect.isTrue(reports[0].duration >= .zero, "the duration of \(kind)")
            }
            try await expect(.insert, rows: 1) { try await items.insert(Item(id: "a")) }
            try await expect(.insert, rows: 9) { try await items.insert(all: Item.numbered(0..<9)) }
            try await expect(.get, rows: 1) { try await items.get("a") }
            try await expect(.get, rows: 0) { try await items.get("nobody") }
            try await expect(.get, rows: 1) { try await items.record("a") }
            try await expect(.update, rows: 1) { try await items.update(Item(id: "a", rank: 1)) }
            try await expect(.update, rows: 1) { try await items.update("a") { $0.rank = 2 } }
            try await expect(.upsert, rows: 2) {
                try await items.upsert(all: [Item(id: "a"), Item(id: "b")])
            }
            try await expect(.delete, rows: 1) { try await items.delete("b") }
            try await expect(.delete, rows: 0) { try await items.delete("b") }
            try await expect(.find, rows: 3) { try await items.find(where: \.rank > 5) }
            try await expect(.find, rows: 10) { try await items.records(.all) }
            try await expect(.page, rows: 4) { try await items.page(.all, size: 4) }
            try await expect(.count, rows: nil) { try await items.count() }
            try await expect(.aggregate, rows: nil) { try await items.sum(of: \.rank) }
            try await expect(.updateAll, rows: 2) {
                try await items.updateAll(where: \.rank > 6, set: [.set(\.note, to: "n")])
            }
            try await expect(.deleteAll, rows: 10) { try await items.deleteAll(where: .all) }
        },
        Self("instrumentation.hears-of-streams-batch-by-batch") { trial in
            let recorder = RecordingInstrumentation()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(instrumentation: recorder))
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<600))
            for query in [Query<Item>.all, Query(sortedBy: [.descending(\.rank)])] {
                recorder.removeAll()
                for try await _ in items.stream(query) {}
                let reports = recorder.reports(of: .stream)
                try Expect.equal(
                    reports.compactMap(\.rowCount).reduce(0, +), 600, "the rows of all batches")
                try Expect.isTrue(
                    reports.allSatisfy { $0.outcome == .ok }, "every batch is a success")
            }
        },
        Self("instrumentation.hears-of-failures") { trial in
            let recorder = RecordingInstrumentation()
            let store = try await trial.store(
                Account.schema, options: StoreOptions(instrumentation: recorder))
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(Account(id: 1, email: "one"))
            func expect(
                _ kind: OperationKind, _ code: DataError.Code, _ body: () async throws -> some Any
            ) async throws {
                recorder.removeAll()
                try await Expect.error(code, "\(kind)", body)
                try Expect.equal(
                    recorder.reports(of: kind).map(\.outcome), [.failed(code)],
                    "the outcomes of \(kind)")
            }
            try await expect(.insert, .alreadyExists) { try await accounts.insert(Account(id: 1)) }
            try await expect(.insert, .constraint) {
                try await accounts.insert(Account(id: 2, email: "one"))
            }
            try await expect(.update, .notFound) { try await accounts.update(Account(id: 2)) }
            try await expect(.find, .notFound) {
                try await store.repository(for: Account.self, in: "nowhere").find()
            }
            try await expect(.stream, .notFound) {
                for try await _ in store.repository(for: Account.self, in: "nowhere").stream() {}
            }
        },
        Self("instrumentation.hears-of-transactions") { trial in
            let recorder = RecordingInstrumentation()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(instrumentation: recorder))
            let items = store.repository(for: Item.self)
            recorder.removeAll()
            try await store.transaction {
                try await items.insert(Item(id: "a"))
                try await items.update("a") { $0.rank = 1 }
            }
            try Expect.equal(
                recorder.reports(of: .transaction).map(\.outcome), [.ok], "the transactions")
            try Expect.equal(recorder.reports(of: .insert).count, 1, "the inserts in it")
            try Expect.equal(recorder.reports(of: .update).count, 1, "the updates in it")
            recorder.removeAll()
            try await rollingBack(store) { try await items.delete("a") }
            try Expect.equal(
                recorder.reports(of: .transaction).map(\.outcome),
                [.failed(DataError.Code(rawValue: "other"))], "a transaction left by an error")
        },
        Self("instrumentation.hears-of-opening-and-closing") { trial in
            let recorder = RecordingInstrumentation()
            let store = try await trial.store(
                Item.schema, options: StoreOptions(instrumentation: recorder))
            try Expect.equal(
                recorder.reports(of: .open).map(\.outcome), [.ok], "the reports of opening")
            try await store.close()
            try Expect.equal(
                recorder.reports(of: .close).map(\.outcome), [.ok], "the reports of closing")
        },
    ]
}
