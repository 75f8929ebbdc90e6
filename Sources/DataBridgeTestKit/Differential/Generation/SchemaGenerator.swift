import DataBridgeCore

/// Draws the collections of an episode.
struct SchemaGenerator {
    private static let fieldNames = [
        "a", "b", "c", "name", "order", "a.b", "x y", "\u{E4}", "e\u{301}", "select", "A", "\"q\"",
    ]

    var random: SeededGenerator

    mutating func collections() -> [CollectionModel] {
        let count = random.weighted([(3, 1), (4, 2), (3, 3)])
        let idTypes = (0..<count).map { _ in idType() }
        var models = (0..<count).map { collection($0, of: idTypes) }
        if random.chance(20) { models.append(.specimens("s0")) }
        return models
    }

    private mutating func idType() -> FieldType {
        random.weighted([
            (5, .string), (3, .integer), (1, .uuid), (2, .losslessID),
            (
                1,
                .embedded(
                    EmbeddedLayout(fields: [
                        FieldLayout(name: "x", type: .string),
                        FieldLayout(name: "y", type: .integer),
                    ]))
            ),
        ])
    }

    private mutating func collection(_ number: Int, of idTypes: [FieldType]) -> CollectionModel {
        var names = SchemaGenerator.fieldNames
        var fields: [FieldLayout] = []
        for _ in 0..<random.int(in: 1...5) {
            let name =
                random.chance(70)
                ? names.removeFirst() : names.remove(at: random.below(names.count))
            fields.append(field(name))
        }
        var references: [CollectionModel.Reference] = []
        for (target, type) in idTypes.enumerated() where random.chance(35) {
            if case .embedded = type { continue }
            let action = random.element(of: ReferenceAction.allCases) ?? .restrict
            let name = "to\(target)"
            // A record that must refer to another one of its own kind could never be the first.
            let isOptional = action == .setNil || target == number || random.chance(70)
            fields.append(FieldLayout(name: name, type: type, isOptional: isOptional))
            references.append(.init(name, to: "c\(target)", onDelete: action))
        }
        var softDelete: String?
        if random.chance(15) {
            softDelete = "gone"
            fields.append(FieldLayout(name: "gone", type: .date, isOptional: true))
        }
        return CollectionModel(
            "c\(number)", id: idTypes[number], fields: fields, indexes: indexes(over: fields),
            references: references, softDelete: softDelete)
    }

    private mutating func field(_ name: String) -> FieldLayout {
        let type = type(depth: random.chance(20) ? 2 : 1)
        var field = FieldLayout(name: name, type: type, isOptional: random.chance(50))
        if random.chance(10) {
            field.defaultValue = try? field.canonical(RandomValue.next(type, &random))
        }
        return field
    }

    private mutating func type(depth: Int) -> FieldType {
        let plain: [(Int, FieldType)] = [
            (6, .string), (6, .integer), (4, .double), (2, .bool), (2, .date), (2, .decimal),
            (1, .uuid), (1, .data), (2, .duration), (2, .losslessID), (2, .opaque),
        ]
        guard depth > 0, random.chance(25) else { return random.weighted(plain) }
        switch random.below(4) {
        case 0: return .dictionary(type(depth: 0), optionalValues: random.chance(30))
        case 1:
            let fields = ["x", "y", "z"].prefix(random.int(in: 1...3)).map { name in
                FieldLayout(name: name, type: type(depth: depth - 1), isOptional: random.chance(40))
            }
            return .embedded(EmbeddedLayout(fields: fields))
        case 2:
            let point = EmbeddedLayout(
                fields: [
                    FieldLayout(name: "k", type: .integer),
                    FieldLayout(name: "v", type: type(depth: 0), isOptional: true),
                ], key: random.chance(50) ? "k" : nil)
            return .array(.embedded(point), optionalElements: random.chance(20))
        default: return .array(type(depth: depth - 1), optionalElements: random.chance(30))
        }
    }

    private mutating func indexes(over fields: [FieldLayout]) -> [IndexLayout] {
        var indexes: [IndexLayout] = []
        for field in fields {
            if random.chance(12) {
                indexes.append(IndexLayout(fields: [[field.name]], isUnique: true))
            } else if random.chance(25) {
                indexes.append(IndexLayout(fields: [[field.name]], isUnique: false))
            }
            if case .embedded(let layout) = field.type, let inner = layout.fields.first,
                random.chance(30)
            {
                indexes.append(
                    IndexLayout(
                        fields: [[field.name, inner.name]], isUnique: random.chance(30)))
            }
        }
        if fields.count > 1, random.chance(25) {
            let first = random.below(fields.count)
            let second = (first + 1) % fields.count
            indexes.append(
                IndexLayout(
                    fields: [[fields[first].name], [fields[second].name]],
                    isUnique: random.chance(60)))
        }
        return indexes
    }
}
