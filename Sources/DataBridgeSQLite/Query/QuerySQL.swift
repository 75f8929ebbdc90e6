import DataBridgeCore

/// A whole query in SQL: filter, order, keyset position and window.
struct QuerySQL {
    let layout: TableLayout

    /// One criterion of the order.
    private struct Key {
        var field: ResolvedField
        var column: TableColumn
        var isDescending: Bool

        /// Whether SQLite's order of the column is that of the contracts.
        var isNative: Bool { field.path.isEmpty && column.codec.comparesNatively }

        func expression() -> SQLText {
            guard !isNative else { return SQLText(column.sql) }
            var text = SQLText("databridge_key(")
            text.append(.probe(FieldProbe(field, in: column)))
            text.append(", \(column.sql))")
            return text
        }

        func binding(_ value: Value) -> SQLText.Binding {
            isNative ? .value(value, column.codec) : .blob(OrderKey.bytes(of: value))
        }
    }

    /// The rows that a query selects.
    ///
    /// - Parameter columns: what is selected of each.
    /// - Throws: `invalid` when a field is not declared.
    func selecting(_ columns: String, _ query: RecordQuery) throws -> SQLText {
        let keys = try keys(of: query.sort)
        var text = SQLText("SELECT \(columns) FROM \(layout.table)")
        try appendCondition(of: query, keys, to: &text)
        text.append(" ORDER BY ")
        for (index, key) in keys.enumerated() {
            if index > 0 { text.append(", ") }
            text.append(key.expression())
            if key.isDescending { text.append(" DESC") }
        }
        if query.limit != nil || query.offset > 0 {
            text.append(" LIMIT ")
            text.append(.integer(query.limit.map(Int64.init) ?? -1))
            if query.offset > 0 {
                text.append(" OFFSET ")
                text.append(.integer(Int64(query.offset)))
            }
        }
        return text
    }

    /// The rows that match a predicate, in any order.
    func selecting(_ columns: String, where predicate: RecordPredicate) throws -> SQLText {
        var text = SQLText("SELECT \(columns) FROM \(layout.table)")
        try appendCondition(of: RecordQuery(predicate: predicate), [], to: &text)
        return text
    }

    /// The criteria of an order, the id last; what follows on the id decides nothing.
    private func keys(of sort: [SortKey]) throws -> [Key] {
        var keys: [Key] = []
        for criterion in sort {
            let field = try criterion.field.resolved(in: layout.schema)
            keys.append(
                Key(
                    field: field, column: layout.columns[field.index],
                    isDescending: criterion.direction == .descending))
        }
        let id = try FieldReference(path: []).resolved(in: layout.schema)
        keys.append(Key(field: id, column: layout.idColumn, isDescending: false))
        return keys
    }

    private func appendCondition(
        of query: RecordQuery, _ keys: [Key], to text: inout SQLText
    ) throws {
        var conditions: [SQLText] = []
        if query.predicate != .all {
            conditions.append(try PredicateSQL(layout: layout).text(query.predicate))
        }
        if let position = query.after { conditions.append(behind(position, keys)) }
        for (index, condition) in conditions.enumerated() {
            text.append(index == 0 ? " WHERE " : " AND ")
            text.append(condition)
        }
    }

    /// Whether a row comes strictly behind a position: at the first criterion that differs from it,
    /// on the right side.
    private func behind(_ position: KeysetPosition, _ keys: [Key]) -> SQLText {
        let bounds = position.values + [position.id]
        var alternatives = SQLText("(")
        for last in keys.indices {
            if last > 0 { alternatives.append(" OR ") }
            alternatives.append("(")
            for index in keys[..<last].indices {
                alternatives.append(isAt(bounds[index], keys[index]))
                alternatives.append(" AND ")
            }
            alternatives.append(isBehind(bounds[last], keys[last]))
            alternatives.append(")")
        }
        alternatives.append(")")
        return alternatives
    }

    private func isAt(_ bound: Value, _ key: Key) -> SQLText {
        var text = key.expression()
        if bound.isNull {
            text.append(" IS NULL")
        } else {
            text.append(" = ")
            text.append(key.binding(bound))
        }
        return text
    }

    /// Nil comes first ascending and last descending.
    private func isBehind(_ bound: Value, _ key: Key) -> SQLText {
        guard !bound.isNull else {
            guard !key.isDescending else { return SQLText("0") }
            var text = key.expression()
            text.append(" IS NOT NULL")
            return text
        }
        var text = key.expression()
        text.append(key.isDescending ? " < " : " > ")
        text.append(key.binding(bound))
        guard key.isDescending, key.column.isNullable || !key.field.path.isEmpty else {
            return text
        }
        var either = SQLText("(")
        either.append(text)
        either.append(" OR ")
        either.append(key.expression())
        either.append(" IS NULL)")
        return either
    }
}
