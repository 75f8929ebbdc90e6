/// A node of a ``RecordTree``: a run of records, or a run of nodes.
enum RecordTreeNode: Sendable {
    case leaf([StoredRecord])
    case branch([Child])

    /// A node below a branch.
    struct Child: Sendable {
        /// The first record below, by which the branch is searched.
        var first: StoredRecord?
        /// How many records are below.
        var count: Int
        var node: RecordTreeNode

        init(_ node: RecordTreeNode) {
            self.node = node
            first = node.first
            count = node.count
        }

        mutating func refresh() {
            first = node.first
            count = node.count
        }
    }

    var first: StoredRecord? {
        switch self {
        case .leaf(let records): records.first
        case .branch(let children): children.first?.first
        }
    }

    var count: Int {
        switch self {
        case .leaf(let records): records.count
        case .branch(let children): children.reduce(0) { $0 + $1.count }
        }
    }

    /// How many entries the node itself has.
    var fill: Int {
        switch self {
        case .leaf(let records): records.count
        case .branch(let children): children.count
        }
    }
}

// MARK: Reading

extension RecordTreeNode {
    /// The record with the id, in a tree ordered by id alone.
    func record(_ id: Value) -> StoredRecord? {
        switch self {
        case .leaf(let records):
            var low = 0
            var high = records.count
            while low < high {
                let middle = (low + high) / 2
                let order = records[middle].id.compare(to: id)
                if order == 0 { return records[middle] }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return nil
        case .branch(let children):
            let index = Self.lastIndex(in: children) { $0.id.compare(to: id) <= 0 }
            return children[index].node.record(id)
        }
    }

    func forEach(
        from place: KeyPlace?, _ order: RecordKeyOrder, _ body: (StoredRecord) -> Bool
    ) -> Bool {
        switch self {
        case .leaf(let records):
            let start = if let place { Self.start(in: records, place, order) } else { 0 }
            for index in start..<records.count where !body(records[index]) { return false }
            return true
        case .branch(let children):
            let start = if let place { Self.index(in: children, place, order) } else { 0 }
            for index in start..<children.count {
                // Only the first node can hold records in front of the place.
                let from = index == start ? place : nil
                if !children[index].node.forEach(from: from, order, body) { return false }
            }
            return true
        }
    }

    func count(before place: KeyPlace, _ order: RecordKeyOrder) -> Int {
        switch self {
        case .leaf(let records):
            return Self.start(in: records, place, order)
        case .branch(let children):
            let index = Self.index(in: children, place, order)
            let whole = children[..<index].reduce(0) { $0 + $1.count }
            return whole + children[index].node.count(before: place, order)
        }
    }

    /// The position of the first record that does not lie in front of a place.
    static func start(
        in records: [StoredRecord], _ place: KeyPlace, _ order: RecordKeyOrder
    ) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if order.isInFront(records[middle], of: place) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The position of the last node that begins in front of a place; of the first if none does.
    static func index(
        in children: [Child], _ place: KeyPlace, _ order: RecordKeyOrder
    ) -> Int {
        lastIndex(in: children) { order.isInFront($0, of: place) }
    }

    /// The position of the last node whose first record passes a test that all records up to some
    /// point pass; of the first if none does.
    static func lastIndex(
        in children: [Child], where passes: (StoredRecord) -> Bool
    ) -> Int {
        var low = 1
        var high = children.count
        while low < high {
            let middle = (low + high) / 2
            if let first = children[middle].first, passes(first) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low - 1
    }
}

// MARK: Changing

// A node is taken out of `self` while it changes, so that its array has one owner and changes in
// place unless a copy of the tree shares it.
extension RecordTreeNode {
    mutating func insert(
        _ record: StoredRecord, _ order: RecordKeyOrder
    ) -> (replaced: StoredRecord?, sibling: Child?) {
        switch self {
        case .leaf(var records):
            self = .leaf([])
            let (index, isFound) = Self.search(for: record, in: records, order)
            var replaced: StoredRecord?
            var sibling: Child?
            if isFound {
                replaced = records[index]
                records[index] = record
            } else {
                records.insert(record, at: index)
                // Records that come in ascending order leave full nodes behind.
                let isAppended = index == records.count - 1
                sibling = Self.split(&records, leaving: isAppended ? 1 : nil)
                    .map { Child(.leaf($0)) }
            }
            self = .leaf(records)
            return (replaced, sibling)
        case .branch(var children):
            self = .leaf([])
            let index = Self.index(of: record, in: children, order)
            let (replaced, added) = children[index].node.insert(record, order)
            var sibling: Child?
            if let added {
                children[index].refresh()
                children.insert(added, at: index + 1)
                let isAppended = index + 1 == children.count - 1
                sibling = Self.split(&children, leaving: isAppended ? 2 : nil)
                    .map { Child(.branch($0)) }
            } else {
                children[index].first = children[index].node.first
                if replaced == nil { children[index].count += 1 }
            }
            self = .branch(children)
            return (replaced, sibling)
        }
    }

    mutating func remove(_ record: StoredRecord, _ order: RecordKeyOrder) -> StoredRecord? {
        switch self {
        case .leaf(var records):
            let (index, isFound) = Self.search(for: record, in: records, order)
            guard isFound else { return nil }
            self = .leaf([])
            let removed = records.remove(at: index)
            self = .leaf(records)
            return removed
        case .branch(var children):
            self = .leaf([])
            let index = Self.index(of: record, in: children, order)
            let removed = children[index].node.remove(record, order)
            if removed != nil {
                children[index].first = children[index].node.first
                children[index].count -= 1
                Self.join(at: index, &children)
            }
            self = .branch(children)
            return removed
        }
    }

    /// Where a record with the key is or would be inserted.
    private static func search(
        for record: StoredRecord, in records: [StoredRecord], _ order: RecordKeyOrder
    ) -> (index: Int, isFound: Bool) {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            let comparison = order.compare(records[middle], record)
            if comparison == 0 { return (middle, true) }
            if comparison < 0 { low = middle + 1 } else { high = middle }
        }
        return (low, false)
    }

    /// Below which node a record with the key is or would be inserted.
    private static func index(
        of record: StoredRecord, in children: [Child], _ order: RecordKeyOrder
    ) -> Int {
        lastIndex(in: children) { order.compare($0, record) <= 0 }
    }

    /// Cuts off the end of a run that has grown too long.
    ///
    /// - Parameter rest: how many entries to cut off; half of them by default. A branch keeps at
    ///   least two nodes, so that a node that runs empty always has a neighbour.
    private static func split<Entry>(_ entries: inout [Entry], leaving rest: Int? = nil) -> [Entry]?
    {
        guard entries.count > RecordTree.capacity else { return nil }
        let keep = entries.count - (rest ?? entries.count / 2)
        let upper = Array(entries[keep...])
        entries.removeSubrange(keep...)
        return upper
    }

    /// Joins a node that has become small with a neighbour, and splits them evenly if they are too
    /// much for one.
    private static func join(at index: Int, _ children: inout [Child]) {
        guard children[index].node.fill < RecordTree.capacity / 4 else { return }
        let left = index > 0 ? index - 1 : 0
        let right = children.remove(at: left + 1).node
        switch (children[left].node, right) {
        case (.leaf(var records), .leaf(let others)):
            records += others
            let upper = split(&records)
            children[left] = Child(.leaf(records))
            if let upper { children.insert(Child(.leaf(upper)), at: left + 1) }
        case (.branch(var nodes), .branch(let others)):
            nodes += others
            let upper = split(&nodes)
            children[left] = Child(.branch(nodes))
            if let upper { children.insert(Child(.branch(upper)), at: left + 1) }
        default:
            preconditionFailure("all leaves of a tree lie at the same depth")
        }
    }
}
