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

    let standing: Standing
    /// Whether there is a committed collection of the name.
    let isCommitted: Bool
    private(set) var writes = OverlayWrites()
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

    /// Writes or removes a record.
    ///
    /// - Parameters:
    ///   - old: the record as it is now.
    ///   - version: gives the new state its version; not called for one that needs none.
    /// - Returns: the record as it is afterwards, and what had been written to its id before.
    mutating func write(
        _ id: Value, _ new: NewRecord?, replacing old: StoredRecord?,
        in collection: CollectionSchema, _ version: (NewRecord) -> RecordVersion
    ) throws -> (current: StoredRecord?, previous: OverlayWrite?) {
        try check(collection)
        let known = writes[id]
        let base = if let known { known.base } else { showsCommitted ? old : nil }
        let current: StoredRecord? = new.map { new in
            // What ends as it was committed is no change, and keeps its version.
            if let base, base !== old, base.values == new.values { return base }
            return StoredRecord(
                id: id, values: new.values, version: version(new), entity: new.entity)
        }
        let previous = set(
            current === base ? nil : OverlayWrite(base: base, current: current), for: id)
        return (current, previous)
    }

    /// Sets or, with nil, forgets what was written to an id.
    ///
    /// - Returns: what had been written before.
    mutating func set(_ write: OverlayWrite?, for id: Value) -> OverlayWrite? {
        if let record = write?.current {
            present?.put(record)
        } else {
            present?.remove(id)
        }
        return writes.set(write, for: id)
    }

    /// The written records that a scan finds.
    mutating func written(_ scan: Scan) throws -> [StoredRecord] {
        guard !writes.isEmpty else { return [] }
        if present == nil {
            var table = RecordTable(scan.collection)
            writes.forEach { _, write in if let record = write.current { table.put(record) } }
            present = table
        }
        return try present?.scan(scan).records ?? []
    }

    /// The net change of each written record, in id order.
    var changes: [Change] {
        guard let schema else { return [] }
        var changes: [Change] = []
        changes.reserveCapacity(writes.count)
        var isInOrder = true
        writes.forEach { id, write in
            guard let change = Change(in: schema, id: id, old: write.base, new: write.current)
            else { return }
            if isInOrder, let last = changes.last, !(last.id < id) { isInOrder = false }
            changes.append(change)
        }
        if !isInOrder { changes.sort { $0.id < $1.id } }
        return changes
    }
}
