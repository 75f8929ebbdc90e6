import CSQLite
import DataBridgeCore
import Synchronization

/// One connection to a database file.
///
/// `@unchecked Sendable`: it is opened without locks of SQLite's own and is used by one session at
/// a time, which the pool and the writer's turn see to. Only ``interrupt()`` may be called from
/// anywhere.
final class SQLiteConnection: @unchecked Sendable {
    let handle: OpaquePointer
    /// The statements of the operations that are run most, by the number of their table.
    var tables: [TableStatements?] = []
    /// By the bytes of the text: names may differ in what a `String` takes for the same.
    private var kept: [Value: SQLiteStatement] = [:]
    /// How many different statements are kept before all are let go: programs that build queries
    /// of ever new shapes must not fill the memory.
    private static let keptLimit = 200

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - vfs: the name of SQLite's file layer; nil for the usual one.
    ///   - mayCreate: whether a missing file is made.
    init(
        path: String, vfs: String? = nil, isReadOnly: Bool = false, mayCreate: Bool = false
    ) throws {
        var handle: OpaquePointer?
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        flags |= isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        if mayCreate, !isReadOnly { flags |= SQLITE_OPEN_CREATE }
        let result = sqlite3_open_v2(path, &handle, flags, vfs)
        guard result == SQLITE_OK, let handle else {
            let failure = SQLiteFailure(result, on: handle, during: "opening the file")
            sqlite3_close_v2(handle)
            throw failure
        }
        self.handle = handle
        do {
            try SQLiteFunctions.register(on: handle)
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
        // SQL may not write to what would break the file. What stands in the file's schema may call
        // what is built in, as an index over a field inside JSON does; our functions it may not.
        _ = databridge_sqlite_set_flag(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        // A column that is not there is an error, not its name as a text.
        _ = databridge_sqlite_set_flag(handle, SQLITE_DBCONFIG_DQS_DML, 0)
        _ = databridge_sqlite_set_flag(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
    }

    deinit {
        tables = []
        kept = [:]
        sqlite3_close_v2(handle)
    }

    /// Ends what is running with the code `cancelled`; may be called from any thread.
    func interrupt() {
        sqlite3_interrupt(handle)
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// The row that was inserted last, by a statement of this connection.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last statement wrote, those of triggers not counted.
    var changeCount: Int { Int(sqlite3_changes64(handle)) }

    /// A compiled statement, kept for the next time.
    ///
    /// The caller resets it after use.
    func statement(_ sql: String) throws -> SQLiteStatement {
        if let statement = kept[.string(sql)] { return statement }
        if kept.count >= SQLiteConnection.keptLimit { kept = [:] }
        let statement = try SQLiteStatement(sql, on: self, isKept: true)
        kept[.string(sql)] = statement
        return statement
    }

    /// Runs statements without parameters, one after the other.
    func execute(_ sql: String) throws {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw SQLiteFailure(result, on: handle, during: sql) }
    }

    /// Runs one statement that is kept.
    func run(_ sql: String) throws {
        try statement(sql).run()
    }

    /// The first column of the first row as an integer; nil without a row.
    func integer(_ sql: String) throws -> Int64? {
        let statement = try statement(sql)
        defer { statement.reset() }
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.integer(0)
    }

    /// The first column of the first row as text; nil without a row.
    func text(_ sql: String) throws -> String? {
        let statement = try statement(sql)
        defer { statement.reset() }
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.text(0)
    }

    /// Lets go of all compiled statements, so that tables can be dropped and changed.
    func forgetStatements() {
        tables = []
        kept = [:]
    }

    /// Runs a body in a transaction that takes the lock for writing at once.
    func inTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Undoes the open transaction, if SQLite has not done so itself.
    func rollBack() {
        guard isInTransaction else { return }
        // A rollback fails only where SQLite has rolled back already or cannot read the file any
        // more; what failed before is what the caller is told.
        try? run("ROLLBACK")
    }
}
