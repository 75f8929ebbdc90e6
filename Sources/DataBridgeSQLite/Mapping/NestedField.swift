import DataBridgeCore
import JSONSyntax

/// Fields inside a column of JSON, as SQL sees them.
enum NestedField {
    /// The expression that an index over the field is made of, and a query uses it by: the same
    /// text, or SQLite does not recognise it.
    ///
    /// - Returns: nil for types that SQL compares otherwise than the contracts.
    static func extraction(_ field: ResolvedField, from column: TableColumn) -> String? {
        switch field.type {
        case .string, .integer, .bool, .uuid: break
        default: return nil
        }
        guard let path = path(field.path, in: column.field.type) else { return nil }
        return "json_extract(\(column.sql), \(SQLName.literal(path)))"
    }

    /// A path in SQLite's own notation; nil for a name that it cannot express.
    private static func path(_ names: [String], in type: FieldType) -> String? {
        var path = "$"
        for name in names {
            guard !name.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 < 0x20 }),
                !name.utf8.contains(UInt8(ascii: "\\"))
            else { return nil }
            // Positions in lists are no names; lists are not indexed.
            if Int(name) != nil { return nil }
            path += ".\"\(name)\""
        }
        return path
    }

    /// The value to compare an extraction with; nil where only an exact test can tell.
    static func literal(_ value: Value, for field: ResolvedField) -> Value? {
        switch (field.type, value) {
        case (.string, .string(let text)):
            // SQLite ends a text of JSON at an escaped zero.
            text.utf8.contains(0) ? nil : value
        case (.integer, .int): value
        case (.bool, .bool(let flag)): .int(flag ? 1 : 0)
        default: nil
        }
    }
}
