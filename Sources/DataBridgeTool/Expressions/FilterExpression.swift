import DataBridgeCore

/// A filter as someone types it.
///
/// It is kept apart from the core's `RecordPredicate` so that it can be printed as it was meant.
indirect enum FilterExpression: Hashable, Sendable {
    /// A field is equal or not equal to a value, or stands in an order to it.
    case compares(FieldPath, Comparison, Value)
    /// A field equals one of the values.
    case isIn(FieldPath, [Value])
    /// A field lies between two values, both included.
    case isBetween(FieldPath, Value, Value)
    /// A text begins or ends with another one, or holds it.
    case matches(FieldPath, TextMatch)
    /// A text holds another one, or a list has the value among its elements.
    case contains(FieldPath, Value)
    /// All parts hold.
    case and([FilterExpression])
    /// At least one part holds.
    case or([FilterExpression])
    /// The part does not hold.
    case not(FilterExpression)

    /// How a field stands to a value.
    enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }
}

extension FilterExpression {
    /// The filter for a collection of documents.
    ///
    /// - Parameter idName: the name of the field that holds the id: its values are compared by
    ///   their spelling, so that 92.1 does not find 92.10.
    func filter(idName: String) -> Filter<Document> {
        Filter(predicate(idName))
    }

    private func predicate(_ idName: String) -> RecordPredicate {
        switch self {
        case .compares(let path, let comparison, let value):
            let field = path.reference
            let value = Self.value(value, for: path, idName)
            switch comparison {
            case .equal: return .equals(field, value)
            case .notEqual: return .not(.equals(field, value))
            case .less: return .compares(field, .less, value)
            case .lessOrEqual: return .compares(field, .lessOrEqual, value)
            case .greater: return .compares(field, .greater, value)
            case .greaterOrEqual: return .compares(field, .greaterOrEqual, value)
            }
        case .isIn(let path, let values):
            return .isIn(path.reference, values.map { Self.value($0, for: path, idName) })
        case .isBetween(let path, let lower, let upper):
            return .and([
                .compares(path.reference, .greaterOrEqual, Self.value(lower, for: path, idName)),
                .compares(path.reference, .lessOrEqual, Self.value(upper, for: path, idName)),
            ])
        case .matches(let path, let match): return .matches(path.reference, match)
        case .contains(let path, let value): return Self.contains(path, value, idName)
        case .and(let parts): return .and(parts.map { $0.predicate(idName) })
        case .or(let parts): return .or(parts.map { $0.predicate(idName) })
        case .not(let part): return .not(part.predicate(idName))
        }
    }

    private static func contains(_ path: FieldPath, _ value: Value, _ idName: String)
        -> RecordPredicate
    {
        guard case .string(let text) = value else { return .contains(path.reference, value) }
        let holdsText = RecordPredicate.matches(path.reference, TextMatch(.anywhere, text))
        // An id is never a list, and the core refuses to look for elements in one.
        return path.isID(idName) ? holdsText : .or([holdsText, .contains(path.reference, value)])
    }

    private static func value(_ value: Value, for path: FieldPath, _ idName: String) -> Value {
        guard path.isID(idName), case .number(let number) = value else { return value }
        return .spelledNumber(number)
    }
}

extension FieldPath {
    /// Whether it is the field that holds the id.
    func isID(_ idName: String) -> Bool {
        self == FieldPath(names: [idName])
    }
}

extension FilterExpression: CustomStringConvertible {
    /// The filter as the grammar spells it, with no more parentheses than needed.
    var description: String { text(inside: .or) }

    /// How tightly a form binds, loosest first.
    private enum Binding: Int {
        case or
        case and
        case not
        case test
    }

    private func text(inside outer: Binding) -> String {
        let text = bareText
        return binding.rawValue < outer.rawValue ? "(\(text))" : text
    }

    private var binding: Binding {
        switch self {
        case .or: .or
        case .and: .and
        case .not: .not
        default: .test
        }
    }

    private var bareText: String {
        switch self {
        case .compares(let path, let comparison, let value):
            return "\(path) \(comparison.rawValue) \(ValueText.expression(value))"
        case .isIn(let path, let values):
            return "\(path) in (\(values.map(ValueText.expression).joined(separator: ", ")))"
        case .isBetween(let path, let lower, let upper):
            return "\(path) between \(ValueText.expression(lower)) and "
                + ValueText.expression(upper)
        case .matches(let path, let match):
            let name = match.position == .anywhere ? "contains" : match.position.rawValue
            let suffix = match.ignoringCase ? "~i" : ""
            return "\(path) \(name)\(suffix) \(ValueText.quoted(match.text))"
        case .contains(let path, let value):
            return "\(path) contains \(ValueText.expression(value))"
        case .and(let parts): return parts.map { $0.text(inside: .not) }.joined(separator: " and ")
        case .or(let parts): return parts.map { $0.text(inside: .and) }.joined(separator: " or ")
        case .not(let part): return "not \(part.text(inside: .not))"
        }
    }
}
