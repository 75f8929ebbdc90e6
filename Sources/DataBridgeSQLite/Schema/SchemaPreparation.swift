import DataBridgeCore

/// Brings a database to the declared schemas when a store opens, as far as the policy allows, in
/// the transaction that is open.
struct SchemaPreparation {
    let maker: CollectionMaker
    let policy: SchemaPolicy

    private var connection: SQLiteConnection { maker.connection }

    /// Makes what is missing.
    ///
    /// - Returns: the collections there are.
    /// - Throws: `unsupported` with all differences that the policy forbids to mend.
    func prepare(_ schemas: [CollectionSchema]) throws -> Catalog {
        var catalog = try Catalog(connection)
        var missing: [CollectionSchema] = []
        var differences: [String] = []
        for schema in schemas {
            guard let entry = catalog[schema.name] else {
                missing.append(schema)
                continue
            }
            differences += try update(schema, entry, &catalog)
        }
        if policy == .verify { differences += missing.map { "\($0.name): there is no table" } }
        guard differences.isEmpty else {
            throw DataError.unsupported(
                "The database differs from the declared schemas: "
                    + differences.joined(separator: "; ") + ".")
        }
        try maker.make(missing, &catalog)
        return catalog
    }

    private func update(
        _ schema: CollectionSchema, _ entry: Catalog.Entry, _ catalog: inout Catalog
    ) throws -> [String] {
        let version = schema.versioning.version
        guard entry.schemaVersion <= version || entry.minimumReader <= version else {
            return [
                "\(schema.name): the data is of version \(entry.schemaVersion), which needs a "
                    + "program of version \(entry.minimumReader) or newer"
            ]
        }
        let layout = try TableLayout(schema, tableName: entry.tableName)
        guard !layout.fits(entry) else {
            guard policy != .verify else { return [] }
            try maker.makeIndexes(layout, catalog)
            if entry.schemaVersion < version { try list(layout, &catalog) }
            return []
        }
        let stored = try LayoutText.read(entry.layout, of: schema.name)
        var differences: [String] = []
        var added: [TableColumn] = []
        for column in layout.columns {
            guard
                let index = stored.fields.firstIndex(where: {
                    ByteOrder.equal($0.name, column.field.name)
                })
            else {
                added.append(column)
                continue
            }
            let found = stored.fields[index]
            if found.isOptional != column.field.isOptional
                || LayoutText.text(of: found.type) != LayoutText.text(of: column.field.type)
            {
                differences.append("\(schema.name): \"\(found.name)\" is of another type")
            }
        }
        for field in stored.fields
        where !layout.columns.contains(where: { ByteOrder.equal($0.field.name, field.name) }) {
            differences.append("\(schema.name): \"\(field.name)\" is not declared")
        }
        for column in added {
            if policy == .verify || column.field.valueWhenAbsent == nil {
                differences.append("\(schema.name): there is no \"\(column.field.name)\"")
            } else if column.hasZeroByteInDefault {
                // SQL text would be cut short there.
                differences.append(
                    "\(schema.name): the default of \"\(column.field.name)\" has a zero byte")
            }
        }
        guard differences.isEmpty else { return differences }
        for column in added { try add(column, to: layout) }
        try list(layout, &catalog)
        try maker.makeIndexes(layout, catalog)
        return []
    }

    private func list(_ layout: TableLayout, _ catalog: inout Catalog) throws {
        let entry = Catalog.Entry(layout)
        try entry.store(connection)
        catalog.add(entry)
    }

    private func add(_ column: TableColumn, to layout: TableLayout) throws {
        var definition = column.definition
        if let value = column.field.defaultValue, !value.isNull {
            let statement = try connection.statement("SELECT quote(?)")
            defer { statement.reset() }
            try column.codec.bind(value, to: statement, at: 0)
            guard try statement.step(), let literal = statement.text(0) else { return }
            definition += " DEFAULT \(literal)"
        }
        try connection.execute("ALTER TABLE \(layout.table) ADD COLUMN \(definition)")
    }
}
