import DataBridgeCore
import DataBridgeMemory
import Testing

struct MemoryStoreTests {
    private let fixture = Fixture()
    private var store: MemoryStore { fixture.store }
    private var items: any DataRepository<Item> { fixture.items }
    private var notes: any DataRepository<Note> { fixture.notes }

    @Test func itIsEmptyAndHasTheDeclaredCollections() async throws {
        #expect(try await store.collections() == ["items", "notes"])
        #expect(try await items.find().isEmpty)
        #expect(store.capabilities.commitTokens)
        #expect(store.capabilities.isolation == [.snapshot, .serializable])
        #expect(store.capabilities.feed == .process)
    }

    @Test func whatIsWrittenIsRead() async throws {
        let record = try await items.insert(Item(id: 1, name: "a"))
        #expect(try await items.get(1) == Item(id: 1, name: "a"))
        #expect(try await items.record(1)?.version == record.version)
        #expect(try await items.get(2) == nil)
        await expectError(.alreadyExists) { try await items.insert(Item(id: 1)) }
        try await items.update(1) { $0.rank = 3 }
        #expect(try await items.get(1)?.rank == 3)
        #expect(try await items.delete(1))
        #expect(try await items.get(1) == nil)
    }

    @Test func noVersionIsUsedAgain() async throws {
        var seen: Set<RecordVersion> = []
        for _ in 0..<20 {
            seen.insert(try await items.insert(Item(id: 1)).version)
            seen.insert(try await items.update(1) { $0.rank += 1 }.version)
            try await items.delete(1)
        }
        #expect(seen.count == 40)
    }

    @Test func anUnchangedRecordMovesNoVersionAndFeedsNothing() async throws {
        let version = try await items.insert(Item(id: 1)).version
        let position = try await store.currentPosition()
        #expect(try await items.update(Item(id: 1)).version == version)
        #expect(try await items.upsert(Item(id: 1)).version == version)
        try await store.transaction {
            try await items.update(1) { $0.rank = 9 }
            try await items.update(1) { $0.rank = 0 }
        }
        #expect(try await items.record(1)?.version == version)
        #expect(try await store.currentPosition() == position)
        #expect(try await store.changes(from: position).commits.isEmpty)
    }

    @Test func aBatchHappensWhollyOrNotAtAll() async throws {
        try await items.insert(Item(id: 5))
        await expectError(.alreadyExists) {
            try await items.insert(all: [Item(id: 4), Item(id: 5), Item(id: 6)])
        }
        #expect(try await items.find().map(\.id) == [5])
    }

    // MARK: Collections

    @Test func collectionsAreMadeAndDroppedInTransactions() async throws {
        let other = store.repository(for: Item.self, in: "other")
        await expectError(.notFound) { try await other.get(1) }
        await expectError(.notFound) { try await other.find() }
        await expectError(.notFound) { try await other.insert(Item(id: 1)) }
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await store.transaction {
                try await store.createCollection("other", like: Item.self)
                try await other.insert(Item(id: 1))
                throw Stop()
            }
        }
        #expect(try await store.collections() == ["items", "notes"])
        try await store.transaction {
            try await store.createCollection("other", like: Item.self)
            try await other.insert(Item(id: 1))
        }
        #expect(try await store.collections() == ["items", "notes", "other"])
        #expect(try await other.get(1) != nil)
        await expectError(.alreadyExists) {
            try await store.createCollection("other", like: Item.self)
        }
        try await store.dropCollection("other")
        await expectError(.notFound) { try await other.get(1) }
        await expectError(.notFound) { try await store.dropCollection("other") }
        try await store.createCollection("other", like: Item.self)
        #expect(try await other.get(1) == nil)
    }

    @Test func aSnapshotKeepsADroppedCollection() async throws {
        try await items.insert(Item(id: 1))
        try await store.transaction(.readOnly) {
            #expect(try await items.count() == 1)
            try await store.withoutTransaction {
                try await store.dropCollection("items")
                try await store.createCollection("items", like: Item.self)
            }
            #expect(try await items.get(1) != nil)
            #expect(try await items.count() == 1)
        }
        #expect(try await items.count() == 0)
    }

    @Test func manyRepositoriesOfManyCollectionsFindTheirRecords() async throws {
        for number in 0..<100 {
            let name = "c\(number)"
            try await store.createCollection(name, like: Item.self)
            try await store.repository(for: Item.self, in: name).insert(Item(id: number))
        }
        for _ in 0..<3 {
            for number in 0..<100 {
                let repository = store.repository(for: Item.self, in: "c\(number)")
                #expect(try await repository.get(number) != nil)
                #expect(try await repository.get(number + 1) == nil)
            }
        }
        for number in 0..<100 { try await store.dropCollection("c\(number)") }
        let repository = store.repository(for: Item.self, in: "c5")
        await expectError(.notFound) { try await repository.get(5) }
    }

    @Test func recordsAreNotReadAsAnotherEntity() async throws {
        try await items.insert(Item(id: 1))
        let wrong = store.repository(for: Note.self, in: "items")
        await expectError(.invalid) { try await wrong.get("1") }
        await expectError(.invalid) { try await wrong.find() }
        await expectError(.invalid) {
            try await wrong.insert(Note(id: "1", text: "", deletedAt: nil))
        }
        await expectError(.invalid) {
            try await store.transaction {
                try await store.createCollection("new", like: Item.self)
                _ = try await store.repository(for: Note.self, in: "new").find()
            }
        }
        #expect(try await items.get(1) != nil)
    }

    // MARK: Tokens

    @Test func tokensTellTheOutcome() async throws {
        let token = CommitToken("one")
        #expect(try await store.outcome(of: token) == .rolledBack)
        _ = try await store.transaction(token: token) { try await items.insert(Item(id: 1)) }
        #expect(try await store.outcome(of: token) == .committed)
        #expect(try await store.outcome(of: CommitToken("two")) == .rolledBack)
    }

    @Test func aTokenIsGoodForOneCommit() async throws {
        let token = CommitToken("one")
        _ = try await store.transaction(token: token) { try await items.insert(Item(id: 1)) }
        do {
            _ = try await store.transaction(token: token) { try await items.insert(Item(id: 2)) }
            Issue.record("the second commit was not refused")
        } catch let error as DataError {
            #expect(error.code == .alreadyExists)
            #expect(error.commitOutcome == .rolledBack)
        }
        #expect(try await items.get(2) == nil)
    }

    @Test func aRolledBackTransactionLeavesNoToken() async throws {
        let token = CommitToken("one")
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await store.transaction(token: token) { () async throws -> Void in
                try await items.insert(Item(id: 1))
                throw Stop()
            }
        }
        #expect(try await store.outcome(of: token) == .rolledBack)
        // A transaction without any change is committed all the same.
        try await store.transaction(token: token) { _ = try await items.get(1) }
        #expect(try await store.outcome(of: token) == .committed)
    }

    // MARK: Plans

    @Test func plansNameTheWayTaken() throws {
        #expect(try items.explain(Query(where: \.id == 1)).access == .id)
        #expect(try items.explain(Query(where: .in(\.id, [1, 2]))).access == .id)
        #expect(try items.explain(Query(where: \.id >= 3 && \.id < 9)).access == .idRange)
        #expect(try items.explain(Query(where: .between(\.id, 3, 9))).access == .idRange)
        #expect(try items.explain(Query(where: \.name == "a")).access == .index("unique_name"))
        #expect(
            try items.explain(Query(where: \.group == 1 && \.rank > 3)).access
                == .index("index_group_rank"))
        #expect(try items.explain(Query(where: \.rank == 1)).access == .scan)
        #expect(try items.explain(.all).access == .scan)
        let plan = try items.explain(
            Query(where: \.group == 1, sortedBy: [.ascending(\.rank)], limit: 3))
        #expect(plan.inStore == [.filter])
        #expect(plan.inCore == [.sort, .window])
    }

    @Test func aPlanForAMissingCollectionIsAPlanAllTheSame() throws {
        let other = store.repository(for: Item.self, in: "other")
        #expect(try other.explain(Query(where: \.id == 1)).access == .id)
    }

    // MARK: Soft deletes

    @Test func softDeletesAreDeletesToTheFeed() async throws {
        let start = try await store.currentPosition()
        try await notes.insert(Note(id: "a", text: "1", deletedAt: nil))
        try await notes.delete("a")
        let deleted = try #require(try await notes.includingDeleted().get("a"))
        try await notes.includingDeleted().update("a") { $0.text = "2" }
        #expect(try await notes.get("a") == nil)
        #expect(try await notes.includingDeleted().get("a")?.text == "2")
        #expect(deleted.deletedAt != nil)
        try await notes.upsert(Note(id: "a", text: "3", deletedAt: nil))
        let commits = try await store.changes(from: start).commits
        #expect(commits.map { $0.changes.map(\.operation) } == [[.insert], [.delete], [.insert]])
        #expect(commits[1].changes[0].version == nil)
        let observed = try await store.changes(from: #require(commits[1].position)).commits
        #expect(observed.count == 1)
    }
}
