import DataBridgeCore
import Synchronization

/// A backend whose sessions wait for each other before they begin.
final class LockingBackend: StoreBackend {
    private let base: OverlayBackend
    private let line = WaitingLine()

    init(_ base: OverlayBackend) {
        self.base = base
    }

    var capabilities: StoreCapabilities { base.capabilities }
    var name: String { "locking" }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try await base.prepare(schemas, policy: policy)
    }

    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        guard !options.isReadOnly else { return try await base.begin(options) }
        try await line.acquire()
        return LockingSession(try await base.begin(options), line)
    }

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try await base.outcome(of: token)
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try await base.changes(after: position, limit: limit)
    }

    func currentPosition() async throws -> FeedPosition { try await base.currentPosition() }

    func close() async throws { try await base.close() }
}

/// A session that lets the next one in when it ends.
private final class LockingSession: StoreSession {
    private let base: any StoreSession
    private let line: WaitingLine
    private let hasEnded = Atomic(false)

    init(_ base: any StoreSession, _ line: WaitingLine) {
        self.base = base
        self.line = line
    }

    private func end() {
        if !hasEnded.exchange(true, ordering: .sequentiallyConsistent) { line.release() }
    }

    func commit(_ request: CommitRequest) async throws {
        defer { end() }
        try await base.commit(request)
    }

    func rollback() async {
        await base.rollback()
        end()
    }

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        try await base.read(id, in: collection)
    }

    func scan(_ scan: Scan) async throws -> ScanBatch { try await base.scan(scan) }

    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        try await base.write(new, replacing: old, in: collection)
    }

    func collections() async throws -> [String] { try await base.collections() }

    func createCollection(_ collection: CollectionSchema) async throws {
        try await base.createCollection(collection)
    }

    func dropCollection(_ name: String) async throws { try await base.dropCollection(name) }
    func setSavepoint() async throws { try await base.setSavepoint() }
    func rollBackToSavepoint() async throws { try await base.rollBackToSavepoint() }
    func releaseSavepoint() async throws { try await base.releaseSavepoint() }
}
