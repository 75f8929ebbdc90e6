import DataBridgeCore

/// Spells values as Swift that gives the same values again, to the bit.
enum SwiftSource {
    /// A string literal in ASCII: two texts that look alike differ in it.
    static func of(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return result + "\""
    }

    static func of(_ value: Value) -> String {
        switch value {
        case .null: return ".null"
        case .bool(let flag): return "\(flag)"
        case .int(let integer): return "\(integer)"
        case .double(let double): return ".double(\(of(double)))"
        case .decimal(let decimal):
            return ".decimal(spelled: \(of(DecimalText.text(decimal) ?? "0")))"
        case .number(let number): return ".number(spelled: \(of(number.text)))"
        case .spelledNumber(let number): return ".spelledNumber(spelled: \(of(number.text)))"
        case .string(let text): return of(text)
        case .date(let date):
            let bits = date.timeIntervalSinceReferenceDate.bitPattern
            return ".date(bits: 0x\(String(bits, radix: 16, uppercase: true)))"
        case .uuid(let uuid): return ".uuid(spelled: \(of(uuid.uuidString)))"
        case .data(let data): return ".data(bytes: \(list(data.map { "\($0)" })))"
        case .duration(let duration):
            let parts = duration.components
            return ".duration(seconds: \(parts.seconds), attoseconds: \(parts.attoseconds))"
        case .array(let elements): return list(elements.map { of($0) })
        case .object(let object): return of(object)
        }
    }

    private static func of(_ double: Double) -> String {
        // A literal of a subnormal number is a warning; infinities have none.
        double.isNormal || double == 0
            ? "\(double)"
            : "Double(bitPattern: 0x\(String(double.bitPattern, radix: 16, uppercase: true)))"
    }

    static func of(_ object: ValueObject) -> String {
        if object.isEmpty { return "[:]" }
        return list(object.members.map { "\(of($0.name)): \(of($0.value))" })
    }

    static func list(_ elements: [String]) -> String {
        "[\(elements.joined(separator: ", "))]"
    }

    static func path(_ path: [String]) -> String {
        list(path.map { of($0) })
    }
}

// MARK: Queries

extension SwiftSource {
    static func of(_ field: FieldReference) -> String {
        "FieldReference(path: \(path(field.path)))"
    }

    static func of(_ predicate: RecordPredicate) -> String {
        switch predicate {
        case .all: ".all"
        case .equals(let field, let value): ".equals(\(of(field)), \(of(value)))"
        case .compares(let field, let comparison, let value):
            ".compares(\(of(field)), .\(comparison), \(of(value)))"
        case .isIn(let field, let values): ".isIn(\(of(field)), \(list(values.map { of($0) })))"
        case .matches(let field, let match): ".matches(\(of(field)), \(of(match)))"
        case .contains(let field, let value): ".contains(\(of(field)), \(of(value)))"
        case .and(let parts): ".and(\(list(parts.map { of($0) })))"
        case .or(let parts): ".or(\(list(parts.map { of($0) })))"
        case .not(let part): ".not(\(of(part)))"
        }
    }

    private static func of(_ match: TextMatch) -> String {
        "TextMatch(.\(match.position), \(of(match.text))"
            + (match.ignoringCase ? ", ignoringCase: true)" : ")")
    }

    static func of(_ query: RecordQuery) -> String {
        var parts: [String] = []
        if query.predicate != .all { parts.append("predicate: \(of(query.predicate))") }
        if !query.sort.isEmpty {
            let keys = query.sort.map { "SortKey(\(of($0.field)), .\($0.direction))" }
            parts.append("sort: \(list(keys))")
        }
        if let limit = query.limit { parts.append("limit: \(limit)") }
        if query.offset != 0 { parts.append("offset: \(query.offset)") }
        return "RecordQuery(\(parts.joined(separator: ", ")))"
    }

    static func of(_ aggregate: Aggregate) -> String {
        switch aggregate {
        case .count: ".count"
        case .sum(let field): ".sum(\(of(field)))"
        case .average(let field): ".average(\(of(field)))"
        case .minimum(let field): ".minimum(\(of(field)))"
        case .maximum(let field): ".maximum(\(of(field)))"
        }
    }
}
