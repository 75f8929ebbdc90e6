// The operators of filters: a key path on the left, a value on the right. The comparison with an
// optional field takes a plain value too, and `nil` for equality.

/// The field equals the value; nil equals nil.
public func == <E: Entity, V: FieldValue>(field: KeyPath<E, V>, value: V) -> Filter<E> {
    .with(E.schema.reference(to: field), value) { .equals($0, $1) }
}

/// The exact negation of `==`: true also when the field is nil and the value is not.
public func != <E: Entity, V: FieldValue>(field: KeyPath<E, V>, value: V) -> Filter<E> {
    .with(E.schema.reference(to: field), value) { .not(.equals($0, $1)) }
}

/// The field is less than the value; false for nil.
public func < <E: Entity, V: FieldValue>(field: KeyPath<E, V>, value: V) -> Filter<E> {
    .with(E.schema.reference(to: field), value) { .compares($0, .less, $1) }
}

/// The field is less than or equal to the value; false for nil.
public func <= <E: Entity, V: FieldValue>(field: KeyPath<E, V>, value: V) -> Filter<E> {
    .with(E.schema.reference(to: field), value) { .compares($0, .lessOrEqual, $1) }
}

/// The field is greater than the value; false for nil.
public func > <E: Entity, V: FieldValue>(field: KeyPath<E, V>, value: V) -> Filter<E> {
    .with(E.schema.reference(to: field), value) { .compares($0, .greater, $1) }
}

/// The field is greater than or equal to the value; false for nil.
public func >= <E: Entity, V: FieldValue>(field: KeyPath<E, V>, value: V) -> Filter<E> {
    .with(E.schema.reference(to: field), value) { .compares($0, .greaterOrEqual, $1) }
}

/// The field equals the value; nil equals nil.
public func == <E: Entity, V: FieldValue>(field: FieldExpression<E>, value: V) -> Filter<E> {
    .with(field.reference, value) { .equals($0, $1) }
}

/// The exact negation of `==`: true also when the field is nil and the value is not.
public func != <E: Entity, V: FieldValue>(field: FieldExpression<E>, value: V) -> Filter<E> {
    .with(field.reference, value) { .not(.equals($0, $1)) }
}

/// The field is less than the value; false for nil.
public func < <E: Entity, V: FieldValue>(field: FieldExpression<E>, value: V) -> Filter<E> {
    .with(field.reference, value) { .compares($0, .less, $1) }
}

/// The field is less than or equal to the value; false for nil.
public func <= <E: Entity, V: FieldValue>(field: FieldExpression<E>, value: V) -> Filter<E> {
    .with(field.reference, value) { .compares($0, .lessOrEqual, $1) }
}

/// The field is greater than the value; false for nil.
public func > <E: Entity, V: FieldValue>(field: FieldExpression<E>, value: V) -> Filter<E> {
    .with(field.reference, value) { .compares($0, .greater, $1) }
}

/// The field is greater than or equal to the value; false for nil.
public func >= <E: Entity, V: FieldValue>(field: FieldExpression<E>, value: V) -> Filter<E> {
    .with(field.reference, value) { .compares($0, .greaterOrEqual, $1) }
}
