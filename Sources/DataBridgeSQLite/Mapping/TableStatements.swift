/// The statements of the usual operations on one table, compiled when first used.
final class TableStatements {
    private unowned let connection: SQLiteConnection
    private let layout: TableLayout
    private var get: SQLiteStatement?
    private var insert: SQLiteStatement?
    private var delete: SQLiteStatement?
    /// By the set of fields changed, a bit each, for tables of up to 64 fields.
    private var updates: [(fields: UInt64, statement: SQLiteStatement)] = []

    init(_ layout: TableLayout, on connection: SQLiteConnection) {
        self.layout = layout
        self.connection = connection
    }

    /// Finds a record by its id.
    @inline(__always)
    func getting() throws -> SQLiteStatement {
        if let get { return get }
        let statement = try compile(layout.sql.get)
        get = statement
        return statement
    }

    /// Inserts a record.
    @inline(__always)
    func inserting() throws -> SQLiteStatement {
        if let insert { return insert }
        let statement = try compile(layout.sql.insert)
        insert = statement
        return statement
    }

    /// Deletes a record by its id.
    func deleting() throws -> SQLiteStatement {
        if let delete { return delete }
        let statement = try compile(layout.sql.delete)
        delete = statement
        return statement
    }

    /// Updates some of the fields.
    func updating(_ fields: [Int]) throws -> SQLiteStatement {
        guard layout.columns.count <= 64 else {
            return try connection.statement(layout.sql.update(fields))
        }
        let mask = fields.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        if let known = updates.first(where: { $0.fields == mask }) { return known.statement }
        let statement = try compile(layout.sql.update(fields))
        // Programs change few different sets of fields; one that does not must not pile them up.
        if updates.count >= 32 { updates.removeFirst() }
        updates.append((mask, statement))
        return statement
    }

    private func compile(_ sql: String) throws -> SQLiteStatement {
        try SQLiteStatement(sql, on: connection, isKept: true)
    }
}

extension SQLiteConnection {
    /// The statements of a table.
    @inline(__always)
    func statements(of layout: TableLayout) -> TableStatements {
        if layout.number < tables.count, let known = tables[layout.number] { return known }
        return makeStatements(of: layout)
    }

    @inline(never)
    private func makeStatements(of layout: TableLayout) -> TableStatements {
        while tables.count <= layout.number { tables.append(nil) }
        let statements = TableStatements(layout, on: self)
        tables[layout.number] = statements
        return statements
    }
}
