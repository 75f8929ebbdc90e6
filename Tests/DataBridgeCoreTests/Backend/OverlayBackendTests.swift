@testable import DataBridgeCore
import Synchronization
import Testing

/// What a backend gets that implements only what ``SnapshotBackend`` demands.
struct OverlayBackendTests {
    private let schema = Part.schema
    private let base = DictionaryBackend()
    private let backend: OverlayBackend

    init() {
        backend = OverlayBackend(base)
    }

    @Test func preparedCollectionsAreThere() async throws {
        try await backend.prepare([schema], policy: .additive)
        let session = try await backend.begin(SessionOptions(isReadOnly: true))
        #expect(try await session.collections() == ["parts"])
        await session.rollback()
        #expect(base.releases == 1)
        #expect(backend.name == "dictionary")
        #expect(backend.capabilities == base.capabilities)
    }

    @Test func committedRecordsAreReadThroughASnapshot() async throws {
        base.fill("parts", with: [Part.record("a")])
        #expect(try await backend.readCommitted("a", in: schema) != nil)
        #expect(try await backend.readCommitted("b", in: schema) == nil)
        await expectError(.notFound) {
            try await backend.readCommitted("a", in: schema.named("none"))
        }
        #expect(base.releases == 3)
        #expect(backend.committedReader == nil)
    }

    @Test func commitsReachTheBackendAndAreAnnounced() async throws {
        try await backend.prepare([schema], policy: .additive)
        let session = try await backend.begin(SessionOptions())
        _ = try await session.write(
            NewRecord(id: "a", values: Part.values("a")), replacing: nil, in: schema)
        let announced = Shared<[CommittedChanges]>([])
        try await session.commit(CommitRequest { changes in announced.withLock { $0 = [changes] } })
        #expect(announced.withLock { $0.map { $0.changes.map(\.id) } } == [["a"]])
        #expect(try await backend.readCommitted("a", in: schema) != nil)
        try await backend.close()
        await expectError(.notFound) { try await backend.readCommitted("a", in: schema) }
    }

    @Test func whatIsNotImplementedIsUnsupported() async throws {
        let position = FeedPosition(incarnation: 1, sequence: 1)
        await expectError(.unsupported) { try await backend.outcome(of: CommitToken("a")) }
        await expectError(.unsupported) { try await backend.changes(after: position, limit: 1) }
        await expectError(.unsupported) { try await backend.currentPosition() }
        backend.notifyOfForeignCommits { _ in }
        #expect(await backend.health().status == .healthy)
        let plan = try backend.plan(RecordQuery(limit: 3), in: schema)
        #expect(plan == QueryPlan(access: .scan, inStore: [], inCore: [.window]))
    }
}
