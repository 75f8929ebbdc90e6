import DataBridgeCore

/// The entity of collections whose fields are made up at run time: an id and one value per field.
struct ValueRecord: Entity {
    /// An id of any type.
    struct Key: FieldValue, Hashable {
        let value: Value

        static var fieldType: FieldType { .opaque }

        init(_ value: Value) { self.value = value }
        init(fieldValue: Value) { value = fieldValue }
        func fieldValue() -> Value { value }
    }

    let id: Key
    var values: [Value]

    /// The schema that a store knows the type by; collections have schemas of their own.
    static let schema = CollectionModel("records", fields: []).valueSchema
}

extension CollectionModel {
    /// The schema of this collection, whose records are of the fields' types and nothing else.
    var valueSchema: Schema<ValueRecord> {
        let fields = fields
        let idIndex = idIndex
        return Schema(
            name, fields: fields, idIndex: idIndex, indexes: indexes,
            references: references.compactMap { reference in
                fieldIndex(reference.field).map {
                    RunTimeReference(field: $0, to: reference.target, onDelete: reference.onDelete)
                }
            },
            softDeleteIndex: softDelete.flatMap { fieldIndex($0) },
            build: { values in
                let values = try CollectionModel.canonical(values, fields)
                return ValueRecord(id: ValueRecord.Key(values[idIndex]), values: values)
            },
            read: { try CollectionModel.canonical($0.values, fields) })
    }

    private static func canonical(_ values: [Value], _ fields: [FieldLayout]) throws -> [Value] {
        try zip(fields, values).map { field, value in try field.canonical(value) }
    }
}
