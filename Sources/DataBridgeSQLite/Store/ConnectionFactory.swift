import CSQLite
import DataBridgeCore
import DataBridgeFiles

/// Opens connections to one file, all set up alike.
struct ConnectionFactory: Sendable {
    let path: String
    let options: SQLiteOptions

    /// What a thread may wait for a lock inside SQLite; longer waits suspend instead.
    private static let blockingWait: Int32 = 5

    /// A connection that reads.
    func reader() throws -> SQLiteConnection {
        // Opened for writing where that is allowed, as the last one to close tidies up the log;
        // but it never writes.
        let connection = try SQLiteConnection(
            path: path, vfs: options.fileLayer, isReadOnly: options.isReadOnly)
        try setUp(connection)
        try connection.execute("PRAGMA query_only = 1")
        return connection
    }

    /// The connection that writes.
    func writer() throws -> SQLiteConnection {
        let connection = try SQLiteConnection(
            path: path, vfs: options.fileLayer, mayCreate: true)
        try setUp(connection)
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw isNoFile()
        }
        let level = options.durability == .full ? "FULL" : "NORMAL"
        // A log that a long reader let grow is cut once it has been copied; checkpoints run on a
        // thread of their own.
        try connection.execute(
            """
            PRAGMA synchronous = \(level);
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = 16777216;
            """)
        return connection
    }

    func isNoFile() -> DataError {
        .unsupported(
            "The file \"\(path)\" cannot have a write-ahead log. Move it to a file system of "
                + "this machine; an empty path or \":memory:\" is no file: use MemoryStore.")
    }

    private func setUp(_ connection: SQLiteConnection) throws {
        sqlite3_busy_timeout(connection.handle, ConnectionFactory.blockingWait)
        try connection.execute(
            """
            PRAGMA foreign_keys = 1;
            PRAGMA cache_size = -\(options.cacheKiB);
            PRAGMA mmap_size = \(options.mappedBytes);
            """)
    }

    /// Makes the file, readable by its owner only, unless it is there.
    ///
    /// SQLite gives its log and shared memory the same rights.
    func makeFile(_ fileSystem: any FileSystem = SystemFileSystem()) throws {
        guard !options.isReadOnly, options.fileLayer == nil else { return }
        do {
            _ = try fileSystem.open(path, .creating)
        } catch  where error.code == .alreadyExists {
            return
        }
    }
}
