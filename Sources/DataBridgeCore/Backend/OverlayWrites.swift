/// A record's committed state and its state now; nil where it is absent.
struct OverlayWrite {
    let base: StoredRecord?
    let current: StoredRecord?

    /// The record's id; where both states are absent nothing is kept.
    var id: Value { (current ?? base)?.id ?? .null }
}

/// What was written to the records of a collection, by id.
///
/// It is kept in the order in which the ids were first written. A write by query goes through the
/// records in id order, and then what it comes to needs no sorting at the commit.
struct OverlayWrites {
    private var positions: [Value: Int] = [:]
    /// Nil where a write was forgotten.
    private var entries: [OverlayWrite?] = []

    var isEmpty: Bool { positions.isEmpty }

    /// What was written to an id.
    subscript(id: Value) -> OverlayWrite? {
        positions[id].flatMap { entries[$0] }
    }

    var count: Int { positions.count }

    /// Calls a closure with each id and what was written to it, in the order in which the ids were
    /// first written.
    func forEach(_ body: (Value, OverlayWrite) -> Void) {
        for case let write? in entries { body(write.id, write) }
    }

    /// Sets or, with nil, forgets what was written to an id.
    ///
    /// - Returns: what had been written before.
    mutating func set(_ write: OverlayWrite?, for id: Value) -> OverlayWrite? {
        if let write {
            let end = entries.count
            let position = OverlayWrites.position(&positions[id, default: end])
            guard position == end else {
                let previous = entries[position]
                entries[position] = write
                return previous
            }
            entries.append(write)
            return nil
        }
        guard let position = positions.removeValue(forKey: id) else { return nil }
        let previous = entries[position]
        entries[position] = nil
        dropForgotten()
        return previous
    }

    /// A position that is in a dictionary now, be it new or not: one search finds it or adds it.
    private static func position(_ place: inout Int) -> Int { place }

    /// Keeps a long transaction that writes and undoes from growing without end.
    private mutating func dropForgotten() {
        guard entries.count > 2 * positions.count + 64 else { return }
        entries.removeAll { $0 == nil }
        for (position, write) in entries.enumerated() {
            if let id = write?.id { positions[id] = position }
        }
    }
}
