import DataBridgeCore
import DataBridgeFiles
import Synchronization

/// The committed states of a file, and the step from one to the next.
final class TextFileBackend: SnapshotBackend {
    /// What changes, all of it guarded by one lock.
    struct State {
        var file = TextFile()
        /// What the file on disk looks like; nil as long as there is none.
        var identity: FileIdentity?
        /// Every commit since the store was opened.
        var commits: [CommittedChanges] = []
        /// What collections are going to be read as.
        var schemas: [CollectionSchema] = []
        /// Keeps others out as long as the store is open.
        var lock: FileLock?
        /// Why nothing goes any more.
        var failure = DataError.closed()
    }

    let name = "text"
    let path: String
    let fileSystem: any FileSystem
    let incarnation: UInt64
    let feed: FeedRetention
    let state = Mutex(State())

    init(path: String, options: StoreOptions, fileSystem: any FileSystem) {
        self.path = path
        self.fileSystem = fileSystem
        incarnation = options.services.random.next()
        feed = options.feed
    }

    var capabilities: StoreCapabilities {
        StoreCapabilities(
            isolation: [.snapshot, .serializable], commitTokens: true,
            feed: feed == .off ? .none : .process, isDurable: true)
    }
}

extension TextFileBackend {
    // snippet: TextFileOpening
    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        let lock = try FileLock.tryAcquire(.exclusive, at: path + ".lock", in: fileSystem)
        guard let lock else { throw DataError.busy(path) }
        var state = State()
        state.lock = lock
        if try fileSystem.status(path) != nil {
            let snapshot = try FileSnapshot.read(path, in: fileSystem)
            state.file = try TextFile(snapshot.bytes, path: path)
            state.identity = snapshot.identity
        }
        for schema in schemas {
            try state.file.bind(schema)
            if policy == .verify { _ = try state.file.table(schema) }
            state.file.create(schema)
        }
        self.state.withLock { [state] in $0 = state }
    }
    // end

    func willUse(_ collection: CollectionSchema) {
        state.withLock { $0.schemas.append(collection) }
    }

    func close() async throws {
        state.withLock { state in
            state.lock?.release()
            state = State()
        }
    }
}

extension TextFileBackend {
    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try state.withLock { state in
            if state.lock == nil { throw state.failure }
            for schema in state.schemas { try state.file.bind(schema) }
            state.schemas = []
            return TextFileSnapshot(file: state.file, commitCount: state.commits.count)
        }
    }
}

// snippet: TextFileSnapshot
/// One committed state: a copy, which costs nothing until one of the two changes.
final class TextFileSnapshot: StoreSnapshot {
    private let file: TextFile
    let commitCount: Int

    init(file: TextFile, commitCount: Int) {
        self.file = file
        self.commitCount = commitCount
    }

    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try file.table(collection).record(id)
    }

    func scan(_ scan: Scan) throws -> ScanBatch { try file.table(scan.collection).scan(scan) }

    func collections() -> [String] { file.names }
}
// end

extension TextFileBackend {
    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        try state.withLock { try $0.file.table(collection) }.plan(for: query)
    }

    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        state.withLock { state in
            state.file.versions += 1
            return RecordVersion(counter: state.file.versions)
        }
    }

    // snippet: TextFileCommit
    func commit(_ commit: SnapshotCommit) async throws {
        guard let snapshot = commit.snapshot as? TextFileSnapshot else {
            preconditionFailure("a snapshot is committed to the store it was taken from")
        }
        try state.withLock { state in
            if state.lock == nil { throw state.failure }
            // 1. Nothing committed since the snapshot may affect what the transaction read.
            if state.commits[snapshot.commitCount...].contains(where: commit.isAffected) {
                throw DataError.serialization()
            }
            if let token = commit.request.token, state.file.tokens.contains(token) {
                throw DataError(.alreadyExists, "A commit with this token happened before.")
            }
            // 2. Make it durable.
            var file = state.file
            file.apply(commit)
            var changes = CommittedChanges(
                position: feed == .off ? nil : position(state.commits.count + 1),
                changes: commit.changes,
                changedCollections: commit.dropped + commit.created.map(\.name))
            do {
                state.identity = try AtomicReplace(in: fileSystem).write(
                    file.text(), to: path,
                    expecting: state.identity.map { .unchanged($0) } ?? .absent)
            } catch let error as FileError {
                if error.isOutcomeUnknown {
                    changes.outcome = .unknown
                    changes.position = nil
                    commit.request.announce(changes)
                }
                guard error.isOutcomeUnknown || error.code == .changedMeanwhile else { throw error }
                // What is in the file now can only be found out by reading it anew.
                state.lock = nil
                state.failure = .unavailable("Until it is opened again, \(path)", cause: error)
                throw error
            }
            // 3. Replace the committed state, and 4. tell of it.
            state.file = file
            if commit.changes.isEmpty, changes.changedCollections.isEmpty { return }
            state.commits.append(changes)
            commit.request.announce(changes)
        }
    }
    // end

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try state.withLock { state in
            if state.lock == nil { throw state.failure }
            return state.file.tokens.contains(token) ? .committed : .rolledBack
        }
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        guard case .commits(let kept) = feed else {
            throw DataError.unsupported("The store was opened without a feed.")
        }
        let commits = state.withLock { $0.commits }
        let start = Int(clamping: position.sequence)
        guard position.incarnation == incarnation, start <= commits.count,
            commits.count - start <= kept
        else { throw DataError.historyTrimmed() }
        let batch = commits[start...].prefix(limit)
        return ChangeBatch(
            commits: batch.filter { !$0.changes.isEmpty || !$0.changedCollections.isEmpty },
            position: self.position(batch.endIndex))
    }

    func currentPosition() async throws -> FeedPosition {
        guard feed != .off else {
            throw DataError.unsupported("The store was opened without a feed.")
        }
        return position(state.withLock { $0.commits.count })
    }

    private func position(_ count: Int) -> FeedPosition {
        FeedPosition(incarnation: incarnation, sequence: UInt64(count))
    }
}
