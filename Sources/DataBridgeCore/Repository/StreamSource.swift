import Synchronization

/// Gives a query's result batch by batch.
final class StreamSource<E: Entity>: Sendable {
    private enum Step: Sendable {
        case unstarted
        /// Outside a transaction, in id order: the session and the last id delivered.
        case reading(any StoreSession, after: KeysetPosition?, left: Int)
        /// Outside a transaction, in another order: what is left of the result.
        case draining(ArraySlice<StoredRecord>)
        /// Inside a transaction.
        case stepping(after: KeysetPosition?, left: Int)
        case ended
    }

    private static var batchSize: Int { 256 }

    private let repository: StoreRepository<E>
    private let query: Query<E>
    private let isInUnit: Bool
    private let step = Mutex<Step>(.unstarted)

    init(repository: StoreRepository<E>, query: Query<E>) {
        self.repository = repository
        self.query = query
        isInUnit = UnitList.unit(of: repository.engine) != nil
    }

    deinit {
        let step = step.withLock { $0 }
        guard case .reading(let session, _, _) = step else { return }
        // The consumer left early. The session ends on a task of its own, since ending suspends.
        let engine = repository.engine
        Task {
            await session.rollback()
            engine.sessionEnded()
        }
    }

    func next() async throws -> [E]? {
        let engine = repository.engine
        return try await engine.instrumentation.measure(
            .stream, store: engine.backend.name, collection: repository.collection,
            clock: engine.services.clock, rowCount: { $0?.count ?? 0 }
        ) {
            try await nextBatch()
        }
    }

    private func nextBatch() async throws -> [E]? {
        let current = step.withLock { step in
            defer { step = .ended }
            return step
        }
        switch current {
        case .ended: return nil
        case .unstarted: return try await start()
        case .draining(let records): return try drain(records)
        case .reading(let session, let after, let left):
            return try await read(session, after: after, left: left)
        case .stepping(let after, let left):
            return try await stepOn(after: after, left: left, isFirst: false)
        }
    }

    private func advance(to next: Step) {
        step.withLock { $0 = next }
    }

    private func start() async throws -> [E]? {
        let evaluation = try QueryEvaluation(
            try repository.untyped(query), in: repository.layout)
        let left = query.limit ?? .max
        if isInUnit { return try await stepOn(after: nil, left: left, isFirst: true) }
        let engine = repository.engine
        if Task.isCancelled { throw DataError.cancelled() }
        let session = try await engine.begin(SessionOptions(isReadOnly: true))
        if evaluation.isIDOrder { return try await read(session, after: nil, left: left) }
        let records: [StoredRecord]
        do {
            records = try await evaluation.records(from: session)
        } catch {
            await end(session)
            throw error
        }
        await end(session)
        return try drain(records[...])
    }

    private func end(_ session: any StoreSession) async {
        await session.rollback()
        repository.engine.sessionEnded()
    }

    private func drain(_ records: ArraySlice<StoredRecord>) throws -> [E]? {
        guard !records.isEmpty else { return nil }
        try repository.engine.checkNotAborted()
        let batch = records.prefix(StreamSource.batchSize)
        advance(to: .draining(records.dropFirst(batch.count)))
        return try batch.map { try repository.entity($0) }
    }

    private func read(
        _ session: any StoreSession, after: KeysetPosition?, left: Int
    ) async throws -> [E]? {
        do {
            if Task.isCancelled { throw DataError.cancelled() }
            try repository.engine.checkNotAborted()
            let (records, position) = try await batch(session, after: after, left: left)
            guard let position else {
                await end(session)
                return nil
            }
            let entities = try records.map { try repository.entity($0) }
            advance(to: .reading(session, after: position, left: left - records.count))
            return entities
        } catch {
            await end(session)
            throw error
        }
    }

    private func stepOn(after: KeysetPosition?, left: Int, isFirst: Bool) async throws -> [E]? {
        let (records, position) = try await repository.engine.read { session in
            try await batch(session, after: after, left: left)
        }
        guard let position else { return nil }
        advance(to: .stepping(after: position, left: left - records.count))
        return try records.map { try repository.entity($0) }
    }

    private func batch(
        _ session: any StoreSession, after: KeysetPosition?, left: Int
    ) async throws -> ([StoredRecord], KeysetPosition?) {
        var untyped = try repository.untyped(query)
        untyped.limit = min(left, StreamSource.batchSize)
        if let after {
            untyped.after = after
            untyped.offset = 0
        }
        let evaluation = try QueryEvaluation(untyped, in: repository.layout)
        let records = try await evaluation.records(from: session)
        return (records, records.last.map { evaluation.position(of: $0) })
    }
}
