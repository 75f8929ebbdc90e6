/// Records in a fixed order: a persistent B+tree.
///
/// A copy costs a retain and never changes: that is what a snapshot is. A change copies the nodes
/// on the way to the record, and only those that a copy still shares. What no copy needs any more
/// goes away by itself.
///
/// Insertion, removal, lookup and counting a range take O(log n).
struct RecordTree: Sendable {
    /// How many entries a node holds at most; one with fewer than a quarter joins a neighbour.
    static let capacity = 64

    let order: RecordKeyOrder
    private(set) var count = 0
    private var root = RecordTreeNode.leaf([])

    init(order: RecordKeyOrder) {
        self.order = order
    }

    /// Adds a record in place of the one with the same key.
    ///
    /// - Returns: the record replaced.
    @discardableResult
    mutating func insert(_ record: StoredRecord) -> StoredRecord? {
        let (replaced, sibling) = root.insert(record, order)
        if let sibling {
            let left = RecordTreeNode.Child(root)
            root = .branch([left, sibling])
        }
        if replaced == nil { count += 1 }
        return replaced
    }

    /// Removes the record with the same key.
    ///
    /// - Returns: the record removed.
    @discardableResult
    mutating func remove(_ record: StoredRecord) -> StoredRecord? {
        guard let removed = root.remove(record, order) else { return nil }
        if case .branch(let children) = root, children.count == 1 { root = children[0].node }
        count -= 1
        return removed
    }

    /// The record with the id, in a tree ordered by id alone.
    func record(_ id: Value) -> StoredRecord? {
        root.record(id)
    }

    /// Calls a closure with the records from a place on (from the first one by default), in order,
    /// as long as it returns true.
    func forEach(from place: KeyPlace? = nil, _ body: (StoredRecord) -> Bool) {
        _ = root.forEach(from: place, order, body)
    }

    /// How many records lie in front of a place.
    func count(before place: KeyPlace) -> Int {
        root.count(before: place, order)
    }

    /// How many records lie between two places.
    func count(in range: KeyRange) -> Int {
        max(0, count(before: range.end) - count(before: range.start))
    }
}
