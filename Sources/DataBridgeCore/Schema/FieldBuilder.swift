/// Collects the fields of a schema, in the order of the initialiser's parameters.
@resultBuilder
public enum FieldBuilder<Root> {
    /// One field.
    @inlinable
    public static func buildExpression<Stored: FieldValue>(
        _ field: Field<Root, Stored>
    ) -> Field<Root, Stored> {
        field
    }

    /// All fields, as a parameter pack that must match the initialiser's.
    @inlinable
    public static func buildBlock<each Stored: FieldValue>(
        _ fields: repeat Field<Root, each Stored>
    ) -> FieldList<Root, repeat each Stored> {
        FieldList(all: (repeat each fields))
    }
}

/// The fields of a schema with their types in order.
///
/// A type of its own, because the compiler then names both orders when they differ:
/// `cannot convert … 'FieldList<W, String, Int>' to … 'FieldList<W, Int, String>'`.
public struct FieldList<Root, each Stored: FieldValue>: Sendable {
    @usableFromInline let all: (repeat Field<Root, each Stored>)

    @inlinable
    init(all: (repeat Field<Root, each Stored>)) {
        self.all = all
    }
}
