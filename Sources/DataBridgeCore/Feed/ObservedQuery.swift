import Synchronization

/// Runs a query again after every commit that touches its collection, and passes a result on when
/// it differs from the one before.
final class ObservedQuery<E: Entity>: Sendable {
    /// What a result is compared by: ids and versions tell whether anything in it changed.
    private struct Fingerprint: Equatable {
        var ids: [Value]
        var versions: [RecordVersion]
    }

    private let repository: StoreRepository<E>
    private let query: Query<E>
    private let signal = CommitSignal()
    private let observer: CommitObserver
    private let delivered = Mutex<Fingerprint?>(nil)

    init(repository: StoreRepository<E>, query: Query<E>) {
        self.repository = repository
        self.query = query
        let collection = repository.collection
        // Listening starts before the first read, so that no commit falls in between.
        observer = repository.engine.announcer.add(onEnd: { [signal] in signal.finish() }) {
            [signal] changes in
            if changes.touches(collection) || changes.outcome == .unknown { signal.fire() }
        }
    }

    func next() async throws -> [E]? {
        while true {
            if delivered.withLock({ $0 != nil }) {
                guard await signal.wait() else { return nil }
            } else if Task.isCancelled {
                return nil
            }
            let records: [StoredRecord]
            do {
                records = try await repository.engine.withoutTransaction {
                    try await repository.storedRecords(query)
                }
            } catch .closed {
                return nil
            }
            let fingerprint = Fingerprint(
                ids: records.map(\.id), versions: records.map(\.version))
            let isNew = delivered.withLock { last in
                defer { last = fingerprint }
                return last != fingerprint
            }
            if isNew { return try records.map { try repository.entity($0) } }
        }
    }
}
