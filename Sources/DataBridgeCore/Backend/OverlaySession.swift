import Synchronization

/// One transaction over a ``StoreSnapshot``: its writes lie over the committed state, and nobody
/// else sees them until the commit hands the net changes to the ``SnapshotBackend``.
///
/// Savepoints are marks in an undo log: setting one costs nothing, rolling back to one costs what
/// was done since. Reads are remembered (``ReadSet``) as far as the isolation needs them at the
/// commit; a read-only session remembers nothing, and its commit only releases the snapshot.
package final class OverlaySession: StoreSession {
    private let snapshot: any StoreSnapshot
    private let backend: any SnapshotBackend
    private let isReadOnly: Bool
    /// Below serializable only writes are checked at the commit.
    private let tracksReads: Bool
    /// The references that the commit must look after.
    private let references: ReferenceSources
    private let state = Mutex(OverlayState())

    /// A session over a snapshot, which it releases when it ends.
    ///
    /// - Parameters:
    ///   - snapshot: the committed state that the session reads.
    ///   - backend: where it commits.
    ///   - options: access and isolation.
    ///   - declared: the collections the backend was prepared with, whose references a commit
    ///     below serializable must respect.
    package convenience init(
        over snapshot: any StoreSnapshot, of backend: any SnapshotBackend,
        options: SessionOptions, declared: [CollectionSchema]
    ) {
        let references = ReferenceSources { backend.collectionName($0) }
        references.add(declared)
        self.init(over: snapshot, of: backend, options: options, references: references)
    }

    init(
        over snapshot: any StoreSnapshot, of backend: any SnapshotBackend,
        options: SessionOptions, references: ReferenceSources
    ) {
        self.snapshot = snapshot
        self.backend = backend
        isReadOnly = options.isReadOnly
        tracksReads = !options.isReadOnly && options.isolation == .serializable
        self.references = references
    }

    deinit {
        if state.withLock({ $0.end() }) { snapshot.release() }
    }

    /// The record with the id, own writes included.
    package func read(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        try state.withLock { state in
            try state.checkRunning()
            if tracksReads { state.reads.addRead(of: id, in: collection) }
            return try state.record(id, in: collection, over: snapshot)
        }
    }

    /// Records in id order, own writes included, with exact limits.
    package func scan(_ scan: Scan) async throws -> ScanBatch {
        try state.withLock { state in
            try state.checkRunning()
            let predicate =
                tracksReads ? try CompiledPredicate(scan.predicate, in: scan.collection) : nil
            if tracksReads { state.reads.addCollection(scan.collection.name) }
            let limit = max(scan.limit, 0)
            // One more than asked for tells whether there is more.
            var wider = scan
            wider.limit = limit == .max ? .max : limit + 1
            var records = try state.records(wider, over: snapshot)
            if let predicate {
                let through = records.count == wider.limit ? records.last?.id : nil
                state.reads.addScan(
                    predicate, after: scan.after, through: through, in: scan.collection)
            }
            guard records.count > limit else { return ScanBatch(records) }
            records.removeLast(records.count - limit)
            return ScanBatch(records, hasMore: true)
        }
    }

    /// Keeps a record's new state in the overlay.
    package func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        guard let id = new?.id ?? old?.id else { return nil }
        return try state.withLock { state in
            try checkWritable(state, collection.name)
            // What has no effect moves no version.
            if let new, let old, new.values == old.values { return old }
            return try state.write(id, new, replacing: old, in: collection, over: snapshot) {
                backend.version(of: $0, in: collection)
            }
        }
    }

    /// The names of the collections, own changes included.
    package func collections() async throws -> [String] {
        try state.withLock { state in
            try state.checkRunning()
            if tracksReads { state.reads.addCollectionList() }
            return state.collectionNames(over: snapshot)
        }
    }

    /// Makes a collection that appears with the commit.
    package func createCollection(_ collection: CollectionSchema) async throws {
        try state.withLock { state in
            try checkWritable(state, collection.name)
            try state.create(collection, over: snapshot)
        }
    }

    /// Removes a collection at the commit.
    package func dropCollection(_ name: String) async throws {
        try state.withLock { state in
            try checkWritable(state, name)
            try state.drop(name, over: snapshot)
        }
    }

    private func checkWritable(_ state: OverlayState, _ collection: String) throws {
        try state.checkRunning()
        if isReadOnly { throw DataError.readOnly(collection: collection) }
    }
}

// MARK: Savepoints and the end

extension OverlaySession {
    /// Marks the present state.
    package func setSavepoint() async throws {
        try state.withLock { state in
            try state.checkRunning()
            state.undoLog.setMark()
        }
    }

    /// Undoes what was done since the newest mark.
    package func rollBackToSavepoint() async throws {
        try state.withLock { state in
            try state.checkRunning()
            state.undoToMark()
        }
    }

    /// Forgets the newest mark.
    package func releaseSavepoint() async throws {
        try state.withLock { state in
            try state.checkRunning()
            state.undoLog.removeMark()
        }
    }

    /// Hands the net changes to the backend; releases the snapshot whatever comes of it.
    package func commit(_ request: CommitRequest) async throws {
        let finished = try state.withLock { state in
            try state.checkRunning()
            // Moved out and not copied: what was read is added to.
            let final = state.takeAndEnd()
            return Result {
                isReadOnly
                    ? NetChanges()
                    : try NetChanges(of: final, references, tracksReads: tracksReads)
            }
        }
        defer { snapshot.release() }
        let net = try finished.get()
        // What was only read was true when the snapshot was taken, so there is nothing to check.
        if net.isEmpty && request.token == nil { return }
        try await backend.commit(
            SnapshotCommit(
                snapshot: snapshot, changes: net.changes, created: net.created,
                dropped: net.dropped, reads: net.reads, request: request))
    }

    /// Forgets everything and releases the snapshot.
    package func rollback() async {
        if state.withLock({ $0.end() }) { snapshot.release() }
    }
}
