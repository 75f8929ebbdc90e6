import DataBridgeCore

/// The statements that make a collection's table, its indexes and its triggers.
struct TableDefinition {
    let layout: TableLayout
    /// The table of a collection that a reference leads to; nil when there is none.
    let tableName: (String) throws -> TableReference?

    /// A table that is referred to.
    struct TableReference {
        var table: String
        var idColumn: String
        var isSoftDeleted: Bool
    }

    private var schema: CollectionSchema { layout.schema }

    /// Makes the table.
    ///
    /// A strict table, so that no program stores a text where a number belongs. Ids that are no
    /// integers are the key that the rows are stored by, so that id order costs no sort.
    func table() throws -> String {
        var parts = layout.columns.enumerated().map { index, column in
            guard index == schema.idIndex else { return column.definition }
            return layout.hasIntegerKey
                ? "\(column.sql) INTEGER PRIMARY KEY"
                : "\(column.sql) \(column.codec.columnType) NOT NULL PRIMARY KEY"
        }
        parts.append("\(SQLName.version) INTEGER NOT NULL DEFAULT 0")
        parts += try foreignKeys()
        let options = layout.hasIntegerKey ? "STRICT" : "STRICT, WITHOUT ROWID"
        return "CREATE TABLE \(layout.table) (\n    \(parts.joined(separator: ",\n    "))\n) "
            + options
    }

    /// References are checked when the transaction ends, and what a delete does to those that
    /// refer is done by the store, which knows of soft deletes; so SQL only refuses.
    private func foreignKeys() throws -> [String] {
        try schema.references.compactMap { reference in
            guard schema.softDeleteIndex == nil,
                let target = try target(of: reference), !target.isSoftDeleted
            else { return nil }
            let column = layout.columns[reference.field]
            return "FOREIGN KEY (\(column.sql)) REFERENCES \(SQLName.quoted(target.table)) "
                + "(\(SQLName.quoted(target.idColumn))) DEFERRABLE INITIALLY DEFERRED"
        }
    }

    private func target(of reference: ReferenceLayout) throws -> TableReference? {
        guard !reference.target.isOwnEntity else {
            return TableReference(
                table: layout.tableName, idColumn: layout.idColumn.name,
                isSoftDeleted: schema.softDeleteIndex != nil)
        }
        return try tableName(reference.targetCollection(from: schema))
    }

    // MARK: Indexes

    /// An index in SQL.
    struct Index {
        var name: String
        var sql: String
    }

    /// The indexes that the schema declares, and one for each reference, in the table's own
    /// terms; those that SQL could not use are left out.
    func indexes(isTaken: (String) -> Bool) -> [Index] {
        var made: [Index] = []
        for index in wantedIndexes {
            guard let columns = TableDefinition.columns(of: index, in: layout) else { continue }
            let name = SQLName.free("\(layout.tableName)_\(index.name)") { candidate in
                isTaken(candidate)
                    || made.contains { ByteOrder.equalIgnoringASCIICase($0.name, candidate) }
            }
            let unique = TableDefinition.uniqueIndex(index, of: layout)
            let sql = "CREATE \(unique == nil ? "" : "UNIQUE ")INDEX \(SQLName.quoted(name))"
            let plain = " ON \(layout.table) (\(columns.joined(separator: ", ")))"
            made.append(Index(name: name, sql: sql + (unique ?? plain)))
        }
        return made
    }

    /// What stands behind the name of the index that sees to a unique constraint; nil where the
    /// constraint is left to the core.
    static func uniqueIndex(_ index: IndexLayout, of layout: TableLayout) -> String? {
        guard layout.canEnforceUnique(index), let columns = columns(of: index, in: layout) else {
            return nil
        }
        let sql = " ON \(layout.table) (\(columns.joined(separator: ", ")))"
        guard let softDelete = layout.schema.softDeleteIndex else { return sql }
        return sql + " WHERE \(layout.columns[softDelete].sql) IS NULL"
    }

    /// Those declared, and one for each reference that none of them begins with.
    private var wantedIndexes: [IndexLayout] {
        var wanted = schema.indexes
        for reference in schema.references {
            let path = [schema.fields[reference.field].name]
            if !wanted.contains(where: { $0.fields.first == path }) {
                wanted.append(IndexLayout(fields: [path], isUnique: false))
            }
        }
        return wanted
    }

    /// What an index is over; nil when SQL cannot compare by one of the fields.
    private static func columns(of index: IndexLayout, in layout: TableLayout) -> [String]? {
        var columns: [String] = []
        for path in index.fields {
            guard let field = layout.schema.resolve(path) else { return nil }
            let column = layout.columns[field.index]
            if field.path.isEmpty {
                guard column.codec.equatesNatively else { return nil }
                columns.append(column.sql)
            } else {
                guard let expression = NestedField.extraction(field, from: column) else {
                    return nil
                }
                columns.append(expression)
            }
        }
        return columns
    }
}

extension TableLayout {
    /// Whether a unique index of the table's own does what a unique constraint asks for.
    ///
    /// Fields inside others are left to the core: SQL's view of JSON is not exact enough.
    func canEnforceUnique(_ index: IndexLayout) -> Bool {
        index.isUnique
            && index.fields.allSatisfy { path in
                guard let field = schema.resolve(path), field.path.isEmpty else { return false }
                return columns[field.index].codec.equatesNatively
            }
    }
}

extension SQLiteConnection {
    /// The SQL of the unique indexes in the database, as they were made.
    func uniqueIndexes() throws -> [String] {
        let statement = try statement(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' "
                + "AND sql LIKE 'CREATE UNIQUE INDEX %'")
        defer { statement.reset() }
        var found: [String] = []
        while try statement.step() { found.append(statement.text(0) ?? "") }
        return found
    }
}
