/// A condition on entities of one type.
///
/// Written with operators on key paths, `Filter.field(…)` on stored names, and static members:
///
/// ```swift
/// \.status == .pending && \.priority >= 3
/// .hasPrefix(\.title, "Fix") || .in(\.status, [.pending, .blocked])
/// .field("address.city") == "Graz"
/// ```
///
/// Keep an operator expression to four clauses: the type checker needs seconds to reject a typo in
/// a longer one. Combine longer ones from named filters.
///
/// Logic is two-valued, as in Swift: `!=` is the exact negation of `==`, so a nil field satisfies
/// `!= "x"`; only `<`, `<=`, `>` and `>=` are false for nil. Text compares by UTF-8 bytes.
public struct Filter<E: Entity>: Hashable, Sendable {
    /// The untyped tree.
    public let predicate: RecordPredicate
    /// Values that cannot be stored, and so cannot be compared with: reported before any I/O.
    let problem: String?

    /// A filter from an untyped predicate.
    package init(_ predicate: RecordPredicate) {
        self.predicate = predicate
        problem = nil
    }

    init(_ predicate: RecordPredicate, problem: String?) {
        self.predicate = predicate
        self.problem = problem
    }

    /// A filter that is true of every entity.
    public static var all: Filter { Filter(.all) }

    /// Both filters hold.
    public static func && (left: Filter, right: Filter) -> Filter {
        Filter(left.predicate.and(right.predicate), problem: left.problem ?? right.problem)
    }

    /// At least one of the filters holds.
    public static func || (left: Filter, right: Filter) -> Filter {
        let predicate: RecordPredicate
        if case .or(let parts) = left.predicate {
            predicate = .or(parts + [right.predicate])
        } else {
            predicate = .or([left.predicate, right.predicate])
        }
        return Filter(predicate, problem: left.problem ?? right.problem)
    }

    /// The exact negation.
    public static prefix func ! (filter: Filter) -> Filter {
        Filter(.not(filter.predicate), problem: filter.problem)
    }

    /// A field by its stored names, joined by dots: `.field("address.city") == "Graz"`.
    public static func field(_ path: String) -> FieldExpression<E> {
        FieldExpression(FieldReference(dotted: path))
    }

    /// A field by its stored names, which may contain dots.
    public static func field(path: [String]) -> FieldExpression<E> {
        FieldExpression(FieldReference(path: path))
    }

    /// Makes a filter over a literal, remembering when the literal cannot be stored.
    static func with<V: FieldValue>(
        _ field: FieldReference, _ literal: V, _ make: (FieldReference, Value) -> RecordPredicate
    ) -> Filter {
        do {
            return Filter(make(field, try literal.fieldValue()))
        } catch {
            return Filter(.all, problem: "\(field): \(FieldValueError.text(of: error))")
        }
    }

    /// The predicate, once it is known that all its literals can be stored.
    func checked(in schema: CollectionSchema) throws -> RecordPredicate {
        if let problem {
            throw DataError(
                .invalid, "the filter compares with a value that no record can hold: \(problem)",
                collection: schema.name)
        }
        return predicate
    }
}

extension FieldValueError {
    static func text(of error: any Error) -> String {
        guard let error = error as? FieldValueError else { return "\(error)" }
        return error.path.isEmpty
            ? error.message : "\(error.path.joined(separator: ".")): \(error.message)"
    }
}

/// A field named in a filter, waiting for a comparison.
public struct FieldExpression<E: Entity>: Hashable, Sendable {
    /// The field.
    package let reference: FieldReference

    init(_ reference: FieldReference) {
        self.reference = reference
    }

    /// A field by its stored names, joined by dots, where a comparison follows:
    /// `.field("address.city") == "Graz"`.
    public static func field(_ path: String) -> FieldExpression {
        Filter<E>.field(path)
    }

    /// A field by its stored names, which may contain dots, where a comparison follows.
    public static func field(path: [String]) -> FieldExpression {
        Filter<E>.field(path: path)
    }
}
