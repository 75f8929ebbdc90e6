import DataBridgeCore

// A walk over the tree of a filter, once to evaluate it and once to translate it.
extension RecordPredicate {
    /// Whether the predicate is true of a record.
    func holds(of values: [Value], in schema: CollectionSchema) throws -> Bool {
        func value(_ field: FieldReference) throws -> Value {
            try field.resolved(in: schema).value(in: values)
        }
        switch self {
        case .all: return true
        case .equals(let field, let other): return try value(field) == other
        case .compares(let field, let comparison, let bound):
            return comparison.holds(try value(field), bound)
        case .isIn(let field, let others): return others.contains(try value(field))
        case .matches(let field, let match):
            guard case .string(let text) = try value(field) else { return false }
            return match.matches(text)
        case .contains(let field, let element):
            guard case .array(let elements) = try value(field) else { return false }
            return elements.contains(element)
        case .and(let parts): return try parts.allSatisfy { try $0.holds(of: values, in: schema) }
        case .or(let parts): return try parts.contains { try $0.holds(of: values, in: schema) }
        case .not(let part): return try !part.holds(of: values, in: schema)
        }
    }

    /// The condition in SQL.
    func sql(in schema: CollectionSchema) throws -> String {
        func column(_ field: FieldReference) throws -> String {
            let resolved = try field.resolved(in: schema)
            let name = schema.fields[resolved.index].name
            return resolved.path.isEmpty
                ? name : "\(name)->'\(resolved.path.joined(separator: "."))'"
        }
        func list(_ parts: [RecordPredicate], _ sign: String) throws -> String {
            try "(" + parts.map { try $0.sql(in: schema) }.joined(separator: " \(sign) ") + ")"
        }
        switch self {
        case .all: return "true"
        case .equals(let field, let value): return "\(try column(field)) is \(value.sql)"
        case .compares(let field, let comparison, let value):
            return "\(try column(field)) \(comparison.sql) \(value.sql)"
        case .isIn(let field, let values):
            return "\(try column(field)) in (\(values.map(\.sql).joined(separator: ", ")))"
        case .matches(let field, let match): return "\(try column(field)) \(match.sql)"
        case .contains(let field, let value): return "\(value.sql) in each \(try column(field))"
        case .and(let parts): return try list(parts, "and")
        case .or(let parts): return try list(parts, "or")
        case .not(let part): return "not \(try part.sql(in: schema))"
        }
    }

    /// How the rows are found.
    func access(in schema: CollectionSchema) throws -> QueryPlan.Access {
        func isID(_ field: FieldReference) throws -> Bool {
            let resolved = try field.resolved(in: schema)
            return resolved.index == schema.idIndex && resolved.path.isEmpty
        }
        switch self {
        case .equals(let field, _) where try isID(field): return .id
        case .compares(let field, _, _) where try isID(field): return .idRange
        case .equals(let field, _):
            let index = schema.indexes.first { $0.fields.first ?? [] == field.path }
            return index.map { .index($0.name) } ?? .scan
        case .and(let parts):
            return try parts.map { try $0.access(in: schema) }.first { $0 != .scan } ?? .scan
        default: return .scan
        }
    }
}

extension RecordQuery {
    /// What stands behind `from` in SQL.
    func sql(in schema: CollectionSchema) throws -> String {
        var text = "\(schema.name) where \(try predicate.sql(in: schema))"
        let criteria = sort.map { "\($0.field)\($0.direction == .ascending ? "" : " desc")" }
        text += " order by " + (criteria + [schema.idName]).joined(separator: ", ")
        if let after {
            text += " after (\((after.values + [after.id]).map(\.sql).joined(separator: ", ")))"
        }
        if let limit { text += " limit \(limit)" }
        return offset == 0 ? text : text + " offset \(offset)"
    }
}

extension OrderComparison {
    fileprivate var sql: String {
        switch self {
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        }
    }
}

extension TextMatch {
    fileprivate var sql: String {
        let pattern =
            switch position {
            case .prefix: text + "*"
            case .suffix: "*" + text
            case .anywhere: "*" + text + "*"
            }
        return "\(ignoringCase ? "like" : "glob") '\(pattern)'"
    }
}

extension Value {
    fileprivate var sql: String {
        switch self {
        case .null: "null"
        case .string(let text): "'\(text)'"
        default: idText
        }
    }
}
