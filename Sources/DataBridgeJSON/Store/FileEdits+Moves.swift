import DataBridgeCore
import JSONSyntax

/// Records that leave one collection and enter another in the same commit.
extension FileEdits {
    /// The text of a record that enters a collection.
    ///
    /// One that leaves another collection of the same fields in the same commit has moved: as when
    /// a person cuts and pastes it, it keeps the members that the schema does not declare, the
    /// order of its members and their spelling. Only what differs is changed.
    func enteringText(
        _ change: Change, _ new: StoredRecord, schema: CollectionSchema, in commit: SnapshotCommit
    ) throws -> JSONTape {
        let fresh = try text(new, JSONRecordCoding(schema))
        guard let (element, old, coding) = departure(of: change, schema, in: commit) else {
            return fresh
        }
        var editor = JSONEditor(try JSONTape(parsing: element.node.withSource { Array($0) }))
        editor.update(
            editor.tape.root, from: try text(old, coding).root, to: fresh.root,
            matching: schema.matching)
        return try JSONTape(parsing: editor.finish())
    }

    /// Where a record comes from; nil when it is new, or left several collections.
    private func departure(
        of change: Change, _ schema: CollectionSchema, in commit: SnapshotCommit
    ) -> (IndexedCollection.Element, StoredRecord, JSONRecordCoding)? {
        let departures = (departures[change.id] ?? []).filter {
            !ByteOrder.equal($0.collection, change.collection)
        }
        guard departures.count == 1, let departure = departures.first, let old = departure.old,
            let source = file.collections[.string(departure.collection)],
            source.schema.fields == schema.fields, let element = source.element(change.id)
        else { return nil }
        return (element, old, source.coding)
    }
}
