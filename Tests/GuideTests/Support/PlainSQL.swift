import CSQLite

/// A program that knows SQL, and nothing of the store, on a database file.
enum PlainSQL {
    /// Runs statements on a connection of their own.
    ///
    /// - Returns: the rows, each as its columns' texts.
    @discardableResult
    static func run(_ sql: String, on path: String) throws -> [[String]] {
        var database: OpaquePointer?
        defer { sqlite3_close(database) }
        try check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil), database)
        sqlite3_busy_timeout(database, 10_000)
        var rows: [[String]] = []
        try withUnsafeMutablePointer(to: &rows) { rows in
            let result = sqlite3_exec(
                database, sql,
                { context, count, values, _ in
                    guard let rows = context?.assumingMemoryBound(to: [[String]].self) else {
                        return 1
                    }
                    rows.pointee.append(
                        (0..<Int(count)).map { index in
                            values?[index].map { String(cString: $0) } ?? "NULL"
                        })
                    return 0
                }, rows, nil)
            try check(result, database)
        }
        return rows
    }

    private static func check(_ result: Int32, _ database: OpaquePointer?) throws {
        guard result == SQLITE_OK else {
            throw PlainSQLError(
                message: sqlite3_errmsg(database).map { String(cString: $0) } ?? "\(result)")
        }
    }
}

/// What SQLite answers to a program that knows only SQL.
struct PlainSQLError: Error {
    var message: String
}
