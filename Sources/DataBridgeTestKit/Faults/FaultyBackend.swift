import DataBridgeCore
import Synchronization

/// The backend of another store, with faults in between.
final class FaultyBackend: StoreBackend {
    private let store: any DataStore
    private let base: any StoreBackend
    private let script: StoreFaultScript
    private let notify = Mutex<(@Sendable (CommittedChanges) -> Void)?>(nil)
    /// Hears of every commit of the store underneath, ours included, while somebody listens.
    private let observer = Mutex<CommitObserver?>(nil)

    init(_ store: any DataStore, _ script: StoreFaultScript) {
        self.store = store
        base = store.engine.backend
        self.script = script
    }

    var capabilities: StoreCapabilities { base.capabilities }
    var name: String { base.name }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try await base.prepare(schemas, policy: policy)
    }

    func collectionName(_ name: String) -> String { base.collectionName(name) }

    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        let effects = script.begin(.begin)
        try await script.before(effects, deadline: options.deadline)
        let session = FaultySession(
            try await base.begin(options), options, script, announcing: store.engine)
        await script.afterwards(effects)
        return session
    }

    func readCommitted(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        try await script.perform(.get, collection.name, id) {
            try await base.readCommitted(id, in: collection)
        }
    }

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try await script.perform(.outcome) { try await base.outcome(of: token) }
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try await script.perform(.changes) {
            try await base.changes(after: position, limit: limit)
        }
    }

    func currentPosition() async throws -> FeedPosition {
        try await script.perform(.currentPosition) { try await base.currentPosition() }
    }

    func willUse(_ collection: CollectionSchema) { base.willUse(collection) }

    func health() async -> HealthReport { await base.health() }

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        try base.plan(query, in: collection)
    }

    /// Ends the store underneath, with its observers; what ran here has ended before.
    func close() async throws {
        observer.withLock { $0 = nil }
        try await store.close()
    }

    // MARK: Commits

    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {
        self.notify.withLock { $0 = notify }
    }

    /// Every commit is announced by the store underneath, whoever made it, so that the observers
    /// of both stores hear all of them in one order.
    func listeningChanged(_ isListening: Bool) {
        guard isListening, let notify = notify.withLock({ $0 }) else {
            return observer.withLock { $0 = nil }
        }
        let registration = store.afterCommit(notify)
        observer.withLock { $0 = registration }
    }
}
