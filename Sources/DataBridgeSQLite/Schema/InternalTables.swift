import DataBridgeCore

/// The tables of our own in a database: what collections there are, a few settings, the change
/// feed and the commit tokens.
enum InternalTables {
    /// The version of the tables' format.
    static let format: Int64 = 1

    /// Makes what is missing.
    static let creation = """
        CREATE TABLE IF NOT EXISTS databridge_meta (
            key TEXT NOT NULL PRIMARY KEY,
            value ANY
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS databridge_collections (
            name TEXT NOT NULL PRIMARY KEY,
            table_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            layout TEXT NOT NULL,
            schema_version INTEGER NOT NULL,
            minimum_reader INTEGER NOT NULL,
            is_dropped INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS databridge_changes (
            sequence INTEGER PRIMARY KEY,
            operation TEXT NOT NULL,
            collection TEXT,
            id ANY,
            version INTEGER,
            hidden INTEGER,
            committed_at INTEGER
        ) STRICT;
        CREATE TABLE IF NOT EXISTS databridge_tokens (
            token TEXT NOT NULL PRIMARY KEY,
            committed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// The settings in `databridge_meta`.
    enum Key: String {
        /// The version of the tables' format.
        case format
        /// Which life of the database positions of the feed belong to.
        case incarnation
        /// How often the database was opened for writing: the upper half of versions.
        case epoch
        /// The last version given to a row that another program wrote.
        case foreignVersion = "foreign_version"
        /// Whether the change feed is written.
        case feed
        /// The last row that was removed from the feed because it was old.
        case trimmed
    }

    static func integer(_ key: Key, _ connection: SQLiteConnection) throws -> Int64? {
        try connection.integer(
            "SELECT value FROM databridge_meta WHERE key = '\(key.rawValue)'")
    }

    static func set(_ key: Key, to value: Int64, _ connection: SQLiteConnection) throws {
        let statement = try connection.statement(
            "INSERT INTO databridge_meta (key, value) VALUES ('\(key.rawValue)', ?) "
                + "ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        statement.bind(value, at: 0)
        try statement.run()
    }

    /// Whether the database holds tables of ours.
    static func arePresent(_ connection: SQLiteConnection) throws -> Bool {
        try connection.integer(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'databridge_meta'"
        ) == 1
    }

    /// Refuses a format that a later release writes.
    ///
    /// - Throws: `unsupported`.
    static func checkFormat(_ connection: SQLiteConnection) throws {
        guard let found = try integer(.format, connection), found > format else { return }
        throw DataError.unsupported(
            "The database has format \(found) of DataBridge's own tables; this version reads "
                + "\(format). Update the program.")
    }
}
