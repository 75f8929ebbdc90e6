import DataBridgeCore

/// A predicate in SQL, with the contracts' logic of two values.
///
/// SQL's third value counts as false in a `WHERE`, and so it does under `AND` and `OR`; a negation
/// asks whether its part is not true. What SQL cannot tell exactly (other kinds of values, ASCII
/// case, lists, fields inside others) is asked of a function of ours, which tests as the store in
/// memory does.
struct PredicateSQL {
    let layout: TableLayout

    /// Parameters that a list of values may take; a longer one is asked of a function.
    private static let longestList = 1_000

    /// The predicate's text.
    ///
    /// - Throws: `invalid` when a field is not declared.
    func text(_ predicate: RecordPredicate) throws -> SQLText {
        switch predicate {
        case .all: SQLText("1")
        case .equals(let field, let value): try equals(try resolve(field), value)
        case .compares(let field, let comparison, let value):
            try compares(try resolve(field), comparison, value)
        case .isIn(let field, let values): try isIn(try resolve(field), values)
        case .matches(let field, let match): try matches(try resolve(field), match)
        case .contains(let field, let value):
            try test(try resolve(field)) { found in
                guard case .array(let elements) = found else { return false }
                return elements.contains(value)
            }
        case .and(let parts): try joined(parts[...], " AND ", whenEmpty: "1")
        case .or(let parts): try joined(parts[...], " OR ", whenEmpty: "0")
        case .not(let part): try negated(part)
        }
    }

    private func resolve(_ field: FieldReference) throws -> ResolvedField {
        try field.resolved(in: layout.schema)
    }

    private func negated(_ part: RecordPredicate) throws -> SQLText {
        var text = SQLText("(")
        text.append(try self.text(part))
        text.append(") IS NOT TRUE")
        return text
    }

    /// Joined in halves, as SQLite allows expressions of a limited depth.
    private func joined(
        _ parts: ArraySlice<RecordPredicate>, _ connective: String, whenEmpty: String
    ) throws -> SQLText {
        guard let first = parts.first else { return SQLText(whenEmpty) }
        guard parts.count > 1 else { return try text(first) }
        let middle = parts.startIndex + parts.count / 2
        var joined = SQLText("(")
        joined.append(try self.joined(parts[..<middle], connective, whenEmpty: whenEmpty))
        joined.append(connective)
        joined.append(try self.joined(parts[middle...], connective, whenEmpty: whenEmpty))
        joined.append(")")
        return joined
    }

    // MARK: Tests

    private func equals(_ field: ResolvedField, _ value: Value) throws -> SQLText {
        let column = layout.columns[field.index]
        guard field.path.isEmpty else { return try nestedEquals(field, value) }
        if value.isNull { return SQLText(column.isNullable ? "\(column.sql) IS NULL" : "0") }
        guard column.codec.equatesNatively, column.codec.holds(value) else {
            return try test(field) { $0 == value }
        }
        var text = SQLText("\(column.sql) = ")
        text.append(.value(value, column.codec))
        return text
    }

    private func nestedEquals(_ field: ResolvedField, _ value: Value) throws -> SQLText {
        let exact = try test(field) { $0 == value }
        // Where the schema has an index over the field, SQLite finds the candidates by it.
        let isIndexed = layout.schema.indexes.contains { index in
            index.fields.first.flatMap { layout.schema.resolve($0) } == field
        }
        guard isIndexed, let literal = NestedField.literal(value, for: field),
            let expression = NestedField.extraction(field, from: layout.columns[field.index])
        else { return exact }
        var text = SQLText("(\(expression) = ")
        text.append(.value(literal, .losslessID))
        text.append(" AND ")
        text.append(exact)
        text.append(")")
        return text
    }

    private func compares(
        _ field: ResolvedField, _ comparison: OrderComparison, _ value: Value
    ) throws -> SQLText {
        let column = layout.columns[field.index]
        guard field.path.isEmpty, column.codec.comparesNatively, column.codec.holds(value) else {
            return try test(field) { comparison.holds($0, value) }
        }
        var text = SQLText("\(column.sql) \(comparison.rawValue) ")
        text.append(.value(value, column.codec))
        return text
    }

    private func isIn(_ field: ResolvedField, _ values: [Value]) throws -> SQLText {
        let column = layout.columns[field.index]
        let others = values.filter { !$0.isNull }
        guard field.path.isEmpty, column.codec.equatesNatively,
            others.count <= PredicateSQL.longestList, others.allSatisfy(column.codec.holds)
        else {
            let wanted = Set(values)
            return try test(field) { wanted.contains($0) }
        }
        var text = SQLText("\(column.sql) IN (")
        for (index, value) in others.enumerated() {
            if index > 0 { text.append(", ") }
            text.append(.value(value, column.codec))
        }
        text.append(")")
        guard others.count < values.count, column.isNullable else { return text }
        var either = SQLText("(\(column.sql) IS NULL OR ")
        either.append(text)
        either.append(")")
        return either
    }

    private func matches(_ field: ResolvedField, _ match: TextMatch) throws -> SQLText {
        let column = layout.columns[field.index]
        guard case .text = column.codec, field.path.isEmpty, match.position == .prefix,
            !match.ignoringCase
        else {
            return try test(field) { value in
                guard case .string(let text) = value else { return false }
                return match.matches(text)
            }
        }
        // A range of bytes, which an index over the column finds.
        var end = Array(match.text.utf8)
        guard let last = end.indices.last else { return SQLText("\(column.sql) IS NOT NULL") }
        end[last] += 1  // UTF-8 has no byte 255.
        var text = SQLText("(\(column.sql) >= ")
        text.append(.utf8(Array(match.text.utf8)))
        text.append(" AND \(column.sql) < ")
        text.append(.utf8(end))
        text.append(")")
        return text
    }

    private func test(
        _ field: ResolvedField, _ test: @escaping @Sendable (Value) -> Bool
    ) throws -> SQLText {
        let column = layout.columns[field.index]
        var text = SQLText("databridge_test(")
        text.append(.probe(FieldProbe(field, in: column, test: test)))
        text.append(", \(column.sql))")
        return text
    }
}
