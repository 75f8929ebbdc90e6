import DataBridgeCore
@testable import DataBridgeMemory
import Testing

struct MemoryBackendTests {
    private let schema = Item.schema.collection

    private func record(_ id: Int64, rank: Int64, _ backend: MemoryBackend) -> NewRecord {
        NewRecord(id: .int(id), values: [.int(id), .null, 0, .int(rank), .null])
    }

    /// Writes one record in a transaction of its own.
    @discardableResult
    private func write(
        _ id: Int64, rank: Int64, _ backend: MemoryBackend
    ) async throws -> StoredRecord? {
        let session = try await OverlayBackend(backend, prepared: [schema]).begin(SessionOptions())
        let old = try await session.read(.int(id), in: schema)
        let new = try await session.write(
            record(id, rank: rank, backend), replacing: old, in: schema)
        try await session.commit(CommitRequest { _ in })
        return new
    }

    private func backend(_ feed: FeedRetention = .off) -> MemoryBackend {
        MemoryBackend([schema], options: StoreOptions(feed: feed))
    }

    /// A weak reference, to see whether a state is still held.
    private struct Weak {
        weak var record: StoredRecord?
    }

    // MARK: What is kept

    @Test func replacedStatesAreLetGo() async throws {
        let backend = backend()
        var states: [Weak] = []
        for rank in 0..<3_000 {
            states.append(Weak(record: try await write(1, rank: Int64(rank), backend)))
        }
        #expect(states.count(where: { $0.record != nil }) == 1)
        #expect(backend.heldCommits <= 1)
    }

    @Test func theFeedBoundsWhatIsKept() async throws {
        let backend = backend(.commits(100))
        var states: [Weak] = []
        for rank in 0..<3_000 {
            states.append(Weak(record: try await write(1, rank: Int64(rank), backend)))
        }
        // Old commits are forgotten in runs, so up to twice as many are held.
        #expect(states.count(where: { $0.record != nil }) <= 202)
        #expect(backend.heldCommits <= 201)
    }

    @Test func aSnapshotKeepsItsStateAndNoOther() async throws {
        let backend = backend()
        for id in 0..<500 { try await write(Int64(id), rank: 0, backend) }
        let snapshot = try await backend.snapshot(SessionOptions(isReadOnly: true))
        let seen = Weak(record: try snapshot.read(7, in: schema))
        var between: [Weak] = []
        for rank in 1..<200 {
            between.append(Weak(record: try await write(7, rank: Int64(rank), backend)))
        }
        #expect(seen.record != nil)
        #expect(between.count(where: { $0.record != nil }) == 1)
        #expect(try snapshot.read(7, in: schema)?.values[3] == 0)
        // A read-only snapshot needs no history.
        #expect(backend.heldCommits <= 1)
        snapshot.release()
        #expect(seen.record == nil)
    }

    @Test func historyIsKeptForTheOldestWriter() async throws {
        let backend = backend()
        let writer = try await backend.snapshot(SessionOptions())
        for rank in 0..<300 { try await write(1, rank: Int64(rank), backend) }
        #expect(backend.heldCommits == 300)
        writer.release()
        #expect(backend.heldCommits == 0)
    }

    // MARK: Large commits

    @Test func aPreparedStateCountsOnlyForTheStateItWasMadeOf() async throws {
        let backend = backend()
        func step(_ id: Int64) throws -> MemoryBackend.Step {
            let new = StoredRecord(
                id: .int(id), values: record(id, rank: 0, backend).values,
                version: RecordVersion(counter: 1))
            let change = Change(in: schema, id: .int(id), old: nil, new: new)
            return MemoryBackend.Step(changes: [try #require(change)], created: [], dropped: [])
        }
        for isStale in [false, true] {
            var state = MemoryState(retention: 0)
            state.create(schema)
            var tables = state.tables
            tables.apply(try step(1))
            let prepared = MemoryState.Successor(of: state.sequence, tables: tables)
            if isStale { state.apply(try step(2), prepared: nil) }
            state.apply(try step(1), prepared: prepared)
            #expect(state.tables["items"]?.count == (isStale ? 2 : 1))
            #expect(try state.newestRecord(1, in: schema) != nil)
            #expect(state.sequence == (isStale ? 2 : 1))
        }
    }

    // MARK: The end

    @Test func aClosedStoreRefusesEverything() async throws {
        let backend = backend(.commits(10))
        try await write(1, rank: 1, backend)
        let overlay = OverlayBackend(backend)
        let session = try await overlay.begin(SessionOptions())
        _ = try await session.write(record(2, rank: 0, backend), replacing: nil, in: schema)
        try await overlay.close()
        await expectError(.closed) { try await overlay.begin(SessionOptions()) }
        await expectError(.closed) { try await overlay.readCommitted(1, in: schema) }
        await expectError(.closed) { try await overlay.outcome(of: CommitToken("a")) }
        await expectError(.closed) { try await overlay.currentPosition() }
        await expectError(.closed) { try await overlay.prepare([schema], policy: .additive) }
        await expectError(.closed) {
            try await overlay.changes(
                after: FeedPosition(incarnation: backend.incarnation, sequence: 0), limit: 1)
        }
        do {
            try await session.commit(CommitRequest { _ in })
            Issue.record("a closed store took a commit")
        } catch let error as DataError {
            #expect(error.code == .closed)
            #expect(error.commitOutcome == .rolledBack)
        }
        let health = await overlay.health()
        #expect(health.status == .unhealthy)
    }

    @Test func preparingMakesWhatIsMissing() async throws {
        let backend = MemoryBackend([], options: .standard)
        let overlay = OverlayBackend(backend)
        try await overlay.prepare([schema], policy: .verify)
        try await write(1, rank: 1, backend)
        try await overlay.prepare([schema], policy: .additive)
        #expect(try await overlay.readCommitted(1, in: schema) != nil)
        #expect(overlay.name == "memory")
    }

    // MARK: Health

    @Test func healthTellsOfSnapshotsThatDoNotEnd() async throws {
        let now = TestTime()
        let backend = MemoryBackend(
            [schema],
            options: StoreOptions(services: RuntimeServices(clock: MonotonicClock { now.value })))
        try await write(1, rank: 1, backend)
        var health = await backend.health()
        #expect(health.status == .healthy)
        #expect(health.checks.map(\.message) == ["1 collections, 1 records", "None in use."])
        let old = try await backend.snapshot(SessionOptions(isReadOnly: true))
        now.advance(by: .seconds(30))
        try await write(2, rank: 1, backend)
        let young = try await backend.snapshot(SessionOptions())
        health = await backend.health()
        #expect(health.status == .healthy)
        #expect(health.checks[1].message == "2 in use, the oldest for 30 s.")
        now.advance(by: .seconds(30))
        health = await backend.health()
        #expect(health.status == .degraded)
        old.release()
        #expect(await backend.health().status == .healthy)
        young.release()
        #expect(await backend.health().checks[1].message == "None in use.")
    }

    // MARK: Collections of a snapshot

    @Test func aSnapshotListsItsCollections() async throws {
        let backend = MemoryBackend([schema, Note.schema.collection], options: .standard)
        let snapshot = try await backend.snapshot(SessionOptions(isReadOnly: true))
        #expect(snapshot.collections() == ["items", "notes"])
        #expect(snapshot.hasCollection("notes"))
        #expect(!snapshot.hasCollection("others"))
        await expectError(.notFound) { try snapshot.read(1, in: schema.named("others")) }
        await expectError(.notFound) { try snapshot.scan(Scan(of: schema.named("others"))) }
        snapshot.release()
    }
}
