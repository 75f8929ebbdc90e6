import DataBridgeCore

/// What a transaction has written, step by step.
struct WriteLog {
    /// One record written.
    struct Step {
        var layout: TableLayout
        var old: StoredRecord?
        var new: StoredRecord?

        var id: Value { new?.id ?? old?.id ?? .null }
    }

    /// A record with what it was before the transaction and what it has become.
    struct Net {
        var layout: TableLayout
        var id: Value
        var old: StoredRecord?
        var new: StoredRecord?

        /// Whether the transaction has led the record back to where it was.
        var isUnchanged: Bool {
            switch (old, new) {
            case (nil, nil): true
            case (let old?, let new?): old.values == new.values
            default: false
            }
        }
    }

    private struct Key: Hashable {
        var collection: Value
        var id: Value

        init(_ layout: TableLayout, _ id: Value) {
            collection = .string(layout.schema.name)
            self.id = id
        }
    }

    private var steps: [Step] = []
    /// Records that were there before the transaction, as they were, in the order in which it
    /// touched them first.
    private var bases: [Key: StoredRecord] = [:]
    private var touched: [Key] = []
    /// Collections made and dropped, with the number of steps before.
    private var collections: [(name: String, isDrop: Bool, steps: Int)] = []
    /// The first version that the transaction can have given.
    private let firstVersion: UInt64

    /// - Parameter version: the newest version there is.
    init(after version: Int64) {
        firstVersion = UInt64(bitPattern: version) + 1
    }

    var isEmpty: Bool { steps.isEmpty && collections.isEmpty }

    /// A record as it was before the transaction; nil if it was not there, or was not touched yet.
    func base(_ id: Value, _ layout: TableLayout) -> StoredRecord? {
        bases.isEmpty ? nil : bases[Key(layout, id)]
    }

    /// Notes a step.
    ///
    /// - Parameter version: the newest version that the transaction has given.
    mutating func add(
        _ layout: TableLayout, old: StoredRecord?, new: StoredRecord?, version: Int64
    ) {
        if let old, !isOwn(old, newest: version) {
            let key = Key(layout, old.id)
            if bases[key] == nil {
                bases[key] = old
                touched.append(key)
            }
        }
        steps.append(Step(layout: layout, old: old, new: new))
    }

    /// Whether the transaction has written the record.
    private func isOwn(_ record: StoredRecord, newest: Int64) -> Bool {
        record.version.counter >= firstVersion
            && record.version.counter <= UInt64(bitPattern: newest)
    }

    mutating func create(_ name: String) {
        collections.append((name, false, steps.count))
    }

    /// Notes that a collection was dropped: what was written to it before is of no interest any
    /// more.
    mutating func drop(_ name: String) {
        collections.append((name, true, steps.count))
    }

    // MARK: Savepoints

    /// A place to go back to.
    struct Mark {
        fileprivate var steps: Int
        fileprivate var collections: Int
        fileprivate var touched: Int
    }

    var mark: Mark {
        Mark(steps: steps.count, collections: collections.count, touched: touched.count)
    }

    /// Forgets what came behind a mark.
    mutating func goBack(to mark: Mark) {
        steps.removeSubrange(mark.steps...)
        collections.removeSubrange(mark.collections...)
        for key in touched[mark.touched...] { bases[key] = nil }
        touched.removeSubrange(mark.touched...)
    }

    // MARK: What it comes to

    /// Whether a record may have been written twice.
    var mayRepeat: Bool { !bases.isEmpty || steps.contains { $0.old != nil } }

    /// What each record was before and is now, in no order.
    var net: [Net] {
        var net: [Net] = []
        guard mayRepeat || !collections.isEmpty else {
            return steps.map { Net(layout: $0.layout, id: $0.id, old: nil, new: $0.new) }
        }
        var places: [Key: Int] = [:]
        for (index, step) in steps.enumerated() {
            let name = step.layout.schema.name
            let isDropped = collections.contains {
                $0.isDrop && $0.steps > index && ByteOrder.equal($0.name, name)
            }
            guard !isDropped else { continue }
            let key = Key(step.layout, step.id)
            if let place = places[key] {
                net[place].new = step.new
            } else {
                places[key] = net.count
                let old = isMade(step.layout.schema.name, before: index) ? nil : bases[key]
                net.append(Net(layout: step.layout, id: step.id, old: old, new: step.new))
            }
        }
        return net
    }

    private func isMade(_ name: String, before step: Int) -> Bool {
        collections.contains {
            !$0.isDrop && $0.steps <= step && ByteOrder.equal($0.name, name)
        }
    }

    /// Whether a collection was not there before the transaction, which made it.
    func isNew(_ name: String) -> Bool {
        collections.first { ByteOrder.equal($0.name, name) }.map { !$0.isDrop } ?? false
    }

    /// The names of collections that the transaction made or dropped, each once; those that it made
    /// and dropped again are not among them.
    var changedCollections: [String] {
        var names: [String] = []
        for (name, _, _) in collections where !names.contains(where: { ByteOrder.equal($0, name) })
        {
            let last = collections.last { ByteOrder.equal($0.name, name) }
            if isNew(name), last?.isDrop ?? false { continue }
            names.append(name)
        }
        return names
    }
}
