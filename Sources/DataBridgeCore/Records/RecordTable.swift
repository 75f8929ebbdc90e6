/// The records of one collection in id order, with the collection's indexes: what a store in
/// memory keeps, and what a session keeps of its own writes.
///
/// It is a value, and a copy costs a few retains however many records there are: a snapshot of a
/// store is a copy of its tables. Changing a table copies only the little that a copy still shares.
///
/// A backend over data in memory (``SnapshotBackend``) keeps one per collection and answers
/// ``StoreSnapshot/scan(_:)`` with ``scan(_:)``, which uses the indexes.
public struct RecordTable: Sendable {
    /// One index and its records in the order of its fields, then of their ids.
    struct Index: Sendable {
        let layout: IndexLayout
        let fields: [FieldReference]
        var tree: RecordTree
    }

    /// The collection.
    public let schema: CollectionSchema
    private(set) var byID = RecordTree(order: .id)
    private(set) var indexes: [Index] = []

    /// An empty table with the indexes that the schema declares.
    public init(_ schema: CollectionSchema) {
        self.schema = schema
        for layout in schema.indexes {
            let fields = layout.fields.compactMap { schema.resolve($0) }
            guard fields.count == layout.fields.count else { continue }
            indexes.append(
                Index(
                    layout: layout, fields: layout.fields.map { FieldReference(path: $0) },
                    tree: RecordTree(order: RecordKeyOrder(fields: fields))))
        }
    }

    /// How many records there are.
    public var count: Int { byID.count }

    /// The record with the id.
    public func record(_ id: Value) -> StoredRecord? {
        byID.record(id)
    }

    /// Stores a record in place of the one with the same id.
    ///
    /// - Returns: the record replaced.
    @discardableResult
    public mutating func put(_ record: StoredRecord) -> StoredRecord? {
        let old = byID.insert(record)
        for index in indexes.indices {
            if let old, indexes[index].tree.order.compareFields(old, record) != 0 {
                indexes[index].tree.remove(old)
            }
            indexes[index].tree.insert(record)
        }
        return old
    }

    /// Removes the record with the id.
    ///
    /// - Returns: the record removed.
    @discardableResult
    public mutating func remove(_ id: Value) -> StoredRecord? {
        guard let record = record(id) else { return nil }
        byID.remove(record)
        for index in indexes.indices { indexes[index].tree.remove(record) }
        return record
    }

    /// Every record, in id order.
    public var records: [StoredRecord] {
        var all: [StoredRecord] = []
        all.reserveCapacity(count)
        byID.forEach { record in
            all.append(record)
            return true
        }
        return all
    }

    /// The records that match a scan's predicate, in id order, found through the best index.
    ///
    /// They are exactly those of the scan's window, and ``ScanBatch/hasMore`` is exact too.
    ///
    /// - Throws: `invalid` when the predicate names an undeclared field.
    public func scan(_ scan: Scan) throws -> ScanBatch {
        let predicate = try CompiledPredicate(scan.predicate, in: scan.collection)
        var batch = BatchCollector(predicate: predicate, limit: max(scan.limit, 0))
        switch access(for: scan.predicate, limit: scan.limit) {
        case .ids(let ids):
            for id in ids where scan.after.map({ $0 < id }) ?? true {
                if let record = record(id), !batch.add(record) { break }
            }
        case .idRange(let range):
            walk(byID, KeyRange(start: later(of: range.start, scan.after), end: range.end)) {
                batch.add($0)
            }
        case .index(let index, let ranges, isInIDOrder: true):
            var start = ranges[0].start
            if let after = scan.after {
                start.id = after
                start.isBehind = true
            }
            walk(indexes[index].tree, KeyRange(start: start, end: ranges[0].end)) {
                batch.add($0)
            }
        case .index(let index, let ranges, isInIDOrder: false):
            for record in sorted(indexes[index].tree, ranges, after: scan.after, predicate) {
                if !batch.add(record, isMatch: true) { break }
            }
        case .scan:
            byID.forEach(from: scan.after.map { KeyPlace(id: $0, isBehind: true) }) {
                batch.add($0)
            }
        }
        return ScanBatch(batch.records, hasMore: batch.hasMore)
    }

    /// A place between the ids, or the one behind an id if that comes later.
    private func later(of place: KeyPlace, _ after: Value?) -> KeyPlace {
        guard let after else { return place }
        let behind = KeyPlace(id: after, isBehind: true)
        return byID.count(before: behind) > byID.count(before: place) ? behind : place
    }

    private func walk(
        _ tree: RecordTree, _ range: KeyRange, _ body: (StoredRecord) -> Bool
    ) {
        tree.forEach(from: range.start) { record in
            tree.order.isInFront(record, of: range.end) && body(record)
        }
    }

    /// The matching records of several ranges of an index, sorted by id.
    private func sorted(
        _ tree: RecordTree, _ ranges: [KeyRange], after: Value?, _ predicate: CompiledPredicate
    ) -> [StoredRecord] {
        var found: [StoredRecord] = []
        for range in ranges {
            walk(tree, range) { record in
                if let after, !(after < record.id) { return true }
                if predicate.matches(record.values) { found.append(record) }
                return true
            }
        }
        found.sort { $0.id < $1.id }
        return found
    }
}

/// Collects matching records up to a limit, and notes whether there was one more.
private struct BatchCollector {
    let predicate: CompiledPredicate
    let limit: Int
    var records: [StoredRecord] = []
    var hasMore = false

    /// Takes a record if it matches.
    ///
    /// - Returns: whether to go on.
    mutating func add(_ record: StoredRecord, isMatch: Bool = false) -> Bool {
        guard isMatch || predicate.matches(record.values) else { return true }
        guard records.count < limit else {
            hasMore = true
            return false
        }
        records.append(record)
        return true
    }
}
