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
        guard let departure = departure(of: change, schema, in: commit) else { return fresh }
        let before = try text(departure.old, departure.collection.coding)
        var editor = JSONEditor(try JSONTape(parsing: departure.text))
        let root = editor.tape.root
        if let upgraded = try departure.collection.coding.upgraded(departure.element.node) {
            // Of an older version of the schema: it becomes what the upgrade steps make of it, with
            // the change on top; else the steps would run again on the changed record.
            var upgrade = JSONEditor(upgraded)
            upgrade.update(
                upgraded.root, from: before.root, to: fresh.root, matching: schema.matching)
            let target = try JSONTape(parsing: upgrade.finish())
            editor.update(root, from: root, to: target.root, matching: schema.matching)
        } else {
            editor.update(root, from: before.root, to: fresh.root, matching: schema.matching)
        }
        return try JSONTape(parsing: editor.finish())
    }

    /// A record that goes, and what it says.
    private struct Departure {
        let collection: IndexedCollection
        let element: IndexedCollection.Element
        let old: StoredRecord

        /// The record as it stands in the file.
        var text: [UInt8] { element.node.withSource { Array($0) } }
    }

    /// Where a record comes from; nil when it is new, or when that cannot be told.
    private func departure(
        of change: Change, _ schema: CollectionSchema, in commit: SnapshotCommit
    ) -> Departure? {
        func isPossible(_ departure: Departure) -> Bool {
            departure.collection.schema.fields == schema.fields
                && !ByteOrder.equal(departure.collection.schema.name, change.collection)
        }
        var left = (departures[change.id] ?? []).compactMap { departure in
            self.departure(of: change.id, from: departure.collection, departure.old, in: commit)
        }.filter(isPossible)
        if !left.isEmpty {
            if left.count > 1 { left.removeAll { $0.old.values != change.new?.values } }
            return left.count == 1 ? left.first : nil
        }
        // The records of a collection that is dropped go with it, without changes of their own.
        var dropped = commit.dropped.compactMap { name in
            departure(of: change.id, from: name, nil, in: commit)
        }.filter(isPossible)
        // Where lists with the same ids are renamed together, the one that says the same is meant;
        // and what enters a list that was there before may be new and only have the same id.
        let isMade = commit.created.contains { ByteOrder.equal($0.name, change.collection) }
        if dropped.count > 1 || !isMade {
            dropped.removeAll { $0.old.values != change.new?.values }
        }
        guard let first = dropped.first, dropped.allSatisfy({ $0.text == first.text }) else {
            return nil
        }
        return first
    }

    private func departure(
        of id: Value, from collection: String, _ old: StoredRecord?, in commit: SnapshotCommit
    ) -> Departure? {
        guard let source = file.collections[.string(collection)],
            let element = source.element(id)
        else { return nil }
        if let old { return Departure(collection: source, element: element, old: old) }
        if let values = try? source.coding.values(from: element.node) {
            return Departure(
                collection: source, element: element,
                old: StoredRecord(id: id, values: values, version: .content(of: values)))
        }
        // Somebody made it unreadable meanwhile: what it was is known, and what it says stays.
        guard let old = try? commit.snapshot.read(id, in: source.schema) else { return nil }
        return Departure(collection: source, element: element, old: old)
    }
}
