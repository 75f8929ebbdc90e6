/// The total order of a query's result: its sort criteria, then the id.
public struct RecordOrder: Sendable {
    private let fields: [(field: ResolvedField, descending: Bool)]

    /// Resolves the criteria's fields.
    ///
    /// - Throws: `invalid` when a field is not declared.
    public init(_ sort: [SortKey], in schema: CollectionSchema) throws {
        fields = try sort.map { key in
            (try key.field.resolved(in: schema), key.direction == .descending)
        }
    }

    /// Whether the order is that of the ids alone.
    public var isIDOrder: Bool { fields.isEmpty }

    /// The place of a record in this order.
    public func position(of record: StoredRecord) -> KeysetPosition {
        KeysetPosition(values: fields.map { $0.field.value(in: record.values) }, id: record.id)
    }

    /// Whether the first record comes before the second.
    public func isLess(_ left: StoredRecord, _ right: StoredRecord) -> Bool {
        for (field, descending) in fields {
            let a = field.value(in: left.values)
            let b = field.value(in: right.values)
            if a < b { return !descending }
            if b < a { return descending }
        }
        return left.id < right.id
    }

    /// Whether the record comes strictly behind the place.
    public func isBehind(_ record: StoredRecord, _ position: KeysetPosition) -> Bool {
        for (entry, bound) in zip(fields, position.values) {
            let value = entry.field.value(in: record.values)
            if bound < value { return !entry.descending }
            if value < bound { return entry.descending }
        }
        return position.id < record.id
    }
}
