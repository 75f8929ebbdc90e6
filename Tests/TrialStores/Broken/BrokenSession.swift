import DataBridgeCore
import Synchronization

/// The bugs of a transaction.
final class BrokenSession: QueryingSession {
    /// The version that a write is to keep.
    @TaskLocal static var keptVersion: RecordVersion?

    private let current: Mutex<any StoreSession>
    /// What was done here, as far as a bug needs to know.
    private struct Known {
        var lookedUp: Set<Value> = []
        var writes: [Value: NewRecord?] = [:]
        var savepointCount = 0
    }

    private let known = Mutex(Known())
    private let backend: BrokenBackend
    /// The state before the transaction.
    private let early: (any StoreSession)?
    private let options: SessionOptions
    private let bug: PlantedBug?

    init(
        _ base: any StoreSession, of backend: BrokenBackend, _ options: SessionOptions,
        _ bug: PlantedBug?, early: (any StoreSession)? = nil
    ) {
        self.early = early
        current = Mutex(base)
        self.backend = backend
        self.options = options
        self.bug = bug
    }

    private var base: any StoreSession { current.withLock { $0 } }

    // MARK: Reading

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        if bug == .versionsStayInQueryWrites { known.withLock { _ = $0.lookedUp.insert(id) } }
        switch bug {
        case .dirtyRead:
            let written = backend.blackboard.withLock { $0[id] }
            if let written { return written }
        case .idsCompareCanonically:
            guard case .string(let wanted) = id else { break }
            return try await all(in: collection).first {
                if case .string(let text) = $0.id { text == wanted } else { false }
            }
        case .readerMovesOn where options.isReadOnly:
            return try await backend.base.readCommitted(id, in: collection)
        default: break
        }
        return try await base.read(id, in: collection)
    }

    func scan(_ scan: Scan) async throws -> ScanBatch {
        guard bug == .scanForgetsTheRest else { return try await base.scan(scan) }
        var short = scan
        short.limit = min(scan.limit, 50)
        return ScanBatch(try await base.scan(short).records)
    }

    private func all(in collection: CollectionSchema) async throws -> [StoredRecord] {
        try await base.scan(Scan(of: collection)).records
    }

    var querying: (any QueryingSession)? {
        BrokenQuery.isAbout(bug) ? self : nil
    }

    func find(
        _ query: RecordQuery, in collection: CollectionSchema
    ) async throws -> [StoredRecord]? {
        var query = query
        var records = try await all(in: collection)
        switch bug {
        case .cursorIsStale where query.after != nil:
            // Stale, but of the collection that is asked for.
            let stale = backend.pages.withLock { $0 }
            if ByteOrder.equal(stale.collection, collection.name) { records = stale.records }
        case .pagesAreCounted where query.after != nil:
            query.after = nil
            query.offset = backend.pages.withLock { $0.count }
        default: backend.pages.withLock { $0 = (collection.name, records, 0) }
        }
        let found = try BrokenQuery(query, in: collection, bug).records(of: records)
        // The core asks for one more than the page holds.
        if let limit = query.limit { backend.pages.withLock { $0.count += limit - 1 } }
        return found
    }

    func aggregate(
        _ aggregate: Aggregate, over predicate: RecordPredicate, in collection: CollectionSchema
    ) async throws -> Value? {
        guard bug == .sumsAreDoubles, case .sum(let field) = aggregate else { return nil }
        let resolved = try field.resolved(in: collection)
        let query = BrokenQuery(RecordQuery(predicate: predicate), in: collection, bug)
        var sum = 0.0
        for record in try query.records(of: try await all(in: collection)) {
            if case .int(let number) = resolved.value(in: record.values) { sum += Double(number) }
        }
        return Int64(exactly: sum).map { .int($0) } ?? .double(sum)
    }

    // MARK: Writing

    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        switch bug {
        case .uniqueOverlooksOwnWrites, .uniqueOverlooksOtherWriters:
            if let new { try await checkUnique(new, in: collection) }
            if let id = new?.id ?? old?.id { known.withLock { $0.writes[id] = .some(new) } }
        case .versionsStayInQueryWrites:
            if let new, let old, !known.withLock({ $0.lookedUp.contains(new.id) }) {
                return try await BrokenSession.$keptVersion.withValue(old.version) {
                    try await base.write(new, replacing: old, in: collection)
                }
            }
        default: break
        }
        let changed = new.map { new in
            let values = new.values.map { Damage.of($0, by: bug) }
            // The store would give back the entity instead of its values.
            return NewRecord(id: new.id, values: values, entity: bug == nil ? new.entity : nil)
        }
        let stored = try await base.write(changed, replacing: old, in: collection)
        if bug == .dirtyRead, let stored {
            backend.blackboard.withLock { $0[stored.id] = stored }
        }
        return stored
    }

    /// Looks at what is committed, and perhaps at what was written here.
    private func checkUnique(_ new: NewRecord, in collection: CollectionSchema) async throws {
        let committed: [StoredRecord]
        if let early {
            committed = try await early.scan(Scan(of: collection)).records
        } else {
            let session = try await backend.base.begin(SessionOptions(isReadOnly: true))
            committed = try await session.scan(Scan(of: collection)).records
            await session.rollback()
        }
        let own = bug == .uniqueOverlooksOwnWrites ? [:] : known.withLock { $0.writes }
        var others = committed.filter { own[$0.id] == nil }.map { ($0.id, $0.values) }
        others += own.values.compactMap { $0.map { ($0.id, $0.values) } }
        for index in collection.indexes where index.isUnique {
            let fields = try index.fields.map {
                try FieldReference(path: $0).resolved(in: collection)
            }
            let values = fields.map { $0.value(in: new.values) }
            guard !values.contains(where: \.isNull) else { continue }
            let other = others.first { id, found in
                id != new.id && fields.map { $0.value(in: found) } == values
            }
            if let other {
                throw DataError.uniqueViolation(
                    collection: collection.name, id: new.id,
                    fields: index.fields.map { $0.joined(separator: ".") }, name: index.name,
                    existing: other.0)
            }
        }
    }

    // MARK: Collections

    func collections() async throws -> [String] { try await base.collections() }

    func createCollection(_ collection: CollectionSchema) async throws {
        guard bug == .collectionsAreMadeAtOnce else {
            return try await base.createCollection(collection)
        }
        let session = try await backend.base.begin(SessionOptions())
        try await session.createCollection(collection)
        try await session.commit(CommitRequest { _ in })
    }

    func dropCollection(_ name: String) async throws { try await base.dropCollection(name) }

    // MARK: Savepoints and the end

    func setSavepoint() async throws {
        known.withLock { $0.savepointCount += 1 }
        try await base.setSavepoint()
    }

    func rollBackToSavepoint() async throws {
        known.withLock { $0.savepointCount -= 1 }
        switch bug {
        case .savepointRollbackIsDropped: try await base.releaseSavepoint()
        case .savepointRollsBackEverything:
            // The whole transaction is dead, as it is on some servers.
            try await base.rollBackToSavepoint()
            await base.rollback()
        default: try await base.rollBackToSavepoint()
        }
    }

    func releaseSavepoint() async throws {
        try await base.releaseSavepoint()
        let isOutermost = known.withLock { known in
            known.savepointCount -= 1
            return known.savepointCount == 0
        }
        guard bug == .savepointCommits, isOutermost else { return }
        try await base.commit(CommitRequest { _ in })
        let next = try await backend.base.begin(options)
        current.withLock { $0 = next }
    }

    func commit(_ request: CommitRequest) async throws {
        switch bug {
        case .commitsAreNotAnnounced:
            try await base.commit(CommitRequest(token: request.token) { _ in })
        case .commitsAreAnnouncedLate:
            try await base.commit(
                CommitRequest(token: request.token) { changes in
                    Task { request.announce(changes) }
                })
        case .firstCommitIsNotAnnounced
        where backend.isFirstCommit.exchange(false, ordering: .acquiringAndReleasing):
            try await base.commit(CommitRequest(token: request.token) { _ in })
        case .unknownIsReportedAsRolledBack:
            try await base.commit(request)
            // Nobody waits for the answer any more, so nobody knows it.
            if Task.isCancelled { throw DataError.cancelled() }
        default: try await base.commit(request)
        }
    }

    func rollback() async {
        if bug == .cancellationKeepsTheLock, Task.isCancelled, !options.isReadOnly {
            backend.isLocked.store(true, ordering: .releasing)
        }
        let commits =
            bug == .rollbackCommits || bug == .cancellationCommits && Task.isCancelled
        if commits, !options.isReadOnly {
            do {
                try await base.commit(CommitRequest { _ in })
            } catch {
                await base.rollback()
            }
        } else {
            await base.rollback()
        }
    }
}
