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

    /// A record that goes, and what it says.
    private struct Departure {
        let collection: IndexedCollection
        let element: IndexedCollection.Element
        let old: StoredRecord
    }

    /// Where a record comes from; nil when it is new, or when that cannot be told.
    private func departure(
        of change: Change, _ schema: CollectionSchema, in commit: SnapshotCommit
    ) -> (IndexedCollection.Element, StoredRecord, JSONRecordCoding)? {
        var found = (departures[change.id] ?? []).compactMap { departure in
            self.departure(of: change.id, from: departure.collection, departure.old)
        }
        // The records of a collection that is dropped go with it, without changes of their own.
        found += commit.dropped.compactMap { departure(of: change.id, from: $0, nil) }
        found.removeAll { departure in
            departure.collection.schema.fields != schema.fields
                || ByteOrder.equal(departure.collection.schema.name, change.collection)
        }
        // Where lists with the same ids are renamed together, the one that says the same is meant.
        if found.count > 1 { found.removeAll { $0.old.values != change.new?.values } }
        guard found.count == 1, let only = found.first else { return nil }
        return (only.element, only.old, only.collection.coding)
    }

    private func departure(
        of id: Value, from collection: String, _ old: StoredRecord?
    ) -> Departure? {
        guard let source = file.collections[.string(collection)],
            let element = source.element(id)
        else { return nil }
        if let old { return Departure(collection: source, element: element, old: old) }
        guard let values = try? source.coding.values(from: element.node) else { return nil }
        return Departure(
            collection: source, element: element,
            old: StoredRecord(id: id, values: values, version: .content(of: values)))
    }
}
