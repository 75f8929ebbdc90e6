import DataBridgeCore
import Synchronization

/// A session of another store, with faults in between.
final class FaultySession: QueryingSession {
    private let base: any StoreSession
    private let options: SessionOptions
    private let script: StoreFaultScript
    /// Announces the commits.
    private let engine: StoreEngine
    private let writes = Mutex(WrittenRecords())
    private let hasEnded = Atomic(false)

    init(
        _ base: any StoreSession, _ options: SessionOptions, _ script: StoreFaultScript,
        announcing engine: StoreEngine
    ) {
        self.base = base
        self.options = options
        self.script = script
        self.engine = engine
        script.sessionBegan()
    }

    deinit {
        end()
    }

    private func end() {
        if !hasEnded.exchange(true, ordering: .sequentiallyConsistent) { script.sessionEnded() }
    }

    // MARK: Reading

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        try await script.perform(.get, collection.name, id) {
            try await base.read(id, in: collection)
        }
    }

    func scan(_ scan: Scan) async throws -> ScanBatch {
        try await script.perform(.scan, scan.collection.name) { try await base.scan(scan) }
    }

    var querying: (any QueryingSession)? { base.querying == nil ? nil : self }

    func find(
        _ query: RecordQuery, in collection: CollectionSchema
    ) async throws -> [StoredRecord]? {
        try await script.perform(.find, collection.name) {
            try await base.querying?.find(query, in: collection)
        }
    }

    func aggregate(
        _ aggregate: Aggregate, over predicate: RecordPredicate, in collection: CollectionSchema
    ) async throws -> Value? {
        try await script.perform(.aggregate, collection.name) {
            try await base.querying?.aggregate(aggregate, over: predicate, in: collection)
        }
    }

    func collections() async throws -> [String] {
        try await script.perform(.collections) { try await base.collections() }
    }

    // MARK: Writing

    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        let kind: StoreCall.Kind = new == nil ? .delete : old == nil ? .insert : .update
        return try await script.perform(kind, collection.name, new?.id ?? old?.id) {
            let stored = try await base.write(new, replacing: old, in: collection)
            writes.withLock { $0.add(stored, replacing: old, in: collection) }
            return stored
        }
    }

    func createCollection(_ collection: CollectionSchema) async throws {
        try await script.perform(.createCollection, collection.name) {
            try await base.createCollection(collection)
            writes.withLock { $0.addCollection(collection.name) }
        }
    }

    func dropCollection(_ name: String) async throws {
        try await script.perform(.dropCollection, name) {
            try await base.dropCollection(name)
            writes.withLock { $0.addCollection(name) }
        }
    }

    // MARK: Savepoints

    func setSavepoint() async throws {
        try await script.perform(.setSavepoint) {
            try await base.setSavepoint()
            writes.withLock { $0.setMark() }
        }
    }

    func rollBackToSavepoint() async throws {
        try await script.perform(.rollBackToSavepoint) {
            try await base.rollBackToSavepoint()
            writes.withLock { $0.undoToMark() }
        }
    }

    func releaseSavepoint() async throws {
        try await script.perform(.releaseSavepoint) {
            try await base.releaseSavepoint()
            writes.withLock { $0.removeMark() }
        }
    }
}

// MARK: The end

extension FaultySession {
    func commit(_ request: CommitRequest) async throws {
        if options.isReadOnly {
            let effects = script.begin(.rollback)
            await script.beforeUnfailing(effects)
            defer { end() }
            try await base.commit(request)
            return await script.afterwards(effects)
        }
        let effects = script.begin(.commit)
        defer {
            end()
            engine.deliverPassing()
        }
        var isAnswerLost = false
        do {
            try await script.before(effects)
            for effect in effects {
                if case .loseCommit = effect { throw DataError.commitUnknown() }
                if case .loseAnswer = effect { isAnswerLost = true }
            }
        } catch {
            await base.rollback()
            if (error as? DataError)?.commitOutcome == .unknown {
                engine.enqueuePassing(writes.withLock { $0.unknownChanges })
            }
            throw error
        }
        try await commit(request.token, announcing: isAnswerLost ? .unknown : .committed)
        await script.afterwards(effects)
        if isAnswerLost { throw DataError.commitUnknown() }
    }

    private func commit(_ token: CommitToken?, announcing outcome: CommitOutcome) async throws {
        let request = CommitRequest(token: token) { [engine] changes in
            var changes = changes
            if outcome == .unknown { changes.outcome = .unknown }
            engine.enqueuePassing(changes)
        }
        try await base.commit(request)
    }

    func rollback() async {
        let effects = script.begin(.rollback)
        await script.beforeUnfailing(effects)
        await base.rollback()
        end()
        await script.afterwards(effects)
    }
}
