import DataBridgeCore

/// The bugs of a store that runs queries itself.
struct BrokenQuery {
    private let query: RecordQuery
    private let schema: CollectionSchema
    private let bug: PlantedBug?

    init(_ query: RecordQuery, in schema: CollectionSchema, _ bug: PlantedBug?) {
        self.query = query
        self.schema = schema
        self.bug = bug
    }

    static func isAbout(_ bug: PlantedBug?) -> Bool {
        switch bug {
        case .nilSortsLast, .textComparesCanonically, .nilIsNeitherEqualNorUnequal,
            .caseFoldsBeyondASCII, .pageSkipsEqualKeys, .offsetIsForgotten, .sumsAreDoubles,
            .cursorIsStale, .pagesAreCounted:
            true
        default: false
        }
    }

    /// What is selected of all records, which come in id order.
    func records(of all: [StoredRecord]) throws -> [StoredRecord] {
        let keys = try query.sort.map { key in
            (field: try key.field.resolved(in: schema), descending: key.direction == .descending)
        }
        var found = try all.filter { try matches(query.predicate, $0.values) }
        found.sort { left, right in
            let lefts = keys.map { $0.field.value(in: left.values) }
            let rights = keys.map { $0.field.value(in: right.values) }
            return isBefore(lefts, left.id, rights, right.id, keys.map(\.descending), byID: true)
        }
        if let after = query.after {
            found.removeAll { record in
                !isBefore(
                    after.values, after.id, keys.map { $0.field.value(in: record.values) },
                    record.id, keys.map(\.descending), byID: bug != .pageSkipsEqualKeys)
            }
        }
        if bug != .offsetIsForgotten { found = Array(found.dropFirst(query.offset)) }
        return Array(found.prefix(query.limit ?? .max))
    }

    private func isBefore(
        _ lefts: [Value], _ leftID: Value, _ rights: [Value], _ rightID: Value,
        _ descending: [Bool], byID: Bool
    ) -> Bool {
        for ((left, right), descending) in zip(zip(lefts, rights), descending) {
            if left == right { continue }
            if bug == .nilSortsLast, left.isNull || right.isNull { return right.isNull }
            return (left < right) != descending
        }
        // Without a sort the id is the key.
        return byID || lefts.isEmpty ? leftID < rightID : false
    }

    private func matches(_ predicate: RecordPredicate, _ values: [Value]) throws -> Bool {
        switch predicate {
        case .equals(let field, .string(let text)) where bug == .textComparesCanonically:
            guard case .string(let found) = try field.resolved(in: schema).value(in: values) else {
                return false
            }
            return found == text
        case .matches(let field, let match) where bug == .caseFoldsBeyondASCII:
            guard case .string(let found) = try field.resolved(in: schema).value(in: values) else {
                return false
            }
            guard match.ignoringCase else { return match.matches(found) }
            let lower = TextMatch(match.position, match.text.lowercased())
            return lower.matches(found.lowercased())
        case .not(.equals(let field, let value))
        where bug == .nilIsNeitherEqualNorUnequal && !value.isNull:
            let found = try field.resolved(in: schema).value(in: values)
            return !found.isNull && found != value
        case .and(let parts): return try parts.allSatisfy { try matches($0, values) }
        case .or(let parts): return try parts.contains { try matches($0, values) }
        case .not(let part): return try !matches(part, values)
        default: return try CompiledPredicate(predicate, in: schema).matches(values)
        }
    }
}
