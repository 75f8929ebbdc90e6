/// One field's new value in a by-query update: `.set(\.status, to: .done)`.
///
/// Assignments are values, never closures, so that a backend can run them itself.
public struct Assignment<E: Entity>: Hashable, Sendable {
    /// The field.
    public let field: FieldReference
    /// What becomes of it.
    public let change: AssignmentChange
    let problem: String?

    /// The field becomes the value.
    public static func set<V: FieldValue>(_ field: KeyPath<E, V>, to value: V) -> Assignment {
        make(E.schema.reference(to: field), value) { .set($0) }
    }

    /// The field, by its stored names joined by dots, becomes the value.
    public static func set<V: FieldValue>(_ path: String, to value: V) -> Assignment {
        make(FieldReference(dotted: path), value) { .set($0) }
    }

    /// The integer grows by the amount, which may be negative; nil stays nil.
    public static func increment<V: FieldValue & FixedWidthInteger>(
        _ field: KeyPath<E, V>, by amount: V
    ) -> Assignment {
        make(E.schema.reference(to: field), amount) { .increment($0) }
    }

    /// The integer grows by the amount, which may be negative; nil stays nil.
    public static func increment<V: FieldValue & FixedWidthInteger>(
        _ field: KeyPath<E, V?>, by amount: V
    ) -> Assignment {
        make(E.schema.reference(to: field), amount) { .increment($0) }
    }

    private static func make<V: FieldValue>(
        _ field: FieldReference, _ value: V, _ change: (Value) -> AssignmentChange
    ) -> Assignment {
        do {
            return Assignment(field: field, change: change(try value.fieldValue()), problem: nil)
        } catch {
            return Assignment(
                field: field, change: .set(.null),
                problem: "\(field): \(FieldValueError.text(of: error))")
        }
    }
}

/// What becomes of an assigned field.
public enum AssignmentChange: Hashable, Sendable {
    /// The field becomes the value.
    case set(Value)
    /// The integer grows by the value.
    case increment(Value)
}

/// An assignment resolved against a schema.
public struct ResolvedAssignment: Sendable {
    /// The field.
    package var field: ResolvedField
    /// What becomes of it.
    package var change: AssignmentChange

    /// Resolves the assignments' fields.
    ///
    /// - Throws: `invalid` when a field is not declared, is the id, or the value cannot be stored.
    public static func resolve<E>(
        _ assignments: [Assignment<E>], in schema: CollectionSchema
    ) throws -> [ResolvedAssignment] {
        try assignments.map { assignment in
            if let problem = assignment.problem {
                throw DataError(.invalid, "the value cannot be stored: \(problem)")
            }
            let field = try assignment.field.resolved(in: schema)
            guard field.index != schema.idIndex else {
                throw DataError(
                    .invalid, "an id never changes: delete the record and insert a new one",
                    collection: schema.name, fields: [assignment.field.description])
            }
            return ResolvedAssignment(field: field, change: assignment.change)
        }
    }

    /// Changes a record's values.
    ///
    /// - Throws: `invalid` when an integer overflows or is no integer.
    public func apply(to values: inout [Value]) throws {
        switch change {
        case .set(let value): try set(value, in: &values)
        case .increment(let amount):
            let old = field.value(in: values)
            if case .null = old { return }
            guard case .int(let current) = old, case .int(let step) = amount else {
                throw DataError(.invalid, "only an integer can be incremented")
            }
            let (sum, overflow) = current.addingReportingOverflow(step)
            guard !overflow else {
                throw DataError(.invalid, "the increment leaves the range of Int64")
            }
            try set(.int(sum), in: &values)
        }
    }

    private func set(_ value: Value, in values: inout [Value]) throws {
        if field.path.isEmpty {
            values[field.index] = value
        } else {
            try values[field.index].set(value, at: field.path[...])
        }
    }
}

extension Value {
    /// Replaces what stands at a path of member names and array positions.
    ///
    /// An absent object on the way is made.
    ///
    /// - Throws: `invalid` when the way leads through something that has no members, or past an
    ///   array's end.
    package mutating func set(_ value: Value, at path: ArraySlice<String>) throws {
        guard let first = path.first else {
            self = value
            return
        }
        switch self {
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else {
                throw DataError(.invalid, "the array has no element \(first) to assign to")
            }
            try elements[index].set(value, at: path.dropFirst())
            self = .array(elements)
        case .object(var object):
            var member = object[first] ?? .null
            try member.set(value, at: path.dropFirst())
            object[first] = member
            self = .object(object)
        case .null:
            var member = Value.null
            try member.set(value, at: path.dropFirst())
            var object = ValueObject()
            object[first] = member
            self = .object(object)
        default:
            throw DataError(.invalid, "\(kindName) has no member \"\(first)\" to assign to")
        }
    }
}
