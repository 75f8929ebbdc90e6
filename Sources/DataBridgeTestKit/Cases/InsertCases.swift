import DataBridgeCore

/// Reading and adding by id.
extension StoreConformance.Case {
    static let inserting: [Self] = [
        Self("get.missing-is-nil") { trial in
            let items = try await trial.repository(of: Item.self)
            try Expect.isTrue(try await items.get("nobody") == nil, "get gives nil")
            try Expect.isTrue(try await items.record("nobody") == nil, "record gives nil")
            try Expect.isTrue(try await !items.exists("nobody"), "exists says false")
        },
        Self("get.finds-what-was-inserted") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<3))
            let second = Item(id: "i001", title: "Item 1", rank: 1)
            try Expect.same(try await items.get("i001"), second, "get")
            try Expect.same(try await items.record("i001")?.value, second, "record")
            try Expect.isTrue(try await items.exists("i001"), "exists says true")
        },
        Self("get.from-a-missing-collection-is-not-found") { trial in
            let store = try await trial.store(Item.schema)
            let nowhere = store.repository(for: Item.self, in: "nowhere")
            try await expectMissingCollection(nowhere)
            try await store.transaction { try await expectMissingCollection(nowhere) }
        },
        Self("insert.returns-the-entity-and-its-version") { trial in
            let items = try await trial.repository(of: Item.self)
            let item = Item(id: "a", title: "First", rank: 7, tags: ["x"])
            let record = try await items.insert(item)
            try Expect.same(record.value, item, "what insert returns")
            let stored = try Expect.value(try await items.record("a"), "the stored record")
            try Expect.same(stored.value, item, "the stored entity")
            try Expect.equal(stored.version, record.version, "the stored version")
        },
        Self("insert.fails-on-existing-id") { trial in
            let items = try await trial.repository(of: Item.self)
            let first = try await items.insert(Item(id: "a", title: "First"))
            let error = try await Expect.error(.alreadyExists, "a second insert of one id") {
                try await items.insert(Item(id: "a", title: "Second"))
            }
            try expectSubject(error, items.collection, "a")
            let stored = try Expect.value(try await items.record("a"), "the stored record")
            try Expect.equal(stored.value.title, "First", "the title stored")
            try Expect.equal(stored.version, first.version, "the version stored")
        },
        Self("insert.after-delete-is-a-new-record") { trial in
            let items = try await trial.repository(of: Item.self)
            try await items.insert(Item(id: "a", title: "First", note: "old"))
            try await items.delete("a")
            try await items.insert(Item(id: "a", title: "Second"))
            try Expect.same(
                try await items.get("a"), Item(id: "a", title: "Second"), "the new record")
        },
    ]

    static let insertingBatches: [Self] = [
        Self("insert-all.answers-in-the-order-given") { trial in
            let items = try await trial.repository(of: Item.self)
            let batch = ["c", "a", "b"].map { Item(id: $0, title: "Title \($0)") }
            let records = try await items.insert(all: batch)
            try Expect.same(records.map(\.value), batch, "what insert(all:) returns")
            for record in records {
                let stored = try await items.record(record.value.id)
                try Expect.equal(
                    stored?.version, record.version, "version of \(record.value.id)")
            }
        },
        Self("insert-all.is-all-or-nothing") { trial in
            let items = try await trial.repository(of: Item.self, holding: [Item(id: "c")])
            let error = try await Expect.error(.alreadyExists, "a batch with a taken id") {
                try await items.insert(all: ["a", "b", "c", "d"].map { Item(id: $0) })
            }
            try expectSubject(error, items.collection, "c")
            try Expect.equal(try await items.find().map(\.id), ["c"], "the ids stored")
        },
        Self("insert-all.refuses-one-id-twice") { trial in
            let items = try await trial.repository(of: Item.self)
            try await Expect.error(.alreadyExists, "a batch that holds an id twice") {
                try await items.insert(all: ["a", "b", "a"].map { Item(id: $0) })
            }
            try Expect.equal(try await items.count(), 0, "the number of records")
        },
        Self("insert-all.of-nothing-does-nothing") { trial in
            let items = try await trial.repository(of: Item.self)
            try Expect.equal(try await items.insert(all: []).count, 0, "the records returned")
            try Expect.equal(try await items.count(), 0, "the number of records")
        },
        Self("insert-all.takes-a-thousand") { trial in
            let batch = Item.numbered(0..<1_000)
            let items = try await trial.repository(of: Item.self, holding: batch)
            try Expect.same(try await items.find(), batch, "everything, in id order")
        },
    ]

    private static func expectMissingCollection(
        _ nowhere: any DataRepository<Item>
    ) async throws {
        let item = Item(id: "a")
        let reads: [(String, () async throws -> Void)] = [
            ("get", { _ = try await nowhere.get("a") }),
            ("record", { _ = try await nowhere.record("a") }),
            ("find", { _ = try await nowhere.find() }),
            ("page", { _ = try await nowhere.page(.all, size: 1) }),
            ("count", { _ = try await nowhere.count() }),
            ("stream", { for try await _ in nowhere.stream() {} }),
            ("insert", { try await nowhere.insert(item) }),
            ("update", { try await nowhere.update(item) }),
            ("update(id)", { try await nowhere.update("a") { $0.rank = 1 } }),
            ("upsert", { try await nowhere.upsert(item) }),
            ("delete", { try await nowhere.delete("a") }),
            ("updateAll", { try await nowhere.updateAll(where: .all, set: [.set(\.rank, to: 1)]) }),
            ("deleteAll", { try await nowhere.deleteAll(where: .all) }),
        ]
        for (name, read) in reads {
            let error = try await Expect.error(.notFound, "\(name) in a missing collection") {
                try await read()
            }
            try Expect.equal(error.collection ?? "", nowhere.collection, "the error's collection")
        }
    }

    /// The error names the collection and the record.
    static func expectSubject<ID: FieldValue>(
        _ error: DataError, _ collection: String, _ id: ID, fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        try Expect.equal(
            error.collection ?? "", collection, "the error's collection", fileID: fileID,
            line: line)
        try Expect.equal(
            error.recordID, try id.fieldValue(), "the error's record id", fileID: fileID,
            line: line)
    }
}
