/// What to find: a filter, an order, and a window of the result.
///
/// A query is a `Hashable` and `Sendable` value without key paths, so it can be a cache key, be
/// compared, and be stored. Results without a sort come in id order; with one, records equal in
/// all its fields come in id order.
public struct Query<E: Entity>: Hashable, Sendable {
    /// Which entities.
    public var filter: Filter<E>
    /// In which order; id order decides between equals.
    public var sort: [Sort<E>]
    /// How many at most; nil for all.
    public var limit: Int?
    /// How many to leave out at the start.
    public var offset: Int

    /// A query.
    ///
    /// - Parameters:
    ///   - filter: which entities; all by default.
    ///   - sort: in which order; id order by default and between equals.
    ///   - limit: how many at most.
    ///   - offset: how many to leave out at the start.
    public init(
        where filter: Filter<E> = .all, sortedBy sort: [Sort<E>] = [], limit: Int? = nil,
        offset: Int = 0
    ) {
        self.filter = filter
        self.sort = sort
        self.limit = limit
        self.offset = offset
    }

    /// All entities, in id order.
    public static var all: Query { Query() }
}

/// One criterion of an order.
///
/// Nil comes first ascending and last descending; text compares by UTF-8 bytes.
public struct Sort<E: Entity>: Hashable, Sendable {
    /// The untyped criterion.
    public let key: SortKey

    /// Smallest first, nil before everything.
    public static func ascending<V: FieldValue>(_ field: KeyPath<E, V>) -> Sort {
        Sort(key: SortKey(E.schema.reference(to: field), .ascending))
    }

    /// Largest first, nil after everything.
    public static func descending<V: FieldValue>(_ field: KeyPath<E, V>) -> Sort {
        Sort(key: SortKey(E.schema.reference(to: field), .descending))
    }

    /// By a field named by its stored names joined by dots.
    public static func field(_ path: String, _ direction: SortDirection = .ascending) -> Sort {
        Sort(key: SortKey(FieldReference(dotted: path), direction))
    }

    /// By a field named by its stored names, which may contain dots.
    public static func field(
        path: [String], _ direction: SortDirection = .ascending
    ) -> Sort {
        Sort(key: SortKey(FieldReference(path: path), direction))
    }
}

/// Which end comes first.
public enum SortDirection: String, Hashable, Sendable {
    /// Smallest first.
    case ascending
    /// Largest first.
    case descending
}

/// An untyped criterion of an order.
public struct SortKey: Hashable, Sendable {
    /// The field.
    public var field: FieldReference
    /// Which end comes first.
    public var direction: SortDirection

    /// A criterion.
    public init(_ field: FieldReference, _ direction: SortDirection) {
        self.field = field
        self.direction = direction
    }
}

/// The untyped form of a ``Query``, which backends translate or the core evaluates.
public struct RecordQuery: Hashable, Sendable {
    /// Which records.
    public var predicate: RecordPredicate
    /// In which order; the id always decides last.
    public var sort: [SortKey]
    /// How many at most.
    public var limit: Int?
    /// How many to leave out at the start.
    public var offset: Int
    /// Only records strictly behind this place in the order.
    public var after: KeysetPosition?

    /// A query.
    public init(
        predicate: RecordPredicate = .all, sort: [SortKey] = [], limit: Int? = nil, offset: Int = 0,
        after: KeysetPosition? = nil
    ) {
        self.predicate = predicate
        self.sort = sort
        self.limit = limit
        self.offset = offset
        self.after = after
    }
}

extension RecordQuery {
    /// How many records from the start of the order the window reaches; `Int.max` for all.
    var reach: Int {
        guard let limit else { return .max }
        let (sum, overflow) = limit.addingReportingOverflow(offset)
        return overflow ? .max : sum
    }
}

/// A place in a sorted result: the sort fields' values and the id of the record there.
public struct KeysetPosition: Hashable, Sendable {
    /// The values of the sort fields, in order.
    public var values: [Value]
    /// The record's id.
    public var id: Value

    /// A place.
    package init(values: [Value], id: Value) {
        self.values = values
        self.id = id
    }
}

extension Query {
    /// The untyped form, checked.
    ///
    /// - Throws: `invalid` for negative windows and literals that cannot be stored.
    func untyped(in schema: CollectionSchema) throws -> RecordQuery {
        guard offset >= 0, (limit ?? 0) >= 0 else {
            throw DataError(
                .invalid, "a query's limit and offset are zero or more", collection: schema.name)
        }
        return RecordQuery(
            predicate: try filter.checked(in: schema), sort: sort.map(\.key), limit: limit,
            offset: offset)
    }
}
