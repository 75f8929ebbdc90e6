import DataBridgeCore

/// Reads the change feed: rows between the marks that transactions of stores end with.
///
/// What stands outside of such marks was written by a program that knows nothing of them.
struct FeedReader {
    let connection: SQLiteConnection
    let incarnation: UInt64
    /// What the marks of this store hold; nil if it never writes.
    let epoch: Int64?

    /// How the ids of each collection are read.
    private let ids: [Value: ColumnCodec]

    init(connection: SQLiteConnection, incarnation: UInt64, epoch: Int64?) throws {
        self.connection = connection
        self.incarnation = incarnation
        self.epoch = epoch
        ids = try Catalog(connection, dropped: true).entries.mapValues { entry in
            let stored = try LayoutText.read(entry.layout, of: entry.name)
            return ColumnCodec(stored.fields[stored.idIndex].type)
        }
    }

    /// One row of the feed.
    private struct Row {
        var sequence: Int64
        var operation: String
        var collection: String
        var id: Value
        var version: Int64
        /// Whether the record counted as deleted before (1) and counts so after (2).
        var hidden: Int64
    }

    /// Commits behind a row, oldest first.
    ///
    /// - Throws: `historyTrimmed` when rows behind it have been removed.
    func changes(after sequence: UInt64, limit: Int) throws -> ChangeBatch {
        let start = Int64(clamping: sequence)
        let end = try FeedWriter.lastRow(connection)
        let trimmed = try InternalTables.integer(.trimmed, connection) ?? 0
        guard start <= end, start >= trimmed else {
            throw DataError.historyTrimmed()
        }
        var commits: [CommittedChanges] = []
        var position = start
        try forEachCommit(after: start) { rows, mark, isForeign in
            position = mark
            let commit = commit(rows, at: mark, isForeign: isForeign)
            if !commit.changes.isEmpty || !commit.changedCollections.isEmpty {
                commits.append(commit)
            }
            return commits.count < limit
        }
        return ChangeBatch(commits: commits, position: self.position(position))
    }

    /// The commits of others behind a row.
    func foreignCommits(since start: Int64) throws -> [CommittedChanges] {
        var commits: [CommittedChanges] = []
        try forEachCommit(after: start) { rows, mark, isForeign in
            if isForeign { commits.append(commit(rows, at: mark, isForeign: true)) }
            return true
        }
        return commits
    }

    private func position(_ sequence: Int64) -> FeedPosition {
        FeedPosition(incarnation: incarnation, sequence: UInt64(clamping: sequence))
    }

    /// Calls a closure with the rows of each commit and the row behind which it ends, until it
    /// returns false.
    private func forEachCommit(
        after start: Int64, _ body: ([Row], Int64, _ isForeign: Bool) throws -> Bool
    ) throws {
        let statement = try connection.statement(
            "SELECT sequence, operation, collection, id, version, hidden FROM databridge_changes "
                + "WHERE sequence > ? ORDER BY sequence")
        defer { statement.reset() }
        statement.bind(start, at: 0)
        var rows: [Row] = []
        while try statement.step() {
            let row = try row(statement)
            guard ByteOrder.equal(row.operation, "commit") else {
                rows.append(row)
                continue
            }
            guard case .int(let first) = row.id else { throw malformed() }
            let others = rows.prefix { $0.sequence < first }
            if let last = others.last {
                guard try body(Array(others), last.sequence, true) else { return }
            }
            let own = Array(rows[others.count...])
            rows = []
            guard try body(own, row.sequence, row.version != epoch) else { return }
        }
        if let last = rows.last { _ = try body(rows, last.sequence, true) }
    }

    private func row(_ statement: SQLiteStatement) throws -> Row {
        guard let operation = statement.text(1) else { throw malformed() }
        let collection = statement.text(2) ?? ""
        let column = SQLiteColumn(statement: statement, index: 3)
        let codec = ids[.string(collection)]
        do {
            // Of a collection that was dropped and made anew with other ids, only their kind is
            // known.
            let id =
                try codec.flatMap { try? $0.value(column) }
                ?? ColumnCodec.losslessID.value(column)
            return Row(
                sequence: statement.integer(0), operation: operation, collection: collection,
                id: id, version: statement.integer(4), hidden: statement.integer(5))
        } catch is FieldValueError {
            throw malformed()
        }
    }

    private func malformed() -> DataError {
        .corrupted("The change feed in the database cannot be read. Restore a backup.")
    }

    // MARK: What a commit comes to

    private struct Key: Hashable {
        var collection: Value
        var id: Value
    }

    private func commit(_ rows: [Row], at mark: Int64, isForeign: Bool) -> CommittedChanges {
        var spans: [Key: (first: Row, last: Row)] = [:]
        var collections: [String] = []
        for row in rows {
            if ["create", "drop"].contains(row.operation) {
                if !collections.contains(where: { ByteOrder.equal($0, row.collection) }) {
                    collections.append(row.collection)
                }
                continue
            }
            let key = Key(collection: .string(row.collection), id: row.id)
            spans[key] = (spans[key]?.first ?? row, row)
        }
        let changes = spans.values.compactMap { change(first: $0.first, last: $0.last) }
        return CommittedChanges(
            position: position(mark),
            changes: changes.sorted { left, right in
                let byName = ByteOrder.compare(left.collection, right.collection)
                return byName != 0 ? byName < 0 : left.id < right.id
            },
            changedCollections: collections, isForeign: isForeign)
    }

    /// What happened to a record from the first row about it to the last; nil when it was not
    /// there before and is not now.
    private func change(first: Row, last: Row) -> Change? {
        let wasStored = !ByteOrder.equal(first.operation, "insert")
        let isStored = !ByteOrder.equal(last.operation, "delete")
        let wasThere = wasStored && first.hidden & 1 == 0
        let isThere = isStored && last.hidden & 2 == 0
        let operation: Change.Operation
        switch (wasThere, isThere) {
        case (true, true): operation = .update
        case (false, true): operation = .insert
        case (true, false): operation = .delete
        case (false, false):
            guard wasStored || isStored else { return nil }
            operation = !wasStored ? .insert : isStored ? .update : .delete
        }
        let isHidden = !wasThere && !isThere
        let hasVersion = isThere || isHidden && isStored
        var change = Change(
            collection: last.collection, id: last.id, operation: operation,
            version: hasVersion ? RecordVersion(counter: UInt64(bitPattern: last.version)) : nil)
        change.isHidden = isHidden
        return change
    }
}
