import DataBridgeCore
@testable import DataBridgeMemory
import Testing

struct AdoptionTests {
    private let schema = Item.schema.collection
    private let backend = MemoryBackend([Item.schema.collection], options: .standard)

    private func step(_ id: Int64) throws -> MemoryBackend.Step {
        let new = StoredRecord(
            id: .int(id), values: [.int(id), .null, 0, 0, .null],
            version: RecordVersion(counter: 1))
        let change = Change(in: schema, id: .int(id), old: nil, new: new)
        return MemoryBackend.Step(changes: [try #require(change)], created: [], dropped: [])
    }

    @Test func foreignCommitsAreTakenOver() async throws {
        #expect(
            backend.applyForeign(MemoryBackend.Step(changes: [], created: [], dropped: [])) == nil)
        let changes = try #require(backend.applyForeign(try step(1)))
        #expect(changes.isForeign)
        #expect(changes.position?.sequence == 1)
        #expect(try backend.records(in: schema)?.map(\.id) == [1])
        #expect(try backend.records(in: schema.named("none")) == nil)
        #expect(try await backend.readCommitted(1, in: schema) != nil)
    }

    @Test func aForeignCommitRefusesWhatItAffects() async throws {
        let snapshot = try await backend.snapshot(SessionOptions())
        defer { snapshot.release() }
        var reads = ReadSet()
        reads.addRead(of: 2, in: schema)
        let commit = SnapshotCommit(
            snapshot: snapshot, changes: try step(3).changes, created: [], dropped: [],
            reads: reads, request: CommitRequest { _ in })
        _ = backend.applyForeign(try step(1))
        try backend.check(commit)
        _ = backend.applyForeign(try step(2))
        await expectError(.serialization) { try backend.check(commit) }
    }
}
