import DataBridgeCore

/// The collections of a database as one state of it lists them.
struct Catalog: Sendable, Equatable {
    /// One collection.
    struct Entry: Sendable, Equatable {
        var name: String
        var tableName: String
        /// The shape, as ``LayoutText`` writes it.
        var layout: String
        var schemaVersion: Int
        var minimumReader: Int
    }

    /// By the bytes of the collections' names.
    private(set) var entries: [Value: Entry] = [:]

    /// Nothing.
    init() {}

    /// What a database lists.
    ///
    /// - Parameter dropped: whether collections are listed that were dropped.
    init(_ connection: SQLiteConnection, dropped: Bool = false) throws {
        let statement = try connection.statement(
            "SELECT name, table_name, layout, schema_version, minimum_reader "
                + "FROM databridge_collections WHERE is_dropped <= ?")
        defer { statement.reset() }
        statement.bind(Int64(dropped ? 1 : 0), at: 0)
        while try statement.step() {
            guard let name = statement.text(0), let table = statement.text(1),
                let layout = statement.text(2)
            else {
                throw DataError.corrupted(
                    "The database's own list of collections is no UTF-8. Restore a backup.")
            }
            entries[.string(name)] = Entry(
                name: name, tableName: table, layout: layout,
                schemaVersion: Int(statement.integer(3)),
                minimumReader: Int(statement.integer(4)))
        }
    }

    subscript(name: String) -> Entry? { entries[.string(name)] }

    /// The names in byte order.
    var names: [String] { entries.values.map(\.name).sorted(by: ByteOrder.precedes) }

    mutating func add(_ entry: Entry) {
        entries[.string(entry.name)] = entry
    }

    mutating func remove(_ name: String) {
        entries[.string(name)] = nil
    }
}

extension Catalog.Entry {
    /// The entry of a table that is made for a layout.
    init(_ layout: TableLayout) {
        name = layout.schema.name
        tableName = layout.tableName
        self.layout = layout.text
        schemaVersion = layout.schema.versioning.version
        minimumReader = layout.schema.versioning.minimumReader
    }

    /// Writes the entry to the database.
    func store(_ connection: SQLiteConnection) throws {
        let statement = try connection.statement(
            "INSERT INTO databridge_collections "
                + "(name, table_name, layout, schema_version, minimum_reader, is_dropped) "
                + "VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (name) DO UPDATE SET "
                + "table_name = excluded.table_name, layout = excluded.layout, "
                + "schema_version = excluded.schema_version, "
                + "minimum_reader = excluded.minimum_reader, is_dropped = 0")
        try statement.bind(name, at: 0)
        try statement.bind(tableName, at: 1)
        try statement.bind(layout, at: 2)
        statement.bind(Int64(schemaVersion), at: 3)
        statement.bind(Int64(minimumReader), at: 4)
        try statement.run()
    }
}
