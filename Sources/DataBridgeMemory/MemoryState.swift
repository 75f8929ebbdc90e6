import DataBridgeCore

/// The newest committed state, and what is kept about the way to it.
struct MemoryState {
    /// How many commits changed something.
    private(set) var sequence: UInt64 = 0
    /// The collections: what a snapshot copies.
    private(set) var tables = MemoryTables()
    /// The same records, for reads outside transactions.
    private var newest = NewestRecords()
    var snapshots = LiveSnapshots()
    private(set) var history: CommitHistory
    /// The tokens of the commits that had one.
    private(set) var tokens: Set<CommitToken> = []
    private(set) var isClosed = false

    init(retention: Int) {
        history = CommitHistory(retention: retention)
    }

    mutating func newestRecord(
        _ id: Value, in collection: CollectionSchema
    ) throws -> StoredRecord? {
        if let record = newest.record(id, in: collection) { return record }
        try checkOpen()
        _ = try tables.table(collection)
        newest.admit(collection)
        return newest.record(id, in: collection) ?? nil
    }

    /// Makes a collection outside any transaction, before the store is used.
    mutating func create(_ schema: CollectionSchema) {
        tables.create(schema)
        newest.create(.string(schema.name))
    }

    /// Lets go of the data.
    ///
    /// The history stays for transactions that still try to commit.
    mutating func close() {
        isClosed = true
        tables = MemoryTables()
        newest.removeAll()
    }
}

// MARK: Checks

extension MemoryState {
    func checkOpen() throws {
        if isClosed { throw DataError.closed() }
    }

    /// Refuses a commit to a closed store, with a token that has done its work, or that rests on
    /// what a commit since has changed.
    func check(_ commit: SnapshotCommit, since sequence: UInt64) throws {
        if isClosed {
            var error = DataError.closed()
            error.commitOutcome = .rolledBack
            throw error
        }
        if let token = commit.request.token, tokens.contains(token) {
            var error = DataError(
                .alreadyExists,
                "A transaction with this token is already committed, so this one was not. Use a "
                    + "token for one piece of work only.")
            error.commitOutcome = .rolledBack
            throw error
        }
        guard !history.contains(since: sequence, where: commit.isAffected) else {
            throw DataError.serialization()
        }
    }
}

// MARK: Steps

extension MemoryState {
    /// The tables that follow on the state with a sequence.
    struct Successor: Sendable {
        let of: UInt64
        let tables: MemoryTables
    }

    /// Takes a step to the next state.
    ///
    /// - Parameter prepared: the tables with the step taken; used if they are made of the
    ///   present state.
    mutating func apply(_ step: MemoryBackend.Step, prepared: Successor?) {
        if let prepared, prepared.of == sequence {
            tables = prepared.tables
        } else {
            tables.apply(step)
        }
        for name in step.dropped { newest.drop(.string(name)) }
        for schema in step.created { newest.create(.string(schema.name)) }
        MemoryTables.forEachRun(of: step.changes) { newest.apply($1, in: $0) }
        sequence += 1
    }

    mutating func remember(_ token: CommitToken) {
        tokens.insert(token)
    }

    mutating func remember(_ changes: CommittedChanges) {
        history.append(changes)
        trimHistory()
    }

    /// Forgets commits that neither the feed nor a running transaction's check needs.
    mutating func trimHistory() {
        history.trim(keepingSince: snapshots.oldestWriter ?? sequence)
    }
}
