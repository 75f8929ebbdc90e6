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

    private(set) var steps: [Step] = []
    /// Collections made and dropped, in their order.
    private(set) var collections: [String] = []
    /// Whether a record may be among the steps twice.
    private(set) var mayRepeat = false

    var isEmpty: Bool { steps.isEmpty && collections.isEmpty }

    mutating func add(_ layout: TableLayout, old: StoredRecord?, new: StoredRecord?) {
        // A record that was not there before this step can be there twice only after another step
        // that was no insert.
        if old != nil { mayRepeat = true }
        steps.append(Step(layout: layout, old: old, new: new))
    }

    mutating func addCollection(_ name: String) {
        collections.append(name)
    }

    /// A place to go back to.
    struct Mark {
        fileprivate var steps: Int
        fileprivate var collections: Int
    }

    var mark: Mark { Mark(steps: steps.count, collections: collections.count) }

    /// Forgets what came behind a mark.
    mutating func goBack(to mark: Mark) {
        steps.removeSubrange(mark.steps...)
        collections.removeSubrange(mark.collections...)
    }

    /// What each record was before and is now, in no order.
    var net: [Net] {
        guard mayRepeat, steps.count > 1 else {
            return steps.map { Net(layout: $0.layout, id: $0.id, old: $0.old, new: $0.new) }
        }
        struct Key: Hashable {
            var collection: Value
            var id: Value
        }
        var places: [Key: Int] = [:]
        var net: [Net] = []
        for step in steps {
            let key = Key(collection: .string(step.layout.schema.name), id: step.id)
            if let place = places[key] {
                net[place].new = step.new
            } else {
                places[key] = net.count
                net.append(Net(layout: step.layout, id: step.id, old: step.old, new: step.new))
            }
        }
        return net
    }

    /// The names of collections that the transaction made or dropped, each once.
    var changedCollections: [String] {
        var names: [String] = []
        for name in collections where !names.contains(where: { ByteOrder.equal($0, name) }) {
            names.append(name)
        }
        return names
    }
}
