import DataBridgeCore

/// What a case throws out of a closure of its own.
struct Refusal: Error, Equatable {
    var reason = "the caller changed its mind"
}

/// Replacing and changing by id.
extension StoreConformance.Case {
    static let updating: [Self] = [
        Self("update.replaces-the-whole-record") { trial in
            let items = try await trial.repository(
                of: Item.self, holding: [Item(id: "a", title: "Old", rank: 1, note: "n")])
            let before = try Expect.value(try await items.record("a"), "the record before")
            let new = Item(id: "a", title: "New", tags: ["t"])
            let record = try await items.update(new)
            try Expect.same(record.value, new, "what update returns")
            try Expect.different(record.version, before.version, "the version after an update")
            let stored = try await items.record("a")
            try Expect.same(stored?.value, new, "the stored entity")
            try Expect.equal(stored?.version, record.version, "the stored version")
        },
        Self("update.of-a-missing-record-is-not-found") { trial in
            let items = try await trial.repository(of: Item.self)
            let error = try await Expect.error(.notFound, "update of nothing") {
                try await items.update(Item(id: "a"))
            }
            try expectSubject(error, items.collection, "a")
            let other = try await Expect.error(.notFound, "a changing update of nothing") {
                try await items.update("a") { $0.rank = 1 }
            }
            try expectSubject(other, items.collection, "a")
            try Expect.equal(try await items.count(), 0, "the number of records")
        },
        Self("update.with-a-closure-changes-the-record") { trial in
            let items = try await trial.repository(
                of: Item.self, holding: [Item(id: "a", title: "T", rank: 1)])
            let before = try await items.record("a")
            let record = try await items.update("a") {
                $0.rank += 41
                $0.place.floor = 3
            }
            var expected = Item(id: "a", title: "T", rank: 42)
            expected.place.floor = 3
            try Expect.same(record.value, expected, "what update returns")
            try Expect.same(try await items.get("a"), expected, "the stored entity")
            try Expect.different(record.version, before?.version, "the version after an update")
        },
        Self("update.that-changes-the-id-is-invalid") { trial in
            let items = try await trial.repository(
                of: Item.self, holding: [Item(id: "a", title: "T")])
            let error = try await Expect.error(.invalid, "an update that changes the id") {
                try await items.update("a") {
                    $0.id = "b"
                    $0.title = "New"
                }
            }
            try Expect.equal(error.fields, ["id"], "the error's fields")
            try Expect.same(
                try await items.find(), [Item(id: "a", title: "T")], "the stored records")
        },
        Self("update.passes-on-what-the-closure-throws") { trial in
            let items = try await trial.repository(
                of: Item.self, holding: [Item(id: "a", title: "T")])
            let version = try await items.record("a")?.version
            do {
                try await items.update("a") {
                    $0.title = "New"
                    throw Refusal()
                }
                throw Mismatch("the closure's error", expected: "\(Refusal())", found: "none")
            } catch is Refusal {
                let stored = try await items.record("a")
                try Expect.equal(stored?.value.title, "T", "the title stored")
                try Expect.equal(stored?.version, version, "the version stored")
            }
        },
        Self("update.runs-its-closure-once-inside-a-transaction") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(Item(id: "a"))
            let runs = Tally()
            try await store.transaction(TransactionOptions(retry: .never)) {
                try await items.update("a") {
                    runs.add()
                    $0.rank += 1
                }
            }
            try Expect.equal(runs.count, 1, "the number of runs")
        },
        Self("update.of-many-tasks-loses-nothing") { trial in
            let items = try await trial.repository(of: Item.self, holding: [Item(id: "a")])
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 {
                    group.addTask {
                        for _ in 0..<5 { try await items.update("a") { $0.rank += 1 } }
                    }
                }
                try await group.waitForAll()
            }
            try Expect.equal(try await items.get("a")?.rank, 30, "the sum of all increments")
        },
    ]

    static let expectingVersions: [Self] = [
        Self("update.expecting-the-current-version-succeeds") { trial in
            let items = try await trial.repository(of: Item.self)
            let first = try await items.insert(Item(id: "a", title: "1"))
            let second = try await items.update(
                Item(id: "a", title: "2"), expecting: first.version)
            try await items.update(Item(id: "a", title: "3"), expecting: second.version)
            try Expect.equal(try await items.get("a")?.title, "3", "the title stored")
        },
        Self("update.expecting-a-former-version-is-a-conflict") { trial in
            let items = try await trial.repository(of: Item.self)
            let first = try await items.insert(Item(id: "a", title: "1"))
            let second = try await items.update(Item(id: "a", title: "2"))
            let error = try await Expect.error(.conflict, "an update of a former version") {
                try await items.update(Item(id: "a", title: "3"), expecting: first.version)
            }
            try expectSubject(error, items.collection, "a")
            try Expect.equal(
                error.conflict, .changed(current: second.version), "the conflict's details")
            try Expect.equal(try await items.get("a")?.title, "2", "the title stored")
        },
        Self("update.expecting-a-deleted-record-is-a-conflict") { trial in
            let items = try await trial.repository(of: Item.self)
            let first = try await items.insert(Item(id: "a"))
            try await items.delete("a")
            let error = try await Expect.error(.conflict, "an update of a deleted record") {
                try await items.update(Item(id: "a", title: "3"), expecting: first.version)
            }
            try expectSubject(error, items.collection, "a")
            try Expect.equal(error.conflict, .gone, "the conflict's details")
            try Expect.isTrue(try await items.get("a") == nil, "the record stays deleted")
        },
        Self("delete.expecting-the-current-version-succeeds") { trial in
            let items = try await trial.repository(of: Item.self)
            let record = try await items.insert(Item(id: "a"))
            try Expect.isTrue(
                try await items.delete("a", expecting: record.version), "delete says true")
            try Expect.isTrue(try await items.get("a") == nil, "the record is gone")
        },
        Self("delete.expecting-a-former-version-is-a-conflict") { trial in
            let items = try await trial.repository(of: Item.self)
            let first = try await items.insert(Item(id: "a", title: "1"))
            let second = try await items.update(Item(id: "a", title: "2"))
            let error = try await Expect.error(.conflict, "a delete of a former version") {
                try await items.delete("a", expecting: first.version)
            }
            try expectSubject(error, items.collection, "a")
            try Expect.equal(
                error.conflict, .changed(current: second.version), "the conflict's details")
            try Expect.equal(try await items.get("a")?.title, "2", "the title stored")
        },
        Self("delete.expecting-a-deleted-record-is-a-conflict") { trial in
            let items = try await trial.repository(of: Item.self)
            let record = try await items.insert(Item(id: "a"))
            try await items.delete("a")
            let error = try await Expect.error(.conflict, "a delete of a deleted record") {
                try await items.delete("a", expecting: record.version)
            }
            try Expect.equal(error.conflict, .gone, "the conflict's details")
        },
        Self("version.outlives-its-text") { trial in
            let items = try await trial.repository(of: Item.self)
            let record = try await items.insert(Item(id: "a"))
            let version = try Expect.value(
                RecordVersion(record.version.description), "the version read from its text")
            try await items.update(Item(id: "a", title: "2"), expecting: version)
        },
    ]

    static let versions: [Self] = [
        Self("version.stays-when-nothing-changes") { trial in
            let item = Item(id: "a", title: "T", weight: 0.0)
            let items = try await trial.repository(of: Item.self, holding: [item])
            let version = try await items.record("a")?.version
            func expectSame(_ how: String) async throws {
                try Expect.equal(
                    try await items.record("a")?.version, version, "the version after \(how)")
            }
            try Expect.equal(
                try await items.update(item).version, version, "what update returns")
            try await expectSame("an update with the same values")
            try await items.update("a") { _ in }
            try await expectSame("an update that changes nothing")
            try Expect.equal(
                try await items.upsert(item).version, version, "what upsert returns")
            try await expectSame("an upsert with the same values")
            try await items.updateAll(where: .all, set: [.set(\.title, to: "T")])
            try await expectSame("a by-query update to the same values")
            var negative = item
            negative.weight = -0.0
            try await items.update(negative)
            try await expectSame("an update from 0.0 to -0.0")
        },
        Self("version.moves-with-every-way-to-write") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            var versions: [RecordVersion] = [
                try await items.insert(Item(id: "a", rank: 0)).version,
                try await items.update(Item(id: "a", rank: 1)).version,
                try await items.update("a") { $0.rank = 2 }.version,
                try await items.upsert(Item(id: "a", rank: 3)).version,
                try await items.upsert(all: [Item(id: "a", rank: 4)])[0].version,
            ]
            func addStored() async throws {
                versions.append(
                    try Expect.value(try await items.record("a"), "the record").version)
            }
            try await items.updateAll(where: \.id == "a", set: [.set(\.rank, to: 5)])
            try await addStored()
            try await items.updateAll(where: .all, set: [.increment(\.rank, by: 1)])
            try await addStored()
            try await store.transaction { try await items.update("a") { $0.rank = 7 } }
            try await addStored()
            try Expect.equal(
                Set(versions).count, versions.count, "the number of different versions")
        },
        Self("version.is-each-records-own") { trial in
            let items = try await trial.repository(
                of: Item.self, holding: Item.numbered(0..<4))
            let before = try await items.records(.all).map(\.version)
            try await items.updateAll(where: \.rank == 2, set: [.set(\.title, to: "New")])
            let after = try await items.records(.all).map(\.version)
            try Expect.equal(
                zip(before, after).map { $0 == $1 }, [true, true, false, true],
                "which of four records kept their versions when one was changed")
        },
        Self("version.is-never-used-again", needs: [.countedVersions]) { trial in
            let items = try await trial.repository(of: Item.self)
            var seen: Set<RecordVersion> = []
            for round in 0..<4 {
                let inserted = try await items.insert(Item(id: "a"))
                try Expect.isTrue(
                    seen.insert(inserted.version).inserted, "the version of insert \(round) is new")
                let updated = try await items.update(Item(id: "a", rank: 1))
                try Expect.isTrue(
                    seen.insert(updated.version).inserted, "the version of update \(round) is new")
                let restored = try await items.update(Item(id: "a"))
                try Expect.isTrue(
                    seen.insert(restored.version).inserted,
                    "the version after going back to former content \(round) is new")
                try await items.delete("a")
            }
        },
        Self("version.of-a-rolled-back-write-is-not-kept") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            let first = try await items.insert(Item(id: "a"))
            try await rollingBack(store) { try await items.update("a") { $0.rank = 1 } }
            try Expect.equal(
                try await items.record("a")?.version, first.version, "the version stored")
            try await items.update(Item(id: "a", rank: 2), expecting: first.version)
        },
    ]

    /// Runs a body in a transaction that it then leaves by an error.
    static func rollingBack(
        _ store: any DataStore, _ body: () async throws -> some Any
    ) async throws {
        do {
            try await store.transaction {
                _ = try await body()
                throw Refusal()
            }
        } catch is Refusal {}
    }
}
