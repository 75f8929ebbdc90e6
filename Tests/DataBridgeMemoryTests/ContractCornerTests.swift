import DataBridgeCore
import DataBridgeMemory
import Foundation
import Testing

/// Corners of the contracts where a careless store goes wrong.
struct ContractCornerTests {
    struct Author: Entity {
        var id: Int
        var deletedAt: Date?

        static let schema = Schema("authors", Author.init) {
            Field(\.id, "id")
            Field(\.deletedAt, "deleted_at")
        }
        .softDelete(\.deletedAt)
    }

    struct Story: Entity {
        var id: Int
        var author: Int? = nil
        var score: Double

        static let schema = Schema("stories", Story.init) {
            Field(\.id, "id")
            Field(\.author, "author").references(Author.self, onDelete: .restrict)
            Field(\.score, "score")
        }
    }

    private func store(_ options: StoreOptions = .standard) -> MemoryStore {
        MemoryStore(entities: [Author.schema, Story.schema], options: options)
    }

    @Test func aReadOnlyTransactionTakesNoToken() async throws {
        let store = store(StoreOptions(feed: .off))
        let options = TransactionOptions(isReadOnly: true, token: CommitToken("t"))
        let error = await #expect(throws: DataError.self) {
            try await store.transaction(options) { (_: UnitOfWork) in }
        }
        #expect(error?.code == .invalid)
    }

    @Test func aPositionBeyondTheEndIsTrimmedAndNeverTraps() async throws {
        let store = store()
        try await store.repository(for: Author.self).insert(Author(id: 1))
        var position = try await store.currentPosition()
        position.sequence = .max
        let error = await #expect(throws: DataError.self) {
            try await store.changes(from: position)
        }
        #expect(error?.code == .historyTrimmed)
    }

    @Test func markingARecordAsDeletedIsADeleteToItsReferrers() async throws {
        let store = store()
        let authors = store.repository(for: Author.self)
        try await authors.insert(Author(id: 1))
        try await store.repository(for: Story.self).insert(Story(id: 1, author: 1, score: 0))
        let error = await #expect(throws: DataError.self) {
            try await authors.update(1) { $0.deletedAt = Date() }
        }
        #expect(error?.code == .constraint)
        #expect(try await authors.get(1)?.deletedAt == nil)
    }

    @Test func referencesOfCollectionsMadeAtRunTimeCount() async throws {
        let store = store()
        let authors = store.repository(for: Author.self)
        try await authors.insert(Author(id: 1))
        try await store.createCollection("archive", like: Story.self)
        try await store.repository(for: Story.self, in: "archive")
            .insert(Story(id: 1, author: 1, score: 0))
        let error = await #expect(throws: DataError.self) { try await authors.delete(1) }
        #expect(error?.code == .constraint)
    }

    @Test func sumsBeyondTheRangeAreInfiniteAndNeverNaN() async throws {
        let store = store()
        let stories = store.repository(for: Story.self)
        try await stories.insert(all: [Story(id: 1, score: 1e308), Story(id: 2, score: 1e308)])
        #expect(
            try await stories.aggregate(.sum(FieldReference(path: ["score"])), where: .all)
                == .double(.infinity))
    }

    @Test func theLaterOfTwoStatesInAnUpsertCounts() async throws {
        let store = store()
        let stories = store.repository(for: Story.self)
        let records = try await stories.upsert(all: [
            Story(id: 1, author: 9, score: 1), Story(id: 1, author: nil, score: 2),
        ])
        #expect(records.map(\.value.score) == [2, 2])
        #expect(try await stories.record(1)?.version == records[0].version)
    }

    @Test func aFeedEndsWhenTheStoreCloses() async throws {
        let store = store()
        var feed = store.changeFeed(from: try await store.currentPosition()).makeAsyncIterator()
        try await store.repository(for: Author.self).insert(Author(id: 1))
        #expect(try await feed.next()?.changes.count == 1)
        try await store.close()
        #expect(try await feed.next() == nil)
    }
}
