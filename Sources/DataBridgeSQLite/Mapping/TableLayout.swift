import DataBridgeCore
import Synchronization

/// A collection and the table that holds it, with the SQL of the usual operations.
final class TableLayout: Sendable {
    /// The collection as it is read and written.
    let schema: CollectionSchema
    /// The table's name, unquoted.
    let tableName: String
    /// The table's name in double quotes.
    let table: String
    /// One column per field, in the order of the schema.
    let columns: [TableColumn]
    /// Where the prepared statements of a connection stand; no other layout has it.
    let number: Int
    let sql: TableSQL
    /// The shape, as the catalog keeps it.
    let text: String

    private static let lastNumber = Atomic<Int>(0)

    /// - Parameters:
    ///   - schema: the collection.
    ///   - tableName: the table's name, unquoted.
    init(_ schema: CollectionSchema, tableName: String) throws {
        try SQLName.check(schema.name, "collection", in: schema.name)
        self.schema = schema
        self.tableName = tableName
        table = SQLName.quoted(tableName)
        columns = try TableColumn.columns(of: schema)
        number = TableLayout.lastNumber.add(1, ordering: .relaxed).newValue - 1
        sql = TableSQL(table: table, columns: columns, id: columns[schema.idIndex])
        text = try LayoutText.text(of: schema, columns)
    }

    /// Whether the layout reads and writes the table of a catalog's entry.
    @inline(__always)
    func fits(_ entry: Catalog.Entry) -> Bool {
        ByteOrder.equal(entry.layout, text)
    }

    var idColumn: TableColumn { columns[schema.idIndex] }

    /// Whether the id is the number that SQLite finds a row by.
    var hasIntegerKey: Bool {
        if case .integer = idColumn.codec { true } else { false }
    }
}

// MARK: Records

extension TableLayout {
    /// Where the version stands in a row that was selected by ``TableSQL/selection``.
    private var versionColumn: Int32 { Int32(columns.count) }

    /// The record of the present row of a statement that selects ``TableSQL/selection``.
    func record(_ statement: SQLiteStatement) throws -> StoredRecord {
        var values: [Value] = []
        values.reserveCapacity(columns.count)
        var index: Int32 = 0
        do {
            for column in columns {
                values.append(
                    try column.codec.value(SQLiteColumn(statement: statement, index: index)))
                index += 1
            }
        } catch {
            throw corrupted(error, statement, column: Int(index))
        }
        return StoredRecord(
            id: values[schema.idIndex], values: values, version: version(statement))
    }

    @inline(__always)
    private func version(_ statement: SQLiteStatement) -> RecordVersion {
        RecordVersion(counter: UInt64(bitPattern: statement.integer(versionColumn)))
    }

    private func corrupted(
        _ error: any Error, _ statement: SQLiteStatement, column: Int
    ) -> any Error {
        guard let error = error as? FieldValueError else { return error }
        let id = try? idColumn.codec.value(
            SQLiteColumn(statement: statement, index: Int32(schema.idIndex)))
        let path = ([columns[column].field.name] + error.path).joined(separator: ".")
        return DataError.corrupted(
            "The column \"\(columns[column].name)\" of the table \"\(tableName)\" cannot be read: "
                + "\(error.message). Correct the stored data, or the schema.",
            collection: schema.name, id: id, fields: [path])
    }

    /// Binds an id.
    func bind(id: Value, to statement: SQLiteStatement, at index: Int32) throws {
        guard idColumn.codec.holds(id) || !idColumn.codec.comparesNatively else {
            // No record has an id of another kind; a null equals nothing.
            statement.bindNull(index)
            return
        }
        try bind(id, of: schema.idIndex, to: statement, at: index)
    }

    /// Binds a field's value.
    ///
    /// - Throws: `invalid` for what the column cannot hold.
    func bind(
        _ value: Value, of field: Int, to statement: SQLiteStatement, at index: Int32
    ) throws {
        do {
            try columns[field].codec.bind(value, to: statement, at: index)
        } catch let error as FieldValueError {
            throw DataError.invalid(
                "The value of \"\(columns[field].field.name)\" cannot be stored: "
                    + "\(error.message).",
                collection: schema.name, fields: [columns[field].field.name])
        }
    }
}
