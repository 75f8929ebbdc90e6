import DataBridgeCore

/// Makes and drops the tables of collections, in the transaction that is open.
struct CollectionMaker {
    let connection: SQLiteConnection
    /// Whether the change feed is written.
    let hasFeed: Bool

    /// Makes the tables of collections with their indexes and triggers, and lists them in a
    /// catalog.
    func make(_ schemas: [CollectionSchema], _ catalog: inout Catalog) throws {
        var taken = try takenNames()
        var layouts: [TableLayout] = []
        // All get their names first, as they may refer to each other.
        for schema in schemas {
            let layout = try TableLayout(schema, tableName: try tableName(for: schema, taken))
            taken.insert(folded(layout.tableName))
            layouts.append(layout)
            catalog.add(Catalog.Entry(layout))
        }
        for layout in layouts {
            try connection.execute(try definition(layout, catalog).table())
            try Catalog.Entry(layout).store(connection)
            try makeIndexes(layout, catalog)
            try makeTriggers(layout)
        }
    }

    private func definition(_ layout: TableLayout, _ catalog: Catalog) -> TableDefinition {
        TableDefinition(layout: layout) { try reference(to: $0, catalog) }
    }

    /// Makes the indexes of a table that are not there.
    func makeIndexes(_ layout: TableLayout, _ catalog: Catalog) throws {
        let present = try names(of: "index", on: layout.tableName)
        let taken = try takenNames()
        let indexes = definition(layout, catalog).indexes { name in
            taken.contains(folded(name))
                && !present.contains { ByteOrder.equal($0, name) }
        }
        for index in indexes where !present.contains(where: { ByteOrder.equal($0, index.name) }) {
            try connection.execute(index.sql)
        }
    }

    /// Makes the triggers of a table as they are to be, and leaves alone what is so already.
    func makeTriggers(_ layout: TableLayout) throws {
        let wanted = Triggers(layout: layout).all(hasFeed: hasFeed)
        let present = try triggers(of: layout.tableName)
        for (name, sql) in present where !wanted.contains(where: { ByteOrder.equal($0.sql, sql) }) {
            try connection.execute("DROP TRIGGER \(SQLName.quoted(name))")
        }
        for trigger in wanted
        where !present.contains(where: { ByteOrder.equal($0.sql, trigger.sql) }) {
            try connection.execute(trigger.sql)
        }
    }

    /// Our triggers of a table, each with the statement that made it.
    private func triggers(of tableName: String) throws -> [(name: String, sql: String)] {
        let statement = try connection.statement(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' "
                + "AND tbl_name = ? COLLATE NOCASE AND name LIKE 'databridge\\_%' ESCAPE '\\'")
        defer { statement.reset() }
        try statement.bind(tableName, at: 0)
        var found: [(name: String, sql: String)] = []
        while try statement.step() {
            found.append((statement.text(0) ?? "", statement.text(1) ?? ""))
        }
        return found
    }

    /// Drops a collection's table.
    ///
    /// A table that others refer to stays, empty: SQLite could not write to those any more. It goes
    /// when a collection of the name is made again. What the collection was stays listed, for what
    /// the change feed still tells of it.
    func drop(_ entry: Catalog.Entry) throws {
        let table = SQLName.quoted(entry.tableName)
        if try isReferredTo(entry.tableName) {
            // Without the triggers, as records of a dropped collection are no part of the feed.
            try dropTriggers(of: entry.tableName)
            try connection.execute("DELETE FROM \(table)")
        } else {
            try connection.execute("DROP TABLE \(table)")
        }
        let statement = try connection.statement(
            "UPDATE databridge_collections SET is_dropped = 1 WHERE name = ?")
        try statement.bind(entry.name, at: 0)
        try statement.run()
    }

    private func dropTriggers(of tableName: String) throws {
        for (name, _) in try triggers(of: tableName) {
            try connection.execute("DROP TRIGGER \(SQLName.quoted(name))")
        }
    }

    private func isReferredTo(_ tableName: String) throws -> Bool {
        let statement = try connection.statement(
            "SELECT count(*) FROM sqlite_schema AS s, pragma_foreign_key_list(s.name) AS f "
                + "WHERE s.type = 'table' AND s.name <> ? AND f.\"table\" = ?")
        defer { statement.reset() }
        try statement.bind(tableName, at: 0)
        try statement.bind(tableName, at: 1)
        return try statement.step() && statement.integer(0) > 0
    }

    // MARK: Names

    /// The names of a table's indexes or triggers.
    private func names(of type: String, on tableName: String) throws -> [String] {
        let statement = try connection.statement(
            "SELECT name FROM sqlite_schema WHERE type = ? AND tbl_name = ? COLLATE NOCASE")
        defer { statement.reset() }
        try statement.bind(type, at: 0)
        try statement.bind(tableName, at: 1)
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0) ?? "") }
        return names
    }

    private func folded(_ name: String) -> Value {
        .string(ByteOrder.foldingASCIICase(name))
    }

    /// The names of all tables and indexes, in small letters.
    private func takenNames() throws -> Set<Value> {
        let statement = try connection.statement(
            "SELECT name FROM sqlite_schema UNION SELECT table_name FROM databridge_collections")
        defer { statement.reset() }
        var names: Set<Value> = []
        while try statement.step() {
            if let name = statement.text(0) { names.insert(folded(name)) }
        }
        return names
    }

    /// The name of a collection's table: its own, unless that is taken or reserved.
    private func tableName(
        for schema: CollectionSchema, _ taken: Set<Value>
    ) throws -> String {
        try SQLName.check(schema.name, "collection", in: schema.name)
        if let dropped = try droppedTable(schema.name) {
            try connection.execute("DROP TABLE IF EXISTS \(SQLName.quoted(dropped))")
            return dropped
        }
        let wanted =
            schema.name.isEmpty || SQLName.isReserved(schema.name)
            ? "collection_\(schema.name)" : schema.name
        return SQLName.free(wanted) { taken.contains(folded($0)) }
    }

    private func droppedTable(_ name: String) throws -> String? {
        let statement = try connection.statement(
            "SELECT table_name FROM databridge_collections WHERE name = ? AND is_dropped = 1")
        defer { statement.reset() }
        try statement.bind(name, at: 0)
        return try statement.step() ? statement.text(0) : nil
    }

    // MARK: References

    private func reference(
        to name: String, _ catalog: Catalog
    ) throws -> TableDefinition.TableReference? {
        guard let entry = catalog[name] else { return nil }
        let stored = try LayoutText.read(entry.layout, of: name)
        return TableDefinition.TableReference(
            table: entry.tableName, idColumn: stored.columns[stored.idIndex],
            isSoftDeleted: stored.softDeleteIndex != nil)
    }
}
