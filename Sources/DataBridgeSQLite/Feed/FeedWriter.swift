import DataBridgeCore

/// Marks the ends of transactions in the change feed, whose rows the triggers write, and lets go
/// of what is older than is to be kept.
///
/// It belongs to whoever has the writer's turn.
final class FeedWriter: @unchecked Sendable {
    // @unchecked: used by the holder of the writer's turn only.
    let incarnation: UInt64
    /// What the marks of this store hold.
    let epoch: Int64
    private let retention: FeedRetention
    private let clock: any WallClock
    /// The last row of the feed as it was committed and seen last.
    private(set) var end: Int64 = 0
    /// The last row that was written and may yet be undone.
    private var written: Int64 = 0
    private var commitsSinceTrim = 0

    init(
        incarnation: UInt64, epoch: Int64, retention: FeedRetention, clock: any WallClock
    ) {
        self.incarnation = incarnation
        self.epoch = epoch
        self.retention = retention
        self.clock = clock
    }

    /// The position behind a row.
    func position(_ sequence: Int64) -> FeedPosition {
        FeedPosition(incarnation: incarnation, sequence: UInt64(clamping: sequence))
    }

    /// Notes up to where the feed is known.
    func noteEnd(_ sequence: Int64) {
        end = sequence
        written = sequence
    }

    /// Notes that what was written is committed, or is gone: its numbers are given anew then.
    func settle(isCommitted: Bool) {
        if isCommitted { end = written } else { written = end }
    }

    /// The last row there is.
    static func lastRow(_ connection: SQLiteConnection) throws -> Int64 {
        try connection.integer("SELECT max(sequence) FROM databridge_changes") ?? 0
    }

    /// Notes that a transaction made or dropped a collection.
    func add(_ operation: String, collection: String, _ connection: SQLiteConnection) throws {
        let statement = try connection.statement(
            "INSERT INTO databridge_changes (operation, collection) VALUES (?, ?)")
        try statement.bind(operation, at: 0)
        try statement.bind(collection, at: 1)
        try statement.run()
    }

    /// Marks the end of a transaction.
    ///
    /// - Parameter start: the last row before the transaction.
    /// - Returns: the position behind it.
    func finish(since start: Int64, _ connection: SQLiteConnection) throws -> FeedPosition {
        guard start < Int64.max - 1_000_000_000 else {
            throw DataError.corrupted(
                "The change feed in the database has reached its last number. Restore a backup.")
        }
        let statement = try connection.statement(
            "INSERT INTO databridge_changes (operation, id, version, committed_at) "
                + "VALUES ('commit', ?, ?, ?)")
        statement.bind(start + 1, at: 0)
        statement.bind(epoch, at: 1)
        statement.bind(Int64(clock.now().timeIntervalSince1970 * 1_000), at: 2)
        try statement.run()
        let sequence = connection.lastInsertedRow
        written = sequence
        try trim(connection)
        return position(sequence)
    }

    /// Removes what is older than is to be kept; now and then, as counting costs.
    private func trim(_ connection: SQLiteConnection) throws {
        commitsSinceTrim += 1
        switch retention {
        case .off: break
        case .commits(let count):
            guard commitsSinceTrim >= max(1, min(count / 4, 1_000)) else { return }
            commitsSinceTrim = 0
            let newest = try connection.statement(
                "SELECT sequence FROM databridge_changes WHERE operation = 'commit' "
                    + "ORDER BY sequence DESC LIMIT 1 OFFSET ?")
            newest.bind(Int64(max(count, 1)), at: 0)
            let last = try newest.step() ? newest.integer(0) : nil
            newest.reset()
            if let last { try trim(to: last, connection) }
        }
    }

    private func trim(to last: Int64, _ connection: SQLiteConnection) throws {
        let statement = try connection.statement(
            "DELETE FROM databridge_changes WHERE sequence <= ?")
        statement.bind(last, at: 0)
        try statement.run()
        try InternalTables.set(.trimmed, to: last, connection)
    }
}
