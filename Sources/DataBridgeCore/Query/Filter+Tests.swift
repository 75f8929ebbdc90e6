extension Filter {
    /// The field equals one of the values.
    public static func `in`<V: FieldValue>(_ field: KeyPath<E, V>, _ values: [V]) -> Filter {
        isIn(E.schema.reference(to: field), values)
    }

    /// The field lies between the bounds, both included; false for nil.
    public static func between<V: FieldValue>(
        _ field: KeyPath<E, V>, _ lower: V, _ upper: V
    ) -> Filter {
        field >= lower && field <= upper
    }

    /// The field is nil.
    public static func isNil<V: FieldValue>(_ field: KeyPath<E, V?>) -> Filter {
        Filter(.equals(E.schema.reference(to: field), .null))
    }

    /// The text starts with the given one, byte by byte.
    public static func hasPrefix(
        _ field: KeyPath<E, String>, _ text: String, ignoringCase: Bool = false
    ) -> Filter {
        match(field, TextMatch(.prefix, text, ignoringCase: ignoringCase))
    }

    /// The text starts with the given one, byte by byte; false for nil.
    public static func hasPrefix(
        _ field: KeyPath<E, String?>, _ text: String, ignoringCase: Bool = false
    ) -> Filter {
        match(field, TextMatch(.prefix, text, ignoringCase: ignoringCase))
    }

    /// The text ends with the given one, byte by byte.
    public static func hasSuffix(
        _ field: KeyPath<E, String>, _ text: String, ignoringCase: Bool = false
    ) -> Filter {
        match(field, TextMatch(.suffix, text, ignoringCase: ignoringCase))
    }

    /// The text ends with the given one, byte by byte; false for nil.
    public static func hasSuffix(
        _ field: KeyPath<E, String?>, _ text: String, ignoringCase: Bool = false
    ) -> Filter {
        match(field, TextMatch(.suffix, text, ignoringCase: ignoringCase))
    }

    /// The text contains the given one, byte by byte.
    public static func contains(
        _ field: KeyPath<E, String>, _ text: String, ignoringCase: Bool = false
    ) -> Filter {
        match(field, TextMatch(.anywhere, text, ignoringCase: ignoringCase))
    }

    /// The text contains the given one, byte by byte; false for nil.
    public static func contains(
        _ field: KeyPath<E, String?>, _ text: String, ignoringCase: Bool = false
    ) -> Filter {
        match(field, TextMatch(.anywhere, text, ignoringCase: ignoringCase))
    }

    /// The array has an element that equals the value.
    public static func contains<V: FieldValue>(_ field: KeyPath<E, [V]>, _ value: V) -> Filter {
        with(E.schema.reference(to: field), value) { .contains($0, $1) }
    }

    /// The array has an element that equals the value; false for nil.
    public static func contains<V: FieldValue>(_ field: KeyPath<E, [V]?>, _ value: V) -> Filter {
        with(E.schema.reference(to: field), value) { .contains($0, $1) }
    }

    static func match(_ field: PartialKeyPath<E>, _ match: TextMatch) -> Filter {
        Filter(.matches(E.schema.reference(to: field), match))
    }

    static func isIn<V: FieldValue>(_ field: FieldReference, _ values: [V]) -> Filter {
        do {
            return Filter(.isIn(field, try values.map { try $0.fieldValue() }))
        } catch {
            return Filter(.all, problem: "\(field): \(FieldValueError.text(of: error))")
        }
    }
}

extension FieldExpression {
    /// The field equals one of the values.
    public func isIn<V: FieldValue>(_ values: [V]) -> Filter<E> {
        .isIn(reference, values)
    }

    /// The field lies between the bounds, both included; false for nil.
    public func isBetween<V: FieldValue>(_ lower: V, _ upper: V) -> Filter<E> {
        self >= lower && self <= upper
    }

    /// The field is nil or absent.
    public var isNil: Filter<E> { Filter(.equals(reference, .null)) }

    /// The text starts with the given one; false for what is no text.
    public func hasPrefix(_ text: String, ignoringCase: Bool = false) -> Filter<E> {
        Filter(.matches(reference, TextMatch(.prefix, text, ignoringCase: ignoringCase)))
    }

    /// The text ends with the given one; false for what is no text.
    public func hasSuffix(_ text: String, ignoringCase: Bool = false) -> Filter<E> {
        Filter(.matches(reference, TextMatch(.suffix, text, ignoringCase: ignoringCase)))
    }

    /// The text contains the given one; false for what is no text.
    public func contains(text: String, ignoringCase: Bool = false) -> Filter<E> {
        Filter(.matches(reference, TextMatch(.anywhere, text, ignoringCase: ignoringCase)))
    }

    /// The array has an element that equals the value; false for what is no array.
    public func contains<V: FieldValue>(_ value: V) -> Filter<E> {
        .with(reference, value) { .contains($0, $1) }
    }
}
