@testable import DataBridgeCore
import Synchronization

/// The least a ``SnapshotBackend`` may be: dictionaries that are copied, scans that look at nothing
/// but ids, and batches that are cut off wherever it likes.
final class DictionaryBackend: SnapshotBackend {
    struct State {
        var collections: [String: [Value: StoredRecord]] = [:]
        var commits: [SnapshotCommit] = []
        var failure: (any Error)?
    }

    let state = Mutex(State())
    let released = Atomic<Int>(0)
    private let versions = Atomic<UInt64>(1_000)
    /// At most this many records come in one batch, and it always says that there may be more.
    let batchSize: Int

    init(batchSize: Int = .max) {
        self.batchSize = batchSize
    }

    var name: String { "dictionary" }
    var capabilities: StoreCapabilities { StoreCapabilities() }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        state.withLock { state in
            for schema in schemas { state.collections[schema.name] = [:] }
        }
    }

    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        RecordVersion(counter: versions.add(1, ordering: .relaxed).newValue)
    }

    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        DictionarySnapshot(state.withLock { $0.collections }, of: self)
    }

    func commit(_ commit: SnapshotCommit) async throws {
        let failure = state.withLock { state in
            state.commits.append(commit)
            guard state.failure == nil else { return state.failure }
            for name in commit.dropped { state.collections[name] = nil }
            for schema in commit.created { state.collections[schema.name] = [:] }
            for change in commit.changes {
                state.collections[change.collection]?[change.id] = change.new
            }
            return nil
        }
        if let failure { throw failure }
        commit.request.announce(CommittedChanges(position: nil, changes: commit.changes))
    }

    func close() async throws {
        state.withLock { $0.collections = [:] }
    }
}

extension DictionaryBackend {
    var commits: [SnapshotCommit] { state.withLock { $0.commits } }

    var releases: Int { released.load(ordering: .relaxed) }

    func fill(_ collection: String, with records: [StoredRecord]) {
        state.withLock { state in
            for record in records {
                state.collections[collection, default: [:]][record.id] = record
            }
        }
    }

    func session(
        _ options: SessionOptions = SessionOptions(), declared: [CollectionSchema] = []
    ) async throws -> OverlaySession {
        OverlaySession(
            over: try await snapshot(options), of: self, options: options, declared: declared)
    }
}

final class DictionarySnapshot: StoreSnapshot {
    private let records: [String: [Value: StoredRecord]]
    private let backend: DictionaryBackend

    init(_ records: [String: [Value: StoredRecord]], of backend: DictionaryBackend) {
        self.records = records
        self.backend = backend
    }

    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        guard let records = records[collection.name] else {
            throw DataError.collectionNotFound(collection.name)
        }
        return records[id]
    }

    func scan(_ scan: Scan) throws -> ScanBatch {
        guard let records = records[scan.collection.name] else {
            throw DataError.collectionNotFound(scan.collection.name)
        }
        let compiled = try CompiledPredicate(scan.predicate, in: scan.collection)
        let found = records.values.sorted { $0.id < $1.id }.filter { record in
            compiled.matches(record.values) && (scan.after.map { $0 < record.id } ?? true)
        }
        let batch = found.prefix(min(scan.limit, backend.batchSize))
        return ScanBatch(
            Array(batch), hasMore: backend.batchSize < .max || batch.count < found.count)
    }

    func collections() -> [String] { records.keys.sorted(by: ByteOrder.precedes) }

    func hasCollection(_ name: String) -> Bool { records[name] != nil }

    func release() { backend.released.add(1, ordering: .relaxed) }
}
