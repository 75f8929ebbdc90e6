import DataBridgeCore

/// Draws filters, queries, aggregates and assignments over a collection.
struct QueryGenerator {
    let vocabulary: Vocabulary

    private func field(_ random: inout SeededGenerator) -> (
        reference: FieldReference, type: FieldType
    ) {
        guard !random.chance(1), let (path, type) = random.element(of: vocabulary.paths) else {
            return (FieldReference(path: ["undeclared"]), .string)
        }
        return (FieldReference(path: path), type)
    }

    func predicate(_ random: inout SeededGenerator, depth: Int = 2) -> RecordPredicate {
        if depth > 0, random.chance(30) {
            switch random.below(3) {
            case 0: return .not(predicate(&random, depth: depth - 1))
            case 1:
                return .and(
                    (0..<random.below(4)).map { _ in predicate(&random, depth: depth - 1) })
            default:
                return .or(
                    (0..<random.below(4)).map { _ in predicate(&random, depth: depth - 1) })
            }
        }
        if depth == 2, random.chance(20) { return .all }
        return test(&random)
    }

    private func test(_ random: inout SeededGenerator) -> RecordPredicate {
        let (field, type) = field(&random)
        func literal() -> Value { vocabulary.literal(for: field.path, type, &random) }
        let comparisons: [OrderComparison] = [.less, .lessOrEqual, .greater, .greaterOrEqual]
        let holdsText = type == .string || type == .opaque || type == .losslessID
        if holdsText, random.chance(35) || !random.chance(99) {
            return .matches(field, textMatch(literal(), &random))
        }
        if case .array = type, random.chance(50) { return contains(field, literal(), &random) }
        if type == .opaque, random.chance(20) { return contains(field, literal(), &random) }
        switch random.below(10) {
        case 0..<4: return .equals(field, literal())
        case 4..<8: return .compares(field, random.element(of: comparisons) ?? .less, literal())
        default: return .isIn(field, (0..<random.below(4)).map { _ in literal() })
        }
    }

    private func contains(
        _ field: FieldReference, _ value: Value, _ random: inout SeededGenerator
    ) -> RecordPredicate {
        guard case .array(let elements) = value else { return .contains(field, value) }
        return .contains(field, random.element(of: elements) ?? .null)
    }

    private func textMatch(_ value: Value, _ random: inout SeededGenerator) -> TextMatch {
        let positions: [TextMatch.Position] = [.prefix, .suffix, .anywhere]
        var text = RandomText.next(&random)
        if case .string(let whole) = value, random.chance(70) {
            let scalars = Array(whole.unicodeScalars)
            let start = random.below(scalars.count + 1)
            let end = start + random.below(scalars.count - start + 1)
            text = String(String.UnicodeScalarView(scalars[start..<end]))
        }
        return TextMatch(
            random.element(of: positions) ?? .prefix, text, ignoringCase: random.chance(40))
    }

    func query(_ random: inout SeededGenerator) -> RecordQuery {
        var query = RecordQuery(predicate: predicate(&random))
        for _ in 0..<random.weighted([(4, 0), (4, 1), (2, 2)]) {
            query.sort.append(
                SortKey(field(&random).reference, random.chance(50) ? .ascending : .descending))
        }
        if random.chance(25) { query.limit = random.below(6) }
        if random.chance(15) { query.offset = random.below(5) }
        return query
    }

    func aggregate(_ random: inout SeededGenerator) -> Aggregate {
        switch random.below(6) {
        case 0, 1: return .count
        case 2, 3:
            let numbers = vocabulary.paths.filter {
                $0.type == .integer || $0.type == .double || $0.type == .decimal
            }
            guard random.chance(90), let (path, _) = random.element(of: numbers) else {
                return .sum(field(&random).reference)
            }
            let field = FieldReference(path: path)
            return random.chance(60) ? .sum(field) : .average(field)
        case 4: return .minimum(field(&random).reference)
        default: return .maximum(field(&random).reference)
        }
    }

    /// - Parameter mayChangeID: whether the id can be among the fields, which is refused.
    func changes(_ random: inout SeededGenerator) -> [FieldChange] {
        (0..<random.weighted([(1, 0), (6, 1), (2, 2)])).map { _ in
            var (reference, type) = field(&random)
            // The id never changes, and is tried now and then.
            if reference.path.first == CollectionModel.idName, random.chance(80) {
                (reference, type) = field(&random)
            }
            if type == .integer, random.chance(50) {
                let steps: [Int64] = [1, -1, 2, 0, .max]
                return FieldChange(
                    reference.path, .increment(.int(random.element(of: steps) ?? 1)))
            }
            return FieldChange(
                reference.path, .set(vocabulary.literal(for: reference.path, type, &random)))
        }
    }
}
