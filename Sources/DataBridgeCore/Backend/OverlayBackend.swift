/// Makes a ``StoreBackend`` of a ``SnapshotBackend``: each session is an overlay over a snapshot.
///
/// Everything that is no session goes straight to the backend underneath.
public final class OverlayBackend: StoreBackend {
    /// The backend underneath.
    package let base: any SnapshotBackend
    private let references: ReferenceSources
    /// The levels that `base` gives, asked for once.
    private let isolationLevels: Set<Isolation>

    /// A backend over another one.
    ///
    /// - Parameters:
    ///   - base: the backend underneath.
    ///   - prepared: the collections that `base` was prepared with, when that happened before;
    ///     empty when ``prepare(_:policy:)`` is going to be called.
    public init(_ base: any SnapshotBackend, prepared: [CollectionSchema] = []) {
        self.base = base
        isolationLevels = base.capabilities.isolation
        references = ReferenceSources { [base] in base.collectionName($0) }
        references.add(prepared)
    }

    /// What the backend underneath can do.
    public var capabilities: StoreCapabilities { base.capabilities }

    /// The name of the backend underneath.
    public var name: String { base.name }

    /// Prepares the backend underneath.
    public func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try await base.prepare(schemas, policy: policy)
        references.add(schemas)
    }

    /// Asks the backend underneath.
    public func collectionName(_ name: String) -> String { base.collectionName(name) }

    /// Begins a session over the newest committed state.
    public func begin(_ options: SessionOptions) async throws -> any StoreSession {
        var options = options
        if !isolationLevels.contains(options.isolation),
            let stronger = isolationLevels.filter({ $0 > options.isolation }).min()
        {
            options.isolation = stronger
        }
        let snapshot = try await base.snapshot(options)
        return OverlaySession(
            over: snapshot, of: base, options: options,
            references: references)
    }

    /// Reads from the backend underneath.
    public func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        try await base.readCommitted(id, in: collection)
    }

    /// The one of the backend underneath.
    public var committedReader: (any CommittedReader)? { base.committedReader }

    /// Asks the backend underneath.
    public func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try await base.outcome(of: token)
    }

    /// Reads from the backend underneath.
    public func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try await base.changes(after: position, limit: limit)
    }

    /// Asks the backend underneath.
    public func currentPosition() async throws -> FeedPosition {
        try await base.currentPosition()
    }

    /// Tells the backend underneath.
    public func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {
        base.notifyOfForeignCommits(notify)
    }

    /// Tells the backend underneath, and takes note of the collection's references.
    public func willUse(_ collection: CollectionSchema) {
        references.add([collection])
        base.willUse(collection)
    }

    /// Tells the backend underneath.
    public func listeningChanged(_ isListening: Bool) {
        base.listeningChanged(isListening)
    }

    /// Asks the backend underneath.
    public func health() async -> HealthReport {
        await base.health()
    }

    /// Ends the backend underneath.
    public func close() async throws {
        try await base.close()
    }

    /// Asks the backend underneath.
    public func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        try base.plan(query, in: collection)
    }
}
