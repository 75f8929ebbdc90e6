/// The order of the records of a ``RecordTree``: by some fields and then by id, or by id alone.
struct RecordKeyOrder: Sendable {
    /// The fields that decide first, outermost first.
    let fields: [ResolvedField]

    /// By id alone.
    static let id = RecordKeyOrder(fields: [])

    /// A negative number when the first record comes first, zero when both have the same key, a
    /// positive number when the second one comes first.
    func compare(_ left: StoredRecord, _ right: StoredRecord) -> Int {
        if fields.isEmpty { return left.id.compare(to: right.id) }
        let byFields = compareFields(left, right)
        return byFields != 0 ? byFields : left.id.compare(to: right.id)
    }

    /// Compares the fields without the id.
    func compareFields(_ left: StoredRecord, _ right: StoredRecord) -> Int {
        for field in fields {
            let order = field.value(in: left.values).compare(to: field.value(in: right.values))
            if order != 0 { return order }
        }
        return 0
    }

    /// Whether a record lies in front of a place.
    func isInFront(_ record: StoredRecord, of place: KeyPlace) -> Bool {
        for (index, wanted) in place.values.enumerated() {
            // Behind the fields comes the id.
            let value =
                index < fields.count ? fields[index].value(in: record.values) : record.id
            if place.lastIsTextPrefix, index == place.values.count - 1,
                case .string(let text) = value, case .string(let prefix) = wanted,
                ByteOrder.hasPrefix(text, prefix)
            {
                continue
            }
            let order = value.compare(to: wanted)
            if order != 0 { return order < 0 }
        }
        if let id = place.id {
            let order = record.id.compare(to: id)
            if order != 0 { return order < 0 }
        }
        return place.isBehind
    }
}

/// A place between the records of a ``RecordTree``: in front of or behind all those that agree
/// with it.
struct KeyPlace: Hashable, Sendable {
    /// The values of the leading fields; an id may follow those of all fields.
    var values: [Value] = []
    /// Whether every text that starts with the last value agrees with it.
    var lastIsTextPrefix = false
    /// The id, where ``values`` covers all fields of the order.
    var id: Value?
    /// Whether the place is behind the records that agree with it.
    var isBehind: Bool

    /// In front of everything that agrees.
    static func front(of values: [Value]) -> KeyPlace {
        KeyPlace(values: values, isBehind: false)
    }

    /// Behind everything that agrees.
    static func behind(_ values: [Value]) -> KeyPlace {
        KeyPlace(values: values, isBehind: true)
    }
}

/// The records of a ``RecordTree`` between two places.
struct KeyRange: Hashable, Sendable {
    var start: KeyPlace
    var end: KeyPlace
}
