/// Everything that changes while an ``OverlaySession`` runs.
struct OverlayState {
    /// By the bytes of the collections' names.
    private(set) var collections: [Value: OverlayCollection] = [:]
    var reads = ReadSet()
    var undoLog = UndoLog()
    private var hasEnded = false

    func checkRunning() throws {
        if hasEnded { throw DataError.transactionEnded() }
    }

    /// Ends the session.
    ///
    /// - Returns: false when it had ended before.
    mutating func end() -> Bool {
        if hasEnded { return false }
        _ = takeAndEnd()
        return true
    }

    /// Ends the session.
    ///
    /// - Returns: the state it ended with.
    mutating func takeAndEnd() -> OverlayState {
        var taken = OverlayState()
        swap(&taken, &self)
        hasEnded = true
        return taken
    }
}

// MARK: Records

extension OverlayState {
    /// The record with the id.
    func record(
        _ id: Value, in collection: CollectionSchema, over snapshot: any StoreSnapshot
    ) throws -> StoredRecord? {
        guard let overlay = collections[.string(collection.name)] else {
            return try snapshot.read(id, in: collection)
        }
        try overlay.check(collection)
        if let write = overlay.writes[id] { return write.current }
        return overlay.showsCommitted ? try snapshot.read(id, in: collection) : nil
    }

    /// The records a scan finds: committed ones that were not overwritten, and own ones.
    mutating func records(
        _ scan: Scan, over snapshot: any StoreSnapshot
    ) throws -> [StoredRecord] {
        let name = Value.string(scan.collection.name)
        guard let overlay = collections[name] else {
            return try OverlayState.committed(scan, in: snapshot, without: OverlayWrites())
        }
        try overlay.check(scan.collection)
        let own = try collections[name]?.written(scan) ?? []
        guard overlay.showsCommitted else { return own }
        let base = try OverlayState.committed(scan, in: snapshot, without: overlay.writes)
        return own.isEmpty ? base : OverlayState.merge(base, own, limit: scan.limit)
    }

    /// The committed records a scan finds that were not overwritten.
    private static func committed(
        _ scan: Scan, in snapshot: any StoreSnapshot,
        without writes: OverlayWrites
    ) throws -> [StoredRecord] {
        var rest = scan
        var found: [StoredRecord] = []
        while true {
            let batch = try snapshot.scan(rest)
            let kept =
                writes.isEmpty ? batch.records : batch.records.filter { writes[$0.id] == nil }
            if found.isEmpty { found = kept } else { found += kept }
            guard batch.hasMore, found.count < scan.limit, let last = batch.records.last else {
                if found.count > scan.limit { found.removeLast(found.count - scan.limit) }
                return found
            }
            rest.after = last.id
            // Where much is overwritten, steps must not shrink with what is still wanted.
            rest.limit = max(scan.limit - found.count, 256)
        }
    }

    /// Merges two runs in id order that have no id in common.
    private static func merge(
        _ left: [StoredRecord], _ right: [StoredRecord], limit: Int
    ) -> [StoredRecord] {
        var merged: [StoredRecord] = []
        merged.reserveCapacity(min(left.count + right.count, limit))
        var (i, j) = (0, 0)
        while merged.count < limit, i < left.count || j < right.count {
            if j == right.count || (i < left.count && left[i].id < right[j].id) {
                merged.append(left[i])
                i += 1
            } else {
                merged.append(right[j])
                j += 1
            }
        }
        return merged
    }

    /// Writes or removes a record.
    ///
    /// - Parameters:
    ///   - old: the record as it is now.
    ///   - version: gives the new state its version; not called for one that needs none.
    mutating func write(
        _ id: Value, _ new: NewRecord?, replacing old: StoredRecord?,
        in collection: CollectionSchema, over snapshot: any StoreSnapshot,
        version: (NewRecord) -> RecordVersion
    ) throws -> StoredRecord? {
        let name = Value.string(collection.name)
        if collections[name] == nil, snapshot.hasCollection(collection.name) {
            collections[name] = OverlayCollection(.committed(collection), isCommitted: true)
        }
        // Changed in place: a copy of the overlay would make its writes be copied too.
        let written = try collections[name]?.write(id, new, replacing: old, in: collection, version)
        guard let written else { throw DataError.collectionNotFound(collection.name) }
        undoLog.add(.write(collection: name, id: id, previous: written.previous))
        return written.current
    }
}

// MARK: Collections

extension OverlayState {
    /// The names of the collections, sorted by bytes.
    func collectionNames(over snapshot: any StoreSnapshot) -> [String] {
        var names = snapshot.collections().filter { collections[.string($0)]?.exists ?? true }
        for overlay in collections.values {
            if case .created(let schema) = overlay.standing, !overlay.isCommitted {
                names.append(schema.name)
            }
        }
        return names.sorted(by: ByteOrder.precedes)
    }

    /// Makes a collection.
    mutating func create(
        _ schema: CollectionSchema, over snapshot: any StoreSnapshot
    ) throws {
        let name = Value.string(schema.name)
        reads.addCollection(schema.name)
        let known = collections[name]
        guard !(known?.exists ?? snapshot.hasCollection(schema.name)) else {
            throw DataError(
                .alreadyExists,
                "A collection of this name is already there. Use it, or choose another name.",
                collection: schema.name)
        }
        undoLog.add(.collection(name, previous: known))
        collections[name] = OverlayCollection(
            .created(schema), isCommitted: known?.isCommitted ?? false)
    }

    /// Drops a collection.
    mutating func drop(_ name: String, over snapshot: any StoreSnapshot) throws {
        let key = Value.string(name)
        let known = collections[key]
        reads.addWholeCollection(name)
        guard known?.exists ?? snapshot.hasCollection(name) else {
            throw DataError.collectionNotFound(name)
        }
        undoLog.add(.collection(key, previous: known))
        collections[key] = OverlayCollection(.dropped, isCommitted: known?.isCommitted ?? true)
    }

    /// Undoes what was done since the newest mark, and removes the mark.
    mutating func undoToMark() {
        for step in undoLog.takeStepsSinceMark().reversed() {
            switch step {
            case .write(let collection, let id, let previous):
                _ = collections[collection]?.set(previous, for: id)
            case .collection(let name, let previous):
                collections[name] = previous
            }
        }
    }
}
