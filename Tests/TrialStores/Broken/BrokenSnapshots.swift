import DataBridgeCore
import Synchronization

/// The bugs in the step from one committed state to the next.
final class BrokenSnapshots: SnapshotBackend {
    private let base: DictionaryBackend
    private let bug: PlantedBug?
    private let schemas = Mutex<[CollectionSchema]>([])

    init(_ base: DictionaryBackend, _ bug: PlantedBug?) {
        self.base = base
        self.bug = bug
    }

    var capabilities: StoreCapabilities {
        var capabilities = base.capabilities
        switch bug {
        case .constraintsAreUnchecked, .uniqueOverlooksOwnWrites, .uniqueOverlooksOtherWriters:
            capabilities.enforcesConstraints = true
        default: break
        }
        return capabilities
    }

    var name: String { base.name }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        self.schemas.withLock { $0 = schemas }
        try await base.prepare(schemas, policy: policy)
    }

    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try await base.snapshot(options)
    }

    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        switch bug {
        case .versionsStay: RecordVersion(counter: 1)
        case .versionsStayInQueryWrites:
            BrokenSession.keptVersion ?? base.version(of: record, in: collection)
        case .versionsReturn: RecordVersion(contentOf: Array("\(record.values)".utf8))
        default: base.version(of: record, in: collection)
        }
    }

    func commit(_ commit: SnapshotCommit) async throws {
        var reads = commit.reads
        var changes = commit.changes
        switch bug {
        case .cancelledCommitIsHalf where Task.isCancelled:
            changes = Array(changes.prefix(changes.count / 2))
        case .lostUpdate: reads = ReadSet()
        case .writeSkew:
            // Only what was written is looked at.
            reads = ReadSet()
            for change in commit.changes {
                let schema = schemas.withLock { schemas in
                    schemas.first { ByteOrder.equal($0.name, change.collection) }
                }
                if let schema { reads.addRead(of: change.id, in: schema) }
            }
        default: break
        }
        try await base.commit(
            SnapshotCommit(
                snapshot: commit.snapshot, changes: changes, created: commit.created,
                dropped: commit.dropped, reads: reads, request: commit.request))
    }

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try await base.outcome(of: token)
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try await base.changes(after: position, limit: limit)
    }

    func currentPosition() async throws -> FeedPosition {
        try await base.currentPosition()
    }

    func close() async throws {
        try await base.close()
    }
}
