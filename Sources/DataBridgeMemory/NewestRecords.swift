import DataBridgeCore

/// The newest committed records by collection and id, for reads outside transactions: the path
/// that must cost little more than a dictionary behind a lock.
struct NewestRecords {
    /// One table per collection.
    private var records: [RecordIndex] = []
    /// Those whose collection was dropped, for the next ones that are made.
    private var freeSlots: [Int] = []
    /// Where the collections are, by the bytes of their names.
    private var slots: [Value: Int] = [:]

    /// Schema objects that were admitted lately, and below where their collections are.
    ///
    /// A repository always passes the same object, which finds its collection without hashing a
    /// name.
    private var admittedIDs: [ObjectIdentifier?] = Array(repeating: nil, count: 16)
    private var admittedSlots: [Int] = Array(repeating: 0, count: 16)
    /// The objects themselves, so that no other one gets the address of one of them.
    private var admitted: [CollectionSchema?] = Array(repeating: nil, count: 16)

    /// The record with the id.
    ///
    /// - Returns: nil when the schema has to be admitted first.
    func record(_ id: Value, in schema: CollectionSchema) -> StoredRecord?? {
        let identity = ObjectIdentifier(schema)
        let place = place(of: identity)
        guard admittedIDs[place] == identity else { return nil }
        return .some(records[admittedSlots[place]].record(id))
    }

    /// Lets a schema be asked with that is known to fit its collection.
    mutating func admit(_ schema: CollectionSchema) {
        guard let slot = slots[.string(schema.name)] else { return }
        let identity = ObjectIdentifier(schema)
        let place = place(of: identity)
        admitted[place] = schema
        admittedIDs[place] = identity
        admittedSlots[place] = slot
    }

    /// Two objects that fall on one place only make each other be admitted again.
    private func place(of identity: ObjectIdentifier) -> Int {
        Int(truncatingIfNeeded: UInt(bitPattern: identity) >> 5) & 15
    }

    mutating func create(_ name: Value) {
        admitNone()
        if let slot = freeSlots.popLast() {
            slots[name] = slot
        } else {
            slots[name] = records.count
            records.append(RecordIndex())
        }
    }

    mutating func drop(_ name: Value) {
        admitNone()
        guard let slot = slots.removeValue(forKey: name) else { return }
        records[slot] = RecordIndex()
        freeSlots.append(slot)
    }

    mutating func removeAll() {
        self = NewestRecords()
    }

    private mutating func admitNone() {
        for place in admittedIDs.indices {
            admittedIDs[place] = nil
            admitted[place] = nil
        }
    }

    /// Puts changed records of one collection in the place of what was there.
    mutating func apply(_ changes: ArraySlice<Change>, in name: Value) {
        guard let slot = slots[name] else { return }
        for change in changes {
            if let record = change.new {
                records[slot].put(record)
            } else {
                records[slot].remove(change.id)
            }
        }
    }
}
