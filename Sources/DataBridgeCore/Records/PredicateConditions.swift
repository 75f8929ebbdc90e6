/// What the conditions that a predicate joins by `and` say of single fields.
struct PredicateConditions {
    struct Field {
        /// The values the field may have; nil when it is not restricted to certain ones.
        var fixed: [Value]?
        var start: KeyPlace?
        var end: KeyPlace?
    }

    private var fields: [FieldReference: Field] = [:]

    var isEmpty: Bool { fields.isEmpty }

    init(_ predicate: RecordPredicate) {
        add(predicate)
    }

    private mutating func add(_ predicate: RecordPredicate) {
        switch predicate {
        case .and(let parts):
            for part in parts { add(part) }
        case .equals(let field, let value):
            fix(field, [value])
        case .isIn(let field, let values):
            fix(field, values)
        case .or(let parts):
            if let (field, values) = PredicateConditions.alternatives(parts) { fix(field, values) }
        case .compares(let field, let comparison, let value):
            add(comparison, value, to: field)
        case .matches(let field, let match):
            guard match.position == .prefix, !match.ignoringCase else { return }
            let place = KeyPlace(
                values: [.string(match.text)], lastIsTextPrefix: true, isBehind: false)
            narrow(field, start: place)
            narrow(
                field,
                end: KeyPlace(
                    values: place.values, lastIsTextPrefix: true, isBehind: true))
        case .all, .contains, .not:
            return
        }
    }

    /// The one field and its values in `a == 1 || a == 2 || a in [3, 4]`.
    private static func alternatives(_ parts: [RecordPredicate]) -> (FieldReference, [Value])? {
        var field: FieldReference?
        var values: [Value] = []
        for part in parts {
            let found: FieldReference
            switch part {
            case .equals(let reference, let value):
                found = reference
                values.append(value)
            case .isIn(let reference, let more):
                found = reference
                values += more
            default: return nil
            }
            guard field == nil || field == found else { return nil }
            field = found
        }
        return field.map { ($0, values) }
    }

    private mutating func fix(_ field: FieldReference, _ values: [Value]) {
        let known = fields[field]?.fixed
        guard known == nil || values.count < known?.count ?? 0 else { return }
        fields[field, default: Field()].fixed = Array(Set(values)).sorted()
    }

    private mutating func add(
        _ comparison: OrderComparison, _ value: Value, to field: FieldReference
    ) {
        // The comparison holds within one kind of value only. Other kinds lie at the ends of the
        // range; they are candidates that the predicate rejects.
        switch comparison {
        case .less: narrow(field, end: .front(of: [value]))
        case .lessOrEqual: narrow(field, end: .behind([value]))
        case .greater: narrow(field, start: .behind([value]))
        case .greaterOrEqual: narrow(field, start: .front(of: [value]))
        }
    }

    /// The first bound of a kind is used; a tighter one that follows only rejects candidates.
    private mutating func narrow(
        _ field: FieldReference, start: KeyPlace? = nil, end: KeyPlace? = nil
    ) {
        let known = fields[field] ?? Field()
        fields[field] = Field(
            fixed: known.fixed, start: known.start ?? start, end: known.end ?? end)
    }
}

extension PredicateConditions {
    /// The values that a field may have, in order.
    func fixedValues(of field: FieldReference) -> [Value]? {
        fields[field]?.fixed
    }

    /// The part of an index in which all matching records lie.
    struct Way {
        var ranges: [KeyRange]
        /// How many of the index's fields are restricted.
        var restricted: Int
        /// Whether each range is for one value of every field.
        var fixesAllFields: Bool
    }

    /// The ranges of an index in which all matching records lie: its leading fields fixed, the
    /// next one fixed to several values or to a range.
    ///
    /// - Returns: nil when the index does not help.
    func ranges(in index: [FieldReference]) -> Way? {
        var fixed: [Value] = []
        for (position, reference) in index.enumerated() {
            guard let field = fields[reference] else { break }
            guard let values = field.fixed else {
                return Way(
                    ranges: [PredicateConditions.range(of: field, behind: fixed)],
                    restricted: position + 1,
                    fixesAllFields: false)
            }
            if values.count == 1 {
                fixed += values
                continue
            }
            let ranges = values.map { value in
                KeyRange(start: .front(of: fixed + [value]), end: .behind(fixed + [value]))
            }
            return Way(
                ranges: ranges, restricted: position + 1,
                fixesAllFields: position == index.count - 1)
        }
        guard !fixed.isEmpty else { return nil }
        let range = KeyRange(start: .front(of: fixed), end: .behind(fixed))
        return Way(
            ranges: [range], restricted: fixed.count, fixesAllFields: fixed.count == index.count)
    }

    private static func range(of field: Field, behind fixed: [Value]) -> KeyRange {
        // Nil satisfies no comparison, so the range starts behind it.
        var start = field.start ?? .behind([.null])
        var end = field.end ?? .behind([])
        start.values = fixed + start.values
        end.values = fixed + end.values
        return KeyRange(start: start, end: end)
    }
}
