import DataBridgeCore
import TrialStores

/// A store whose commits never come to an end, or that is sound and claims other levels.
final class PeculiarStore: DataStore {
    let engine: StoreEngine

    init(
        hanging isHanging: Bool = false, claiming levels: Set<Isolation> = [.serializable],
        entities: [any EntitySchema], options: StoreOptions
    ) async throws {
        let snapshots = PeculiarSnapshots(DictionaryBackend(options), isHanging, levels)
        engine = try await StoreEngine.open(
            OverlayBackend(snapshots), entities: entities, options: options)
    }
}

private final class PeculiarSnapshots: SnapshotBackend {
    private let base: DictionaryBackend
    private let isHanging: Bool
    let capabilities: StoreCapabilities

    init(_ base: DictionaryBackend, _ isHanging: Bool, _ levels: Set<Isolation>) {
        self.base = base
        self.isHanging = isHanging
        capabilities = StoreCapabilities(isolation: levels, feed: .none)
    }

    var name: String { "peculiar" }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try await base.prepare(schemas, policy: policy)
    }

    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try await base.snapshot(options)
    }

    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        base.version(of: record, in: collection)
    }

    func commit(_ commit: SnapshotCommit) async throws {
        guard isHanging else { return try await base.commit(commit) }
        try await Task.sleep(for: .seconds(3_600))
    }

    func close() async throws { try await base.close() }
}
