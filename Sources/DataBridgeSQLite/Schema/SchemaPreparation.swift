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
        let layout = try TableLayout(schema, tableName: entry.tableName)
        var differences = versionDifferences(schema, entry)
        guard differences.isEmpty else { return differences }
        guard !layout.fits(entry) || policy != .verify else { return [] }
        guard !layout.fits(entry) else {
            try maker.makeIndexes(layout, catalog)
            try maker.makeTriggers(layout)
            if entry.schemaVersion < schema.versioning.version {
                try Catalog.Entry(layout).store(connection)
            }
            return []
        }
        let stored = try LayoutText.read(entry.layout, of: schema.name)
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
        for column in added where policy == .verify || column.field.valueWhenAbsent == nil {
            differences.append("\(schema.name): there is no \"\(column.field.name)\"")
        }
        guard differences.isEmpty else { return differences }
        for column in added { try add(column, to: layout) }
        let entry = Catalog.Entry(layout)
        try entry.store(connection)
        catalog.add(entry)
        try maker.makeIndexes(layout, catalog)
        try maker.makeTriggers(layout)
        return []
    }

    /// Whether the data is of a version that this program cannot read, or that has to be upgraded.
    private func versionDifferences(
        _ schema: CollectionSchema, _ entry: Catalog.Entry
    ) -> [String] {
        let version = schema.versioning.version
        if entry.schemaVersion > version, entry.minimumReader > version {
            return [
                "\(schema.name): the data is of schema version \(entry.schemaVersion), which "
                    + "needs a program of version \(entry.minimumReader) or newer"
            ]
        }
        let steps = schema.versioning.steps.filter {
            $0.from >= entry.schemaVersion && $0.from < version
        }
        return steps.isEmpty
            ? [] : ["\(schema.name): the rows need the upgrade steps to version \(version)"]
    }

    private func add(_ column: TableColumn, to layout: TableLayout) throws {
        var definition = column.definition
        if let value = column.field.defaultValue, !value.isNull {
            let statement = try connection.statement("SELECT quote(?)")
            defer { statement.reset() }
            try column.codec.bind(value, to: statement, at: 0)
            // SQL text ends at a zero byte, and has no infinity.
            guard try statement.step(), let literal = statement.text(0),
                !literal.contains("Inf"), !column.hasZeroByteInDefault
            else {
                throw DataError.unsupported(
                    "The default of \"\(column.field.name)\" cannot stand in SQL. Choose another.",
                    collection: layout.schema.name)
            }
            definition += " DEFAULT \(literal)"
        }
        try connection.execute("ALTER TABLE \(layout.table) ADD COLUMN \(definition)")
    }
}
