import DataBridgeCore

/// The collections of one committed state: a value whose copy is a snapshot.
struct MemoryTables: Sendable {
    /// By the bytes of the collections' names.
    private var tables: [Value: RecordTable] = [:]

    subscript(name: String) -> RecordTable? { tables[.string(name)] }

    /// The table of a collection.
    ///
    /// - Throws: `notFound`; `invalid` when it holds records of another shape.
    func table(_ schema: CollectionSchema) throws -> RecordTable {
        guard let table = tables[.string(schema.name)] else {
            throw DataError.collectionNotFound(schema.name)
        }
        try table.schema.checkLayout(schema)
        return table
    }

    /// The names, sorted by bytes.
    var names: [String] { tables.values.map(\.schema.name).sorted(by: ByteOrder.precedes) }

    /// Such as `2 collections, 120 records`.
    var summary: String {
        "\(tables.count) collections, \(tables.values.reduce(0) { $0 + $1.count }) records"
    }

    mutating func create(_ schema: CollectionSchema) {
        tables[.string(schema.name)] = RecordTable(schema)
    }

    /// Drops, makes and changes what a step says.
    mutating func apply(_ step: MemoryBackend.Step) {
        for name in step.dropped { tables[.string(name)] = nil }
        for schema in step.created { create(schema) }
        MemoryTables.forEachRun(of: step.changes) { name, changes in
            // Taken out while it changes, so that nothing is copied but what snapshots share.
            guard var table = tables.removeValue(forKey: name) else {
                preconditionFailure("the check of what was read covers missing collections")
            }
            for change in changes {
                if let new = change.new {
                    table.put(new)
                } else {
                    table.remove(change.id)
                }
            }
            tables[name] = table
        }
    }

    /// Calls a closure with the changes of each collection; they are ordered by collection.
    static func forEachRun(
        of changes: [Change], _ body: (Value, ArraySlice<Change>) -> Void
    ) {
        var rest = changes[...]
        while let first = rest.first {
            let run = rest.prefix { ByteOrder.equal($0.collection, first.collection) }
            rest = rest.dropFirst(run.count)
            body(.string(first.collection), run)
        }
    }
}
