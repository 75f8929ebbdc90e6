import CSQLite

/// A connection through SQLite's own functions.
final class RawDatabase {
    /// What SQLite answered when it was not `SQLITE_OK`.
    struct Failure: Error, Equatable {
        var code: Int32
        var message: String

        /// Whether the file is what is wrong.
        var isCorruption: Bool {
            code & 0xff == SQLITE_CORRUPT || code == SQLITE_NOTADB
        }
    }

    private var connection: OpaquePointer?

    /// - Parameter vfs: The name of a VFS; nil for the system's own.
    init(_ path: String, vfs: String? = nil) throws {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &connection, flags, vfs)
        guard code == SQLITE_OK else {
            let failure = failure(code)
            close()
            throw failure
        }
        sqlite3_extended_result_codes(connection, 1)
    }

    deinit {
        close()
    }

    /// No statement outlives its function, so that nothing keeps a connection from closing.
    func close() {
        sqlite3_close(connection)
        connection = nil
    }

    func run(_ statements: String) throws {
        let code = sqlite3_exec(connection, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// The first column of all rows.
    func column(_ query: String) throws -> [String] {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, query, -1, &statement, nil)
        guard code == SQLITE_OK else { throw failure(code) }
        defer { sqlite3_finalize(statement) }
        var values: [String] = []
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return values }
            guard code == SQLITE_ROW else { throw failure(code) }
            values.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        }
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(
            code: connection == nil ? code : sqlite3_extended_errcode(connection),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}
