import DataBridgeCore

/// An entity whose fields each test declares for itself, the first of them the id.
struct FlexibleRecord: Entity, Hashable {
    var id: String
    var values: [Value]

    static let schema: Schema<FlexibleRecord> = schema(
        "records", [FieldLayout(name: "id", type: .string)])

    init(_ id: String, _ values: Value...) {
        self.init(id, values)
    }

    init(_ id: String, _ values: [Value]) {
        self.id = id
        self.values = values
    }

    /// Records of one collection with a text for an id and the fields given after it.
    static func schema(
        _ name: String, _ fields: [FieldLayout], indexes: [IndexLayout] = [],
        references: [RunTimeReference] = [], softDeleteIndex: Int? = nil
    ) -> Schema<FlexibleRecord> {
        Schema(
            name, fields: fields, idIndex: 0, indexes: indexes, references: references,
            softDeleteIndex: softDeleteIndex,
            build: { values in
                guard case .string(let id) = values[0] else {
                    throw FieldValueError.mismatch(expected: "a string", found: values[0])
                }
                return FlexibleRecord(id, Array(values.dropFirst()))
            },
            read: { [.string($0.id)] + $0.values })
    }

    /// Records with a text for an id, and one further field.
    static func schema(_ name: String, _ field: FieldLayout) -> Schema<FlexibleRecord> {
        schema(name, [FieldLayout(name: "id", type: .string), field])
    }

    /// Records with a text for an id, and further fields that are optional texts.
    static func schema(
        _ name: String, texts: [String], indexes: [IndexLayout] = []
    ) -> Schema<FlexibleRecord> {
        schema(
            name,
            [FieldLayout(name: "id", type: .string)]
                + texts.map { FieldLayout(name: $0, type: .string, isOptional: true) },
            indexes: indexes)
    }
}
