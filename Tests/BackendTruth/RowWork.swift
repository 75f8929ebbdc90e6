import DataBridgeCore

/// What a session has read and done, a value that a savepoint is a copy of.
struct RowWork: Sendable {
    private var tables: [Value: RowTable]
    /// The records written, as they were before.
    private var before: [Value: [Value: StoredRecord?]] = [:]
    private var madeNames: Set<Value> = []
    private var droppedNames: Set<Value> = []
    /// Grows only: what was read before going back to a savepoint was read all the same.
    var reads = ReadSet()

    init(_ tables: [Value: RowTable]) {
        self.tables = tables
    }

    var names: [String] { tables.keys.sorted().map(\.idText) }

    func table(_ collection: CollectionSchema) throws -> RowTable {
        guard let table = tables[.string(collection.name)] else {
            throw DataError.collectionNotFound(collection.name)
        }
        try table.schema.checkLayout(collection)
        return table
    }

    mutating func set(
        _ record: StoredRecord?, at id: Value, replacing old: StoredRecord?,
        in collection: CollectionSchema
    ) throws {
        let name = Value.string(collection.name)
        var table = try table(collection)
        // Written in place: the copy in the dictionary is let go.
        tables[name] = nil
        defer { tables[name] = table }
        try table.set(record, at: id)
        if before[name, default: [:]][id] == nil {
            before[name, default: [:]].updateValue(old, forKey: id)
        }
    }

    mutating func create(_ schema: CollectionSchema) throws {
        let name = Value.string(schema.name)
        reads.addCollection(schema.name)
        guard tables[name] == nil else {
            throw DataError(
                .alreadyExists, "There is a table of this name.", collection: schema.name)
        }
        tables[name] = RowTable(schema)
        madeNames.insert(name)
    }

    mutating func drop(_ name: String) throws {
        let key = Value.string(name)
        reads.addWholeCollection(name)
        guard tables.removeValue(forKey: key) != nil else {
            throw DataError.collectionNotFound(name)
        }
        before[key] = nil
        if madeNames.remove(key) == nil { droppedNames.insert(key) }
    }

    /// Goes back to a savepoint.
    mutating func restore(_ saved: RowWork) {
        let reads = reads
        self = saved
        self.reads = reads
    }
}

// MARK: What is left of it

extension RowWork {
    var created: [CollectionSchema] { madeNames.sorted().compactMap { tables[$0]?.schema } }

    var dropped: [String] { droppedNames.sorted().map(\.idText) }

    /// The net change of each record, by collection and id; what ended as it was is none.
    var changes: [Change] {
        get throws {
            var changes: [Change] = []
            for (name, records) in before.sorted(by: { $0.key < $1.key }) {
                guard let table = tables[name] else { continue }
                for (id, old) in records.sorted(by: { $0.key < $1.key }) {
                    let new = try table.record(id)
                    if let old, let new, old.values == new.values { continue }
                    if let change = Change(in: table.schema, id: id, old: old, new: new) {
                        changes.append(change)
                    }
                }
            }
            return changes
        }
    }
}
