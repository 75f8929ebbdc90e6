@testable import DataBridgeCore

/// A collection for tests below the level of entities, with an index of every shape.
enum Part {
    static let schema = CollectionSchema(
        name: "parts",
        fields: [
            FieldLayout(name: "id", type: .string),
            FieldLayout(name: "name", type: .string, isOptional: true),
            FieldLayout(name: "group", type: .integer, isOptional: true),
            FieldLayout(name: "rank", type: .integer),
            FieldLayout(name: "note", type: .opaque, isOptional: true),
        ],
        idIndex: 0,
        indexes: [
            IndexLayout(fields: [["name"]], isUnique: false),
            IndexLayout(fields: [["group"], ["rank"]], isUnique: false),
            IndexLayout(fields: [["rank"]], isUnique: false),
            IndexLayout(fields: [["note", "city"]], isUnique: false),
            IndexLayout(fields: [["group"], ["name"]], isUnique: false),
        ])

    /// The same without an index.
    static let plain = CollectionSchema(name: "parts", fields: schema.fields, idIndex: 0)

    static func values(
        _ id: Value, name: Value = .null, group: Value = .null, rank: Value = 0,
        note: Value = .null
    ) -> [Value] {
        [id, name, group, rank, note]
    }

    static func record(
        _ id: Value, name: Value = .null, group: Value = .null, rank: Value = 0,
        note: Value = .null, version: UInt64 = 1
    ) -> StoredRecord {
        StoredRecord(
            id: id, values: values(id, name: name, group: group, rank: rank, note: note),
            version: RecordVersion(counter: version))
    }

    static func field(_ name: String) -> FieldReference { FieldReference(path: [name]) }
}

extension Part {
    /// Random values in which every index has equal keys, nils and neighbours.
    static func randomValues(
        _ id: Value, using generator: inout RandomSourceGenerator
    ) -> [Value] {
        let names = ["", "a", "ab", "abc", "abd", "b", "é", "e\u{301}", "z"]
        let cities: [Value] = [.null, "Graz", "Linz", 7, true]
        return values(
            id, name: Bool.random(using: &generator) ? .string(pick(names, &generator)) : .null,
            group: Int.random(in: 0..<4, using: &generator) == 0
                ? .null : .int(Int64.random(in: 0..<8, using: &generator)),
            rank: .int(Int64.random(in: 0..<40, using: &generator)),
            note: ["city": pick(cities, &generator)])
    }

    /// A random predicate over the fields, nested up to a depth.
    static func randomPredicate(
        depth: Int = 2, using generator: inout RandomSourceGenerator
    ) -> RecordPredicate {
        if depth > 0, Int.random(in: 0..<5, using: &generator) < 3 {
            let parts = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                randomPredicate(depth: depth - 1, using: &generator)
            }
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: return .or(parts)
            case 1: return .not(.or(parts))
            default: return .and(parts)
            }
        }
        return randomCondition(using: &generator)
    }

    private static func randomCondition(
        using generator: inout RandomSourceGenerator
    ) -> RecordPredicate {
        let comparisons: [OrderComparison] = [.less, .lessOrEqual, .greater, .greaterOrEqual]
        let comparison = pick(comparisons, &generator)
        let rank = Value.int(Int64.random(in: -1..<41, using: &generator))
        let group = Value.int(Int64.random(in: -1..<9, using: &generator))
        let text = pick(["", "a", "ab", "abc", "é", "e", "zz"], &generator)
        let ids = (0..<3).map { _ in
            Value.string("p\(Int.random(in: 0..<300, using: &generator))")
        }
        switch Int.random(in: 0..<15, using: &generator) {
        case 0: return .equals(field("group"), Bool.random(using: &generator) ? group : .null)
        case 1: return .equals(field("rank"), rank)
        case 2: return .compares(field("rank"), comparison, rank)
        case 3: return .compares(field("group"), comparison, group)
        case 4: return .isIn(field("group"), [group, .null, 2, 2])
        case 5: return .matches(field("name"), TextMatch(.prefix, text))
        case 6: return .compares(field("name"), comparison, .string(text))
        case 7:
            return .equals(FieldReference(path: ["note", "city"]), pick(["Graz", 7], &generator))
        case 8: return .equals(field("id"), ids[0])
        case 9: return .isIn(field("id"), ids)
        case 10: return .or([.equals(field("rank"), rank), .isIn(field("rank"), [3, 4])])
        case 11: return .equals(field("name"), .string(text))
        case 12: return .compares(field("id"), comparison, ids[0])
        case 13:
            return .matches(
                field("id"), TextMatch(.prefix, pick(["", "p", "p1", "q"], &generator)))
        default: return .matches(field("name"), TextMatch(.prefix, text, ignoringCase: true))
        }
    }

    static func pick<Element>(
        _ elements: [Element], _ generator: inout RandomSourceGenerator
    ) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }
}
