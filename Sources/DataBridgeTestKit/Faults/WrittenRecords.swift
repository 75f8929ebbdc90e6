import DataBridgeCore

/// What a session has written so far: the net change of each record, for the announcement of a
/// commit of which nobody knows whether it happened.
struct WrittenRecords {
    private struct Key: Hashable {
        var collection: Value
        var id: Value
    }

    private struct Write {
        var schema: CollectionSchema
        var old: StoredRecord?
        var new: StoredRecord?
    }

    private struct Content {
        var writes: [Key: Write] = [:]
        var collections: [String] = []
    }

    private var content = Content()
    private var marks: [Content] = []

    mutating func add(
        _ new: StoredRecord?, replacing old: StoredRecord?, in schema: CollectionSchema
    ) {
        guard let id = new?.id ?? old?.id else { return }
        let key = Key(collection: .string(schema.name), id: id)
        content.writes[key, default: Write(schema: schema, old: old)].new = new
    }

    mutating func addCollection(_ name: String) { content.collections.append(name) }

    mutating func setMark() { marks.append(content) }

    mutating func undoToMark() { content = marks.popLast() ?? content }

    mutating func removeMark() { _ = marks.popLast() }

    /// What would have been committed, as an announcement.
    var unknownChanges: CommittedChanges {
        let sorted = content.writes.sorted {
            ($0.key.collection, $0.key.id) < ($1.key.collection, $1.key.id)
        }
        let changes = sorted.compactMap { key, write in
            Change(in: write.schema, id: key.id, old: write.old, new: write.new)
        }
        return CommittedChanges(
            position: nil, changes: changes, changedCollections: content.collections,
            outcome: .unknown)
    }
}
