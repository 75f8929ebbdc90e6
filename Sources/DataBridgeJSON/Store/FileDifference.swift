import DataBridgeCore
import DataBridgeMemory

/// What became of the records between two looks at the file.
struct FileDifference {
    private let before: JSONFileBackend.Contents
    private let after: JSONFileBackend.Contents
    private let records: [Value: [StoredRecord]]
    private let file: LoadedFile

    /// - Parameters:
    ///   - records: The records that can be read now.
    ///   - file: The text they were read from.
    init(
        from before: JSONFileBackend.Contents, to after: JSONFileBackend.Contents,
        records: [Value: [StoredRecord]], of file: LoadedFile
    ) {
        self.before = before
        self.after = after
        self.records = records
        self.file = file
    }

    /// The step that leads the committed records to those of the file.
    ///
    /// - Parameter committed: gives a collection's committed records.
    func step(
        _ committed: (CollectionSchema) throws -> [StoredRecord]?
    ) throws -> MemoryBackend.Step {
        let gone = before.schemas.filter { !isSame($0.key) }.values
        var new: [CollectionSchema] = []
        var changes: [Change] = []
        for (name, schema) in after.schemas.sorted(by: { $0.key < $1.key }) {
            let old = isSame(name) ? try committed(schema) : nil
            if old == nil { new.append(schema) }
            changes += difference(old ?? [], records[name] ?? [], in: schema)
        }
        return MemoryBackend.Step(
            changes: changes, created: new.sorted { $0.name < $1.name },
            dropped: gone.map(\.name).sorted())
    }

    /// Whether a collection is there before and after, and is read as the same.
    private func isSame(_ name: Value) -> Bool {
        guard let old = before.schemas[name], let new = after.schemas[name] else { return false }
        return old.hasSameRecords(as: new)
    }

    private func difference(
        _ old: [StoredRecord], _ new: [StoredRecord], in schema: CollectionSchema
    ) -> [Change] {
        var left: [Value: StoredRecord] = [:]
        left.reserveCapacity(old.count)
        for record in old { left[record.id] = record }
        var changes: [Change] = []
        for record in new {
            let was = left.removeValue(forKey: record.id)
            if let was, was.values == record.values { continue }
            if let change = Change(in: schema, id: record.id, old: was, new: record) {
                changes.append(change)
            }
        }
        let collection = file.collections[.string(schema.name)]
        // A record that stands there but cannot be read is not gone: somebody is at work on it. It
        // counts as it was last read until it can be read again, or goes.
        for record in left.values where collection?.element(record.id) == nil {
            if let change = Change(in: schema, id: record.id, old: record, new: nil) {
                changes.append(change)
            }
        }
        return changes.sorted { $0.id < $1.id }
    }
}
