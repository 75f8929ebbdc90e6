// What the test kit looks at: an entity's fields one by one, and the types behind them.

extension Schema {
    /// The stored form of an entity's fields, in field order.
    ///
    /// - Throws: ``FieldValueError`` for what cannot be stored.
    package func values(of entity: E) throws -> [Value] {
        try coding.read(entity)
    }

    /// The entity of stored values, built through its initialiser.
    ///
    /// - Throws: ``FieldValueError``, and what the initialiser throws.
    package func entity(of values: [Value]) throws -> E {
        try coding.build(values)
    }

    /// The Swift types of the fields, in field order.
    package var fieldTypes: [any FieldValue.Type] { coding.declarations.types }
}

extension Embedded {
    /// The Swift types of the fields, in field order.
    package static var fieldTypes: [any FieldValue.Type] { fields.coding.declarations.types }
}
