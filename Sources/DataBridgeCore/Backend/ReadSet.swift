/// What a transaction read, so that its commit can tell whether somebody changed it meanwhile.
///
/// It holds the ids that were looked up (written records were looked up too) and the predicates
/// that were scanned, so that phantoms are noticed as well as changed records.
public struct ReadSet: Sendable {
    private var collections: [Value: CollectionReads] = [:]
    private var listedCollections = false

    /// Nothing read.
    public init() {}

    /// Whether nothing was read.
    public var isEmpty: Bool { collections.isEmpty && !listedCollections }

    /// Remembers a lookup.
    public mutating func addRead(of id: Value, in collection: CollectionSchema) {
        addRead(of: id, inCollection: collection.name)
    }

    mutating func addRead(of id: Value, inCollection name: String) {
        collections[.string(name), default: CollectionReads()].ids.insert(id)
    }

    /// Remembers that records were looked up because they were changed.
    mutating func addReads(of changes: [Change], in collection: CollectionSchema) {
        collections[.string(collection.name), default: CollectionReads()].add(changes)
    }

    /// Remembers a scan of the ids above `after` and up to `through`.
    public mutating func addScan(
        _ predicate: CompiledPredicate, after: Value?, through: Value?,
        in collection: CollectionSchema
    ) {
        collections[.string(collection.name), default: CollectionReads()].add(
            ScanReads(
                predicate: predicate, fieldCount: collection.fields.count, after: after,
                through: through))
    }

    /// Remembers that the list of collections was read.
    public mutating func addCollectionList() {
        listedCollections = true
    }

    /// Remembers that it mattered whether there is a collection of the name.
    public mutating func addCollection(_ name: String) {
        collections[.string(name), default: CollectionReads()].isUsed = true
    }

    /// Remembers that every record of a collection mattered, as it does to who drops it.
    public mutating func addWholeCollection(_ name: String) {
        collections[.string(name), default: CollectionReads()].isWhole = true
    }

    /// Whether a commit changed anything that was read.
    public func isAffected(by commit: CommittedChanges) -> Bool {
        if !commit.changedCollections.isEmpty {
            if listedCollections { return true }
            if commit.changedCollections.contains(where: { collections[.string($0)] != nil }) {
                return true
            }
        }
        return commit.changes.contains(where: isAffected)
            || commit.hiddenChanges.contains(where: isAffected)
    }

    private func isAffected(by change: Change) -> Bool {
        collections[.string(change.collection)]?.areAffected(by: change) ?? false
    }
}

/// What a transaction read of one collection.
private struct CollectionReads: Sendable {
    var ids: Set<Value> = []
    var isUsed = false
    var isWhole = false
    /// Scans whose predicate fixes some fields, by those fields and their values: checks of unique
    /// constraints, of which a batch makes one per record, so that they must not be gone through
    /// one by one.
    private var fixed: [[Int]: [[Value]: FixedScans]] = [:]
    private var others: [ScanReads] = []

    fileprivate struct FixedScans: Sendable {
        /// Whether every record with the values was wanted.
        var isComplete = false
        var scans: [ScanReads] = []
    }

    mutating func add(_ changes: [Change]) {
        // Whoever read everything is affected by any change.
        guard !isWhole, !changes.isEmpty else { return }
        ids.reserveCapacity(ids.count + changes.count)
        for change in changes { ids.insert(change.id) }
    }

    mutating func add(_ scan: ScanReads) {
        if scan.predicate.isTrivial, scan.after == nil, scan.through == nil { isWhole = true }
        guard !isWhole else { return }
        let (fields, isWholePredicate) = scan.predicate.fixedFields
        guard !fields.isEmpty else {
            others.append(scan)
            return
        }
        let isComplete = isWholePredicate && scan.after == nil && scan.through == nil
        fixed[fields.map(\.index), default: [:]][fields.map(\.value), default: FixedScans()]
            .add(scan, isComplete: isComplete)
    }

    func areAffected(by change: Change) -> Bool {
        if isWhole || ids.contains(change.id) { return true }
        if others.contains(where: { $0.isAffected(by: change) }) { return true }
        guard !fixed.isEmpty else { return false }
        // A change that says nothing of the values may have changed any result.
        guard change.old != nil || change.new != nil else { return true }
        return [change.old, change.new].contains { state in
            guard let state else { return false }
            return fixed.contains { fields, scans in
                // Records with fewer fields are of another entity: no scan of ours meant them.
                guard fields.allSatisfy({ $0 < state.values.count }) else { return false }
                return scans[fields.map { state.values[$0] }]?.areAffected(by: change) ?? false
            }
        }
    }
}

extension CollectionReads.FixedScans {
    fileprivate mutating func add(_ scan: ScanReads, isComplete: Bool) {
        guard !self.isComplete else { return }
        if isComplete {
            self.isComplete = true
            scans = []
        } else {
            scans.append(scan)
        }
    }

    fileprivate func areAffected(by change: Change) -> Bool {
        isComplete || scans.contains { $0.isAffected(by: change) }
    }
}

/// One scan and the ids it covered: those above `after` and up to `through`; nil for without bound.
private struct ScanReads: Sendable {
    var predicate: CompiledPredicate
    var fieldCount: Int
    var after: Value?
    var through: Value?

    func isAffected(by change: Change) -> Bool {
        if let after, !(after < change.id) { return false }
        if let through, through < change.id { return false }
        // A change that says nothing of the values may have changed any result.
        guard change.old != nil || change.new != nil else { return true }
        if let old = change.old, matches(old) { return true }
        if let new = change.new, matches(new) { return true }
        return false
    }

    /// Records with another number of fields are of another entity: the scan did not mean them.
    private func matches(_ record: StoredRecord) -> Bool {
        record.values.count == fieldCount && predicate.matches(record.values)
    }
}
