/// What one transaction did to one collection.
struct OverlayCollection {
    /// Where the collection comes from.
    enum Standing {
        /// It is the committed one.
        case committed(CollectionSchema)
        /// It was made here, perhaps after the committed one was dropped.
        case created(CollectionSchema)
        /// It was dropped.
        case dropped
    }

    /// A record's committed state and its state now; nil where it is absent.
    struct Write {
        let base: StoredRecord?
        let current: StoredRecord?

        /// The record's id; where both states are absent nothing is kept.
        fileprivate var id: Value { (current ?? base)?.id ?? .null }
    }

    let standing: Standing
    /// Whether there is a committed collection of the name.
    let isCommitted: Bool
    private(set) var writes: [Value: Write] = [:]
    /// The present ones among the written records in id order, with indexes: made by the first
    /// scan, so that a transaction that only writes does not pay for it, and kept up to date from
    /// then on, so that the checks of a batch do not go through the batch each time.
    private var present: RecordTable?

    init(_ standing: Standing, isCommitted: Bool) {
        self.standing = standing
        self.isCommitted = isCommitted
    }

    var exists: Bool {
        if case .dropped = standing { false } else { true }
    }

    /// Refuses to work on a collection that is gone or holds records of another shape.
    func check(_ collection: CollectionSchema) throws {
        guard let schema else { throw DataError.collectionNotFound(collection.name) }
        try schema.checkLayout(collection)
    }

    /// Whether committed records that were not overwritten are part of the collection.
    var showsCommitted: Bool {
        if case .committed = standing { true } else { false }
    }

    var schema: CollectionSchema? {
        switch standing {
        case .committed(let schema), .created(let schema): schema
        case .dropped: nil
        }
    }

    /// The committed state of a record that this transaction reads as `current`.
    func committed(_ id: Value, read current: StoredRecord?) -> StoredRecord? {
        if let known = writes[id] { return known.base }
        return showsCommitted ? current : nil
    }

    /// Sets or, with nil, forgets what was written to an id.
    ///
    /// - Returns: what had been written before.
    mutating func set(_ write: Write?, for id: Value) -> Write? {
        if let record = write?.current {
            present?.put(record)
        } else {
            present?.remove(id)
        }
        guard let write else { return writes.removeValue(forKey: id) }
        return writes.updateValue(write, forKey: id)
    }

    /// The written records that a scan finds.
    mutating func written(_ scan: Scan) throws -> [StoredRecord] {
        guard !writes.isEmpty else { return [] }
        if present == nil {
            var table = RecordTable(scan.collection)
            for case let record? in writes.values.map(\.current) { table.put(record) }
            present = table
        }
        return try present?.scan(scan).records ?? []
    }

    /// The net change of each written record, in id order.
    var changes: [Change] {
        guard let schema else { return [] }
        return writes.values.sorted { $0.id < $1.id }.compactMap { write in
            Change(in: schema, id: write.id, old: write.base, new: write.current)
        }
    }
}
