import DataBridgeCore
import DataBridgeMemory
import Synchronization
import Testing

struct ChangeFeedTests {
    @Test func commitsComeInOrderAndWithoutGaps() async throws {
        let fixture = Fixture()
        let start = try await fixture.store.currentPosition()
        try await withThrowingTaskGroup { group in
            for task in 0..<4 {
                group.addTask {
                    for step in 0..<50 {
                        try await fixture.items.insert(Item(id: task * 1_000 + step))
                    }
                }
            }
            try await group.waitForAll()
        }
        var position = start
        var ids: [Value] = []
        while true {
            let batch = try await fixture.store.changes(from: position, limit: 7)
            if batch.commits.isEmpty { break }
            for commit in batch.commits {
                #expect(commit.position?.sequence == position.sequence + 1)
                position = try #require(commit.position)
                ids += commit.changes.map(\.id)
            }
            #expect(batch.position == position)
        }
        #expect(Set(ids).count == 200)
        #expect(try await fixture.store.currentPosition() == position)
        // Within one task the order is that of its commits.
        for task in 0..<4 {
            let own = ids.filter { $0 >= .int(Int64(task * 1_000)) }.prefix { _ in true }
                .filter { $0 < .int(Int64(task * 1_000 + 1_000)) }
            #expect(Array(own) == own.sorted())
        }
    }

    @Test func observersHearCommitsInTheOrderOfTheFeed() async throws {
        let fixture = Fixture()
        let heard = Mutex<[FeedPosition?]>([])
        let observer = fixture.store.afterCommit { changes in
            heard.withLock { $0.append(changes.position) }
        }
        for id in 0..<20 { try await fixture.items.insert(Item(id: id)) }
        try await fixture.store.createCollection("more", like: Item.self)
        observer.cancel()
        let commits = try await fixture.store.changes(
            from: FeedPosition(
                incarnation: fixture.store.currentPosition().incarnation, sequence: 0)
        ).commits
        #expect(heard.withLock { $0 } == commits.map(\.position))
        #expect(commits.last?.changedCollections == ["more"])
    }

    @Test func changesCarryOldAndNew() async throws {
        let fixture = Fixture()
        let start = try await fixture.store.currentPosition()
        try await fixture.items.insert(Item(id: 1))
        try await fixture.store.transaction {
            try await fixture.items.update(1) { $0.rank = 1 }
            try await fixture.items.insert(Item(id: 2))
        }
        try await fixture.items.delete(1)
        let commits = try await fixture.store.changes(from: start).commits
        #expect(
            commits.map { $0.changes.map(\.operation) } == [
                [.insert], [.update, .insert], [.delete],
            ])
        let update = commits[1].changes[0]
        #expect(update.old?.values[3] == 0)
        #expect(update.new?.values[3] == 1)
        #expect(update.version == update.new?.version)
        #expect(commits[2].changes[0].new == nil)
    }

    @Test func onlyTheNewestCommitsAreKept() async throws {
        let fixture = Fixture(StoreOptions(feed: .commits(5)))
        let start = try await fixture.store.currentPosition()
        for id in 0..<5 { try await fixture.items.insert(Item(id: id)) }
        #expect(try await fixture.store.changes(from: start).commits.count == 5)
        try await fixture.items.insert(Item(id: 5))
        await expectError(.historyTrimmed) { try await fixture.store.changes(from: start) }
        let end = try await fixture.store.currentPosition()
        let oldest = FeedPosition(incarnation: end.incarnation, sequence: end.sequence - 5)
        #expect(try await fixture.store.changes(from: oldest).commits.count == 5)
        #expect(try await fixture.store.changes(from: end).commits.isEmpty)
        let future = FeedPosition(incarnation: end.incarnation, sequence: end.sequence + 1)
        await expectError(.historyTrimmed) { try await fixture.store.changes(from: future) }
    }

    @Test func aPositionOfAnotherStoreIsRefused() async throws {
        let position = try await Fixture().store.currentPosition()
        await expectError(.historyTrimmed) { try await Fixture().store.changes(from: position) }
    }

    @Test func withoutAFeedThereAreNoPositions() async throws {
        let fixture = Fixture(StoreOptions(feed: .off))
        let heard = Mutex<[CommittedChanges]>([])
        let observer = fixture.store.afterCommit { changes in
            heard.withLock { $0.append(changes) }
        }
        try await fixture.items.insert(Item(id: 1))
        observer.cancel()
        #expect(fixture.store.capabilities.feed == .none)
        await expectError(.unsupported) { try await fixture.store.currentPosition() }
        let position = FeedPosition(incarnation: 1, sequence: 0)
        await expectError(.unsupported) { try await fixture.store.changes(from: position) }
        #expect(heard.withLock { $0.map(\.position) } == [nil])
        #expect(heard.withLock { $0.map(\.changes.count) } == [1])
    }

    @Test func commitsOfHiddenChangesAreSteppedOver() async throws {
        let fixture = Fixture()
        try await fixture.notes.insert(Note(id: "a", text: "", deletedAt: nil))
        try await fixture.notes.delete("a")
        let start = try await fixture.store.currentPosition()
        for step in 0..<10 {
            try await fixture.notes.includingDeleted().update("a") { $0.text = "\(step)" }
        }
        let hidden = try await fixture.store.changes(from: start, limit: 3)
        #expect(hidden.commits.isEmpty)
        #expect(hidden.position == (try await fixture.store.currentPosition()))
        try await fixture.items.insert(Item(id: 1))
        let batch = try await fixture.store.changes(from: start, limit: 1)
        #expect(batch.commits.map { $0.changes.map(\.collection) } == [["items"]])
    }
}
