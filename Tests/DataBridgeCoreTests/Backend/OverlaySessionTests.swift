@testable import DataBridgeCore
import Testing

struct OverlaySessionTests {
    private let schema = Part.schema

    private func backend(_ count: Int = 10) -> DictionaryBackend {
        let backend = DictionaryBackend()
        backend.fill(
            "parts",
            with: (0..<count).map { Part.record(.string("p\($0)"), rank: .int(Int64($0))) })
        return backend
    }

    private func new(_ id: Value, rank: Value) -> NewRecord {
        NewRecord(id: id, values: Part.values(id, rank: rank))
    }

    private func commit(_ session: OverlaySession, token: CommitToken? = nil) async throws {
        try await session.commit(CommitRequest(token: token) { _ in })
    }

    private func change(_ id: Value, from old: Value?, to new: Value?) throws -> CommittedChanges {
        let change = Change(
            in: schema, id: id, old: old.map { Part.record(id, rank: $0) },
            new: new.map { Part.record(id, rank: $0) })
        return CommittedChanges(position: nil, changes: [try #require(change)])
    }

    // MARK: Versions and net changes

    @Test func equalValuesMoveNoVersion() async throws {
        let backend = backend()
        let session = try await backend.session()
        let old = try #require(try await session.read("p1", in: schema))
        let same = try await session.write(new("p1", rank: 1), replacing: old, in: schema)
        #expect(same === old)
        try await commit(session)
        #expect(backend.commits.isEmpty)
    }

    @Test func aRecordThatEndsAsItWasIsNoChangeAndKeepsItsVersion() async throws {
        let backend = backend()
        let session = try await backend.session()
        let old = try #require(try await session.read("p1", in: schema))
        let changed = try await session.write(new("p1", rank: 7), replacing: old, in: schema)
        #expect(changed?.version != old.version)
        let back = try await session.write(new("p1", rank: 1), replacing: changed, in: schema)
        #expect(back === old)
        _ = try await session.write(nil, replacing: old, in: schema)
        let again = try await session.write(new("p1", rank: 1), replacing: nil, in: schema)
        #expect(again?.version == old.version)
        let inserted = try await session.write(new("x", rank: 1), replacing: nil, in: schema)
        _ = try await session.write(nil, replacing: inserted, in: schema)
        try await commit(session)
        #expect(backend.commits.isEmpty)
    }

    @Test func theEntityTravelsWithTheRecord() async throws {
        let session = try await backend().session()
        let entity = Built(WorkItem.sample())
        let record = try await session.write(
            NewRecord(id: "x", values: Part.values("x"), entity: entity), replacing: nil,
            in: schema)
        #expect(record?.entity === entity)
    }

    @Test func changesComeByCollectionAndId() async throws {
        let backend = backend()
        let session = try await backend.session()
        try await session.createCollection(schema.named("a"))
        for id in ["z", "b", "p3"] as [Value] {
            let old = try await session.read(id, in: schema)
            _ = try await session.write(new(id, rank: 50), replacing: old, in: schema)
            _ = try await session.write(
                new(id, rank: 1), replacing: nil, in: schema.named("a"))
        }
        _ = try await session.write(
            nil, replacing: session.read("p0", in: schema), in: schema)
        try await commit(session)
        let changes = try #require(backend.commits.first).changes
        #expect(changes.map(\.id) == ["b", "p3", "z", "b", "p0", "p3", "z"])
        #expect(changes.map(\.collection).prefix(4) == ["a", "a", "a", "parts"])
        #expect(
            changes.map(\.operation)
                == [.insert, .insert, .insert, .insert, .delete, .update, .insert])
    }

    // MARK: Collections

    @Test func aCollectionMadeAnewHidesTheFormerRecords() async throws {
        let backend = backend()
        let session = try await backend.session()
        try await session.dropCollection("parts")
        await expectError(.notFound) { try await session.read("p1", in: schema) }
        await expectError(.notFound) { try await session.scan(Scan(of: schema)) }
        await expectError(.notFound) {
            try await session.write(new("p1", rank: 1), replacing: nil, in: schema)
        }
        #expect(try await session.collections().isEmpty)
        try await session.createCollection(schema)
        #expect(try await session.scan(Scan(of: schema)).records.isEmpty)
        #expect(try await session.read("p1", in: schema) == nil)
        _ = try await session.write(new("p1", rank: 5), replacing: nil, in: schema)
        try await commit(session)
        let commit = try #require(backend.commits.first)
        #expect(commit.dropped == ["parts"])
        #expect(commit.created.map(\.name) == ["parts"])
        #expect(commit.changes.map(\.operation) == [.insert])
        #expect(backend.state.withLock { $0.collections["parts"]?.count } == 1)
    }

    @Test func aCollectionMadeAndDroppedIsNoChange() async throws {
        let backend = backend()
        let session = try await backend.session()
        try await session.createCollection(schema.named("new"))
        await expectError(.alreadyExists) {
            try await session.createCollection(schema.named("new"))
        }
        _ = try await session.write(new("a", rank: 1), replacing: nil, in: schema.named("new"))
        #expect(try await session.collections() == ["new", "parts"])
        try await session.dropCollection("new")
        await expectError(.notFound) { try await session.dropCollection("new") }
        try await commit(session)
        #expect(backend.commits.isEmpty)
    }

    @Test func savepointsCoverCollections() async throws {
        let backend = backend()
        let session = try await backend.session()
        let old = try await session.read("p1", in: schema)
        _ = try await session.write(new("p1", rank: 70), replacing: old, in: schema)
        try await session.setSavepoint()
        try await session.dropCollection("parts")
        try await session.setSavepoint()
        try await session.createCollection(schema)
        try await session.rollBackToSavepoint()
        #expect(try await session.collections().isEmpty)
        try await session.rollBackToSavepoint()
        #expect(try await session.read("p1", in: schema)?.values[3] == 70)
        #expect(try await session.scan(Scan(of: schema)).records.count == 10)
    }

    // MARK: Access and the end

    @Test func aReadOnlySessionRefusesWrites() async throws {
        let backend = backend()
        let session = try await backend.session(SessionOptions(isReadOnly: true))
        await expectError(.readOnly) {
            try await session.write(new("x", rank: 1), replacing: nil, in: schema)
        }
        await expectError(.readOnly) { try await session.createCollection(schema) }
        await expectError(.readOnly) { try await session.dropCollection("parts") }
        try await commit(session)
        #expect(backend.commits.isEmpty)
        #expect(backend.releases == 1)
    }

    @Test func theSnapshotIsReleasedExactlyOnce() async throws {
        let backend = backend()
        let committed = try await backend.session()
        _ = try await committed.write(new("x", rank: 1), replacing: nil, in: schema)
        try await commit(committed)
        await committed.rollback()
        #expect(backend.releases == 1)
        let undone = try await backend.session()
        await undone.rollback()
        await undone.rollback()
        #expect(backend.releases == 2)
        do { _ = try await backend.session() }
        #expect(backend.releases == 3)
        backend.state.withLock { $0.failure = DataError.serialization() }
        let refused = try await backend.session()
        _ = try await refused.write(new("y", rank: 1), replacing: nil, in: schema)
        await expectError(.serialization) { try await commit(refused) }
        await refused.rollback()
        #expect(backend.releases == 4)
    }

    @Test func anEndedSessionRefusesEverything() async throws {
        let session = try await backend().session()
        await session.rollback()
        await expectError(.transactionEnded) { try await session.read("a", in: schema) }
        await expectError(.transactionEnded) { try await session.scan(Scan(of: schema)) }
        await expectError(.transactionEnded) { try await session.collections() }
        await expectError(.transactionEnded) { try await session.setSavepoint() }
        await expectError(.transactionEnded) { try await session.releaseSavepoint() }
        await expectError(.transactionEnded) { try await session.rollBackToSavepoint() }
        await expectError(.transactionEnded) { try await commit(session) }
        await expectError(.transactionEnded) {
            try await session.write(new("x", rank: 1), replacing: nil, in: schema)
        }
    }

    @Test func aTokenIsCommittedWithoutAnyChange() async throws {
        let backend = backend()
        try await commit(try await backend.session(), token: CommitToken("t"))
        #expect(backend.commits.map(\.request.token) == [CommitToken("t")])
    }

    // MARK: What was read

    private func reads(
        _ options: SessionOptions = SessionOptions(), of backend: DictionaryBackend? = nil,
        declared: [CollectionSchema] = [], _ body: (OverlaySession) async throws -> Void
    ) async throws -> ReadSet {
        let backend = backend ?? self.backend()
        let session = try await backend.session(options, declared: declared)
        try await body(session)
        try await commit(session, token: CommitToken("any"))
        return try #require(backend.commits.last).reads
    }

    @Test func readsAndWritesByIdAreRemembered() async throws {
        let reads = try await reads { session in
            _ = try await session.read("p1", in: schema)
            _ = try await session.write(new("w", rank: 1), replacing: nil, in: schema)
        }
        #expect(reads.isAffected(by: try change("p1", from: 1, to: 2)))
        #expect(reads.isAffected(by: try change("w", from: nil, to: 2)))
        #expect(!reads.isAffected(by: try change("p2", from: 1, to: 2)))
    }

    @Test func scansAreRememberedWithTheirRange() async throws {
        let reads = try await reads { session in
            let batch = try await session.scan(
                Scan(
                    of: schema, predicate: .compares(Part.field("rank"), .greater, 2),
                    after: "p2", limit: 3))
            #expect(batch.records.map(\.id) == ["p3", "p4", "p5"])
            #expect(batch.hasMore)
        }
        #expect(reads.isAffected(by: try change("p35", from: nil, to: 9)))
        #expect(reads.isAffected(by: try change("p4", from: 4, to: 1)))
        #expect(!reads.isAffected(by: try change("p35", from: nil, to: 1)))
        #expect(!reads.isAffected(by: try change("p1", from: nil, to: 9)))
        // That there was more rests on the next record.
        #expect(reads.isAffected(by: try change("p6", from: 6, to: nil)))
        #expect(!reads.isAffected(by: try change("p7", from: 7, to: nil)))
    }

    @Test func belowSerializableOnlyWritesAreRemembered() async throws {
        let reads = try await reads(SessionOptions(isolation: .snapshot)) { session in
            _ = try await session.read("p1", in: schema)
            _ = try await session.scan(Scan(of: schema))
            _ = try await session.collections()
            let old = try await session.read("p2", in: schema)
            _ = try await session.write(new("p2", rank: 99), replacing: old, in: schema)
        }
        #expect(!reads.isAffected(by: try change("p1", from: 1, to: 2)))
        #expect(reads.isAffected(by: try change("p2", from: 2, to: 3)))
        let made = CommittedChanges(position: nil, changes: [], changedCollections: ["new"])
        #expect(!reads.isAffected(by: made))
    }

    @Test func collectionsReadMadeOrDroppedAreRemembered() async throws {
        func made(_ name: String) -> CommittedChanges {
            CommittedChanges(position: nil, changes: [], changedCollections: [name])
        }
        let listed = try await reads { _ = try await $0.collections() }
        #expect(listed.isAffected(by: made("any")))
        let created = try await reads { try await $0.createCollection(schema.named("new")) }
        #expect(created.isAffected(by: made("new")))
        #expect(!created.isAffected(by: made("other")))
        let dropped = try await reads { try await $0.dropCollection("parts") }
        #expect(dropped.isAffected(by: try change("p99", from: nil, to: 2)))
        let missing = try await reads { session in
            await expectError(.notFound) { try await session.read("a", in: schema.named("none")) }
        }
        #expect(missing.isAffected(by: made("none")))
    }
}
