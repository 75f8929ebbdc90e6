import DataBridgeCore

/// Which version of the one store is which of the other: tokens have names of their own in each.
struct VersionCorrespondence {
    /// Where a version was seen first: in a transaction, nested that deep.
    struct Place: Equatable {
        var unit: Int
        var depth: Int
    }

    private struct Content: Hashable {
        var collection: Value
        var id: Value
        var version: RecordVersion
    }

    private var subjects: [RecordVersion: RecordVersion] = [:]
    private var references: [RecordVersion: RecordVersion] = [:]
    private var places: [RecordVersion: Place] = [:]
    private var contents: [Content: [Value]] = [:]
    /// Whether the subject's versions come back with former content.
    private let recur: Bool

    init(recur: Bool) {
        self.recur = recur
    }

    /// Takes two versions for the same; says why they cannot be.
    mutating func match(
        _ reference: RecordVersion, _ subject: RecordVersion, at place: Place?
    ) -> String? {
        if let known = subjects[reference] {
            return known == subject
                ? nil : "the version is \(subject), and was \(known) before"
        }
        if !recur, references[subject] != nil {
            return "the version \(subject) did not move, or was used before"
        }
        subjects[reference] = subject
        references[subject] = reference
        places[reference] = place
        return nil
    }

    /// Notes what a record holds at a version; says so when it held something else at it.
    mutating func note(_ row: Outcome.Row, in collection: String) -> String? {
        guard recur, let version = row.version else { return nil }
        let key = Content(collection: .string(collection), id: row.id, version: version)
        guard let known = contents[key] else {
            contents[key] = row.values
            return nil
        }
        return row.hasSameValues(as: Outcome.Row(id: row.id, values: known))
            ? nil : "the version \(version) is that of other content"
    }

    /// A transaction was undone: its versions may be used again.
    mutating func forget(_ unit: Int, from depth: Int) {
        for (version, place) in places where place.unit == unit && place.depth >= depth {
            if let subject = subjects.removeValue(forKey: version) { references[subject] = nil }
            places[version] = nil
        }
    }

    /// A transaction ended well: its versions are the outer one's, or everybody's.
    mutating func keep(_ unit: Int, from depth: Int) {
        for (version, place) in places where place.unit == unit && place.depth >= depth {
            places[version] = depth > 1 ? Place(unit: unit, depth: depth - 1) : nil
        }
    }
}
