import DataBridgeCore
import Synchronization

/// The bugs of a store as a whole; those of its transactions are in ``BrokenSession``.
final class BrokenBackend: StoreBackend {
    let base: OverlayBackend
    private let bug: PlantedBug?
    /// What running transactions have written, for all to see.
    let blackboard = Mutex<[Value: StoredRecord]>([:])
    /// What the newest first page was taken from, and how much of it has been given out.
    let pages = Mutex<(collection: String, records: [StoredRecord], count: Int)>(("", [], 0))
    /// Whether somebody has begun to listen and no commit was announced since.
    let isFirstCommit = Atomic(false)
    /// Whether a lock was taken that nobody gives back.
    let isLocked = Atomic(false)

    init(_ base: OverlayBackend, _ bug: PlantedBug?) {
        self.base = base
        self.bug = bug
    }

    var capabilities: StoreCapabilities { base.capabilities }
    var name: String { base.name }

    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try await base.prepare(schemas, policy: policy)
    }

    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        if isLocked.load(ordering: .acquiring) { throw DataError.busy("The store") }
        // What is checked by its state of before the transaction is checked outside of it.
        let early =
            bug == .uniqueOverlooksOtherWriters
            ? try await base.begin(SessionOptions(isReadOnly: true)) : nil
        return BrokenSession(try await base.begin(options), of: self, options, bug, early: early)
    }

    func listeningChanged(_ isListening: Bool) {
        isFirstCommit.store(isListening, ordering: .releasing)
    }

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        bug == .outcomeIsAlwaysRolledBack ? .rolledBack : try await base.outcome(of: token)
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        var position = position
        if bug == .feedTakesAnyPosition {
            position.incarnation = try await base.currentPosition().incarnation
            position.sequence = 0
        }
        if bug == .feedRepeatsItsLastCommit, position.sequence > 0 { position.sequence -= 1 }
        var batch = try await base.changes(after: position, limit: limit)
        for index in batch.commits.indices {
            if bug == .feedMissesUpdates {
                batch.commits[index].changes.removeAll { $0.operation == .update }
            }
            if bug == .feedIsOutOfOrder { batch.commits[index].changes.reverse() }
        }
        return batch
    }

    func currentPosition() async throws -> FeedPosition {
        try await base.currentPosition()
    }

    func close() async throws {
        try await base.close()
    }

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        var plan = try base.plan(query, in: collection)
        if bug == .planForgetsItsFilter { plan.inCore.removeAll { $0 == .filter } }
        return plan
    }
}
