import DataBridgeCore
import Synchronization

/// The bugs of a transaction.
final class BrokenSession: QueryingSession {
    private let base: any StoreSession
    private let backend: BrokenBackend
    private let options: SessionOptions
    private let bug: PlantedBug?

    init(
        _ base: any StoreSession, of backend: BrokenBackend, _ options: SessionOptions,
        _ bug: PlantedBug?
    ) {
        self.base = base
        self.backend = backend
        self.options = options
        self.bug = bug
    }

    // MARK: Reading

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
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
        try BrokenQuery(query, in: collection, bug).records(of: try await all(in: collection))
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
        if bug == .uniqueOverlooksOwnWrites, let new {
            try await checkUnique(new, in: collection)
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

    /// Looks at what is committed only.
    private func checkUnique(_ new: NewRecord, in collection: CollectionSchema) async throws {
        let session = try await backend.base.begin(SessionOptions(isReadOnly: true))
        let committed = try await session.scan(Scan(of: collection)).records
        await session.rollback()
        for index in collection.indexes where index.isUnique {
            let fields = try index.fields.map {
                try FieldReference(path: $0).resolved(in: collection)
            }
            let values = fields.map { $0.value(in: new.values) }
            guard !values.contains(where: \.isNull) else { continue }
            let other = committed.first { record in
                record.id != new.id && fields.map { $0.value(in: record.values) } == values
            }
            if let other {
                throw DataError.uniqueViolation(
                    collection: collection.name, id: new.id,
                    fields: index.fields.map { $0.joined(separator: ".") }, name: index.name,
                    existing: other.id)
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

    func setSavepoint() async throws { try await base.setSavepoint() }

    func rollBackToSavepoint() async throws {
        switch bug {
        case .savepointRollbackIsDropped: try await base.releaseSavepoint()
        case .savepointRollsBackEverything:
            // The whole transaction is dead, as it is on some servers.
            try await base.rollBackToSavepoint()
            await base.rollback()
        default: try await base.rollBackToSavepoint()
        }
    }

    func releaseSavepoint() async throws { try await base.releaseSavepoint() }

    func commit(_ request: CommitRequest) async throws {
        switch bug {
        case .commitsAreNotAnnounced:
            try await base.commit(CommitRequest(token: request.token) { _ in })
        case .commitsAreAnnouncedLate:
            try await base.commit(
                CommitRequest(token: request.token) { changes in
                    Task { request.announce(changes) }
                })
        default: try await base.commit(request)
        }
    }

    func rollback() async {
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
