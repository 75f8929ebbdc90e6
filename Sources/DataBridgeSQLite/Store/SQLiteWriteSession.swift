import DataBridgeCore
import Synchronization

/// One transaction that writes: it has the writer's turn from beginning to end.
///
/// When others wait for its end in order to share a commit, and it lasts longer than they should
/// wait, it is undone and ends; its body then runs again in a physical transaction of its own.
final class SQLiteWriteSession: StoreSession, @unchecked Sendable {
    // @unchecked: the core calls one method at a time, and `phase` keeps out whoever undoes the
    // session from outside.
    enum Phase {
        case idle
        /// A method is running.
        case busy
        /// A method is running, and then the session is to be undone.
        case mustEnd
        /// Undone from outside.
        case evicted
        case ended
    }

    let writer: SQLiteWriter
    let phase = Mutex(Phase.idle)
    var log: WriteLog
    /// Where the log and the collections stood at each savepoint of the core's.
    var marks: [(log: WriteLog.Mark, catalog: Catalog, parked: [ParkedRecord])] = []
    /// Records whose unique values another record still has, which may change before the operation
    /// ends.
    var parked: [ParkedRecord] = []
    /// Whether transactions before this one wait for the same physical commit.
    let isMember: Bool
    private let catalogBefore: Catalog
    /// The last row of the feed before this transaction.
    let feedStart: Int64
    /// Why SQLite has given up the whole transaction, if it has.
    private var failure: DataError?

    /// Begins in the physical transaction that is open.
    init(_ writer: SQLiteWriter, feedStart: Int64) throws {
        self.writer = writer
        self.feedStart = feedStart
        catalogBefore = writer.catalog
        log = WriteLog(after: writer.version)
        isMember = !writer.finished.isEmpty
        if isMember { try writer.connection.run("SAVEPOINT databridge_member") }
    }

    var connection: SQLiteConnection { writer.connection }

    /// Runs a method; nobody undoes the session meanwhile.
    func perform<Result>(_ body: () throws -> Result) async throws -> Result {
        try enter()
        let result: Swift.Result<Result, any Error>
        do {
            if let failure { throw failure }
            result = .success(try body())
        } catch {
            let error = (error as? SQLiteFailure)?.dataError() ?? error
            noteFailure(error)
            result = .failure(error)
        }
        if leave() { await undoForOthers() }
        return try result.get()
    }

    /// A full disk or a failed read makes SQLite undo everything: what would follow would no longer
    /// be one transaction.
    private func noteFailure(_ error: any Error) {
        guard failure == nil, !connection.isInTransaction else { return }
        var failure = DataError.wrapping(error, as: .ioFailure, "SQLite undid the transaction.")
        failure.commitOutcome = .rolledBack
        self.failure = failure
    }

    private func enter() throws {
        try phase.withLock { phase in
            switch phase {
            case .idle: phase = .busy
            case .evicted: throw DataError.serialization()
            case .ended: throw DataError.transactionEnded()
            case .busy, .mustEnd:
                preconditionFailure("the core calls one method of a session at a time")
            }
        }
    }

    /// - Returns: whether the session is to be undone now.
    private func leave() -> Bool {
        phase.withLock { phase in
            defer { phase = phase == .mustEnd ? .evicted : .idle }
            return phase == .mustEnd
        }
    }

    /// Takes the session out of use for good; false if it has ended already.
    func end() -> Bool {
        phase.withLock { phase in
            guard phase == .idle else { return false }
            phase = .ended
            return true
        }
    }

    // MARK: Undoing

    /// Undoes the session because others have waited for it long enough.
    func evict() async {
        let isMine = phase.withLock { phase in
            switch phase {
            case .idle:
                phase = .evicted
                return true
            case .busy:
                phase = .mustEnd
                return false
            case .mustEnd, .evicted, .ended: return false
            }
        }
        if isMine { await undoForOthers() }
    }

    private func undoForOthers() async {
        undo()
        await writer.commitGroup()
    }

    /// Undoes what this transaction did, and nothing of those before it.
    func undo() {
        guard isMember else { return writer.rollBackPhysically() }
        do {
            try connection.run("ROLLBACK TO databridge_member")
            try connection.run("RELEASE databridge_member")
            writer.catalog = catalogBefore
        } catch {
            // SQLite has given up the whole transaction, as after a failed write: the commit of
            // the others will say so.
            writer.rollBackPhysically()
        }
    }

    func rollback() async {
        guard end() else { return }
        undo()
        await passOn()
    }

    /// Hands the turn on; those who wait for a commit get it unless the next one may join them.
    func passOn() async {
        if writer.finished.isEmpty {
            if writer.isOpen { writer.rollBackPhysically() }
            writer.line.pass()
        } else if !writer.waitsForNext || !writer.line.passToJoiner() {
            await writer.commitGroup()
        }
    }
}

// MARK: Reading

extension SQLiteWriteSession: QueryingSession {
    var querying: (any QueryingSession)? { self }

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        try await perform {
            let layout = try writer.layout(collection)
            if !parked.isEmpty, let record = parkedRecord(id, layout) { return record }
            return try TableReader(connection: connection, layout: layout).record(id)
        }
    }

    func scan(_ scan: Scan) async throws -> ScanBatch {
        try await perform {
            try unpark()
            return try TableReader(
                connection: connection, layout: try writer.layout(scan.collection)
            ).batch(scan)
        }
    }

    func find(
        _ query: RecordQuery, in collection: CollectionSchema
    ) async throws -> [StoredRecord]? {
        try await perform {
            try unpark()
            return try TableReader(
                connection: connection, layout: try writer.layout(collection)
            ).records(query)
        }
    }

    func aggregate(
        _ aggregate: Aggregate, over predicate: RecordPredicate, in collection: CollectionSchema
    ) async throws -> Value? {
        try await perform {
            try unpark()
            return try TableReader(
                connection: connection, layout: try writer.layout(collection)
            ).aggregate(aggregate, predicate)
        }
    }

    func collections() async throws -> [String] {
        try await perform { writer.catalog.names }
    }

    func checkUnique() async throws {
        try await perform { try unpark() }
    }

    func enforcesUnique(_ index: IndexLayout, in collection: CollectionSchema) -> Bool {
        // What is still put aside the core looks at, constraint by constraint in their order.
        parked.isEmpty && (try? writer.layout(collection))?.enforcesUnique(index) ?? false
    }
}

// MARK: Savepoints

extension SQLiteWriteSession {
    func setSavepoint() async throws {
        try await perform {
            try connection.run("SAVEPOINT databridge_savepoint")
            marks.append((log.mark, writer.catalog, parked))
        }
    }

    func rollBackToSavepoint() async throws {
        try await perform {
            try connection.run("ROLLBACK TO databridge_savepoint")
            try connection.run("RELEASE databridge_savepoint")
            guard let mark = marks.popLast() else { return }
            log.goBack(to: mark.log)
            writer.catalog = mark.catalog
            parked = mark.parked
        }
    }

    func releaseSavepoint() async throws {
        try await perform {
            try unparkAll()
            try connection.run("RELEASE databridge_savepoint")
            _ = marks.popLast()
        }
    }
}
