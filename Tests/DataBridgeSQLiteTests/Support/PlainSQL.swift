import CSQLite

/// Another program's connection to a database, through SQLite's own functions.
final class PlainSQL {
    /// What SQLite answered when it was not content.
    struct Failure: Error {
        var code: Int32
        var message: String
    }

    private var connection: OpaquePointer?

    init(_ path: String) throws {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        try check(sqlite3_open_v2(path, &connection, flags, nil))
        sqlite3_busy_timeout(connection, 5_000)
    }

    deinit {
        sqlite3_close(connection)
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else {
            throw Failure(code: code, message: String(cString: sqlite3_errmsg(connection)))
        }
    }

    /// Runs statements that give no rows.
    func run(_ statements: String) throws {
        try check(sqlite3_exec(connection, statements, nil, nil, nil))
    }

    /// The first column of all rows, each as SQLite's `quote` spells it.
    func column(_ query: String) throws -> [String] {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(connection, query, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        var values: [String] = []
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return values }
            guard code == SQLITE_ROW else {
                try check(code)
                return values
            }
            values.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "NULL")
        }
    }

    /// The only value that a query gives.
    func value(_ query: String) throws -> String? {
        try column(query).first
    }

    /// Keeps everybody else from writing until the next ``endWriting()``.
    func beginWriting() throws {
        try run("BEGIN IMMEDIATE")
    }

    func endWriting() throws {
        try run("COMMIT")
    }
}
