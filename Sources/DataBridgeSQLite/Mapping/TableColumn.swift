import DataBridgeCore

/// One stored field and its column.
struct TableColumn: Sendable {
    /// The field.
    let field: FieldLayout
    /// The column's name, unquoted.
    let name: String
    /// The column's name in double quotes.
    let sql: String
    let codec: ColumnCodec
    /// Whether the column may hold null.
    let isNullable: Bool

    init(_ field: FieldLayout, name: String) {
        self.field = field
        self.name = name
        sql = SQLName.quoted(name)
        codec = ColumnCodec(field.type)
        // JSON's null is a value of its own where anything may stand.
        isNullable = field.isOptional || field.type == .opaque
    }

    /// The columns of a schema's fields.
    ///
    /// A column is named like its field, but where two fields differ in the case of ASCII letters
    /// only, the later one gets a number; the whole of a document stands in `document`.
    ///
    /// - Throws: `invalid` for a name that SQL cannot hold, `unsupported` for the name of ours.
    static func columns(of schema: CollectionSchema) throws -> [TableColumn] {
        var columns: [TableColumn] = []
        for (index, field) in schema.fields.enumerated() {
            try SQLName.check(field.name, "field", in: schema.name)
            guard !ByteOrder.equalIgnoringASCIICase(field.name, SQLName.version) else {
                throw DataError.unsupported(
                    "A field cannot be stored as \"\(SQLName.version)\": the column of that name "
                        + "holds the record's version. Give the field another stored name.",
                    collection: schema.name)
            }
            let wanted = index == schema.documentIndex ? "document" : field.name
            let name = SQLName.free(wanted.isEmpty ? "field" : wanted) { candidate in
                columns.contains { ByteOrder.equalIgnoringASCIICase($0.name, candidate) }
            }
            columns.append(TableColumn(field, name: name))
        }
        return columns
    }

    /// Whether the default is a text that a table's definition cannot hold.
    var hasZeroByteInDefault: Bool {
        guard case .string(let text)? = field.defaultValue else { return false }
        return text.utf8.contains(0)
    }

    /// The column's part of a table's definition, the primary key left out.
    var definition: String {
        var text = "\(sql) \(codec.columnType)"
        if !isNullable { text += " NOT NULL" }
        return text
    }
}
