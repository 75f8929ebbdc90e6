import DataBridgeCore

/// Finds what two outcomes of one operation differ in.
struct OutcomeComparison {
    var versions: VersionCorrespondence

    init(recur: Bool) {
        versions = VersionCorrespondence(recur: recur)
    }

    /// What is different, or nil.
    ///
    /// - Parameters:
    ///   - collection: what the operation was about.
    ///   - place: the transaction it ran in.
    mutating func difference(
        _ reference: Outcome, _ subject: Outcome, in collection: String,
        at place: VersionCorrespondence.Place?
    ) -> String? {
        switch (reference, subject) {
        case (.done, .done), (.skipped, .skipped): return nil
        case (.flag(let left), .flag(let right)): return left == right ? nil : "the answer"
        case (.value(let left), .value(let right)):
            return Identity.same(left, right) ? nil : "the value"
        case (.extreme(let left), .extreme(let right)): return left == right ? nil : "the value"
        case (.names(let left), .names(let right)):
            let isSame =
                left.count == right.count && zip(left, right).allSatisfy { ByteOrder.equal($0, $1) }
            return isSame ? nil : "the names"
        case (.rows(let left), .rows(let right)):
            return difference(left, right, in: collection, at: place)
        case (.page(let left, let leftIsLast), .page(let right, let rightIsLast)):
            if let difference = difference(left, right, in: collection, at: place) {
                return difference
            }
            return leftIsLast == rightIsLast ? nil : "whether it is the last page"
        case (.commits(let left), .commits(let right)):
            guard left.count == right.count else { return "the number of commits" }
            for (left, right) in zip(left, right) {
                if let difference = difference(left, right, at: place) { return difference }
            }
            return nil
        case (.failure(let left), .failure(let right)):
            return difference(left, right, at: place)
        case (.failure, _), (_, .failure): return "whether it fails"
        default: return "the kind of answer"
        }
    }

    private mutating func difference(
        _ left: [Outcome.Row], _ right: [Outcome.Row], in collection: String,
        at place: VersionCorrespondence.Place?
    ) -> String? {
        guard left.count == right.count else { return "the number of records" }
        for (index, (left, right)) in zip(left, right).enumerated() {
            if let difference = difference(left, right, in: collection, at: place) {
                return "record \(index + 1): \(difference)"
            }
        }
        return nil
    }

    private mutating func difference(
        _ left: Outcome.Row, _ right: Outcome.Row, in collection: String,
        at place: VersionCorrespondence.Place?
    ) -> String? {
        guard Identity.same(left.id, right.id) else { return "its id" }
        guard left.hasSameValues(as: right) else { return "its values" }
        switch (left.version, right.version) {
        case (nil, nil): return nil
        case (let left?, let rightVersion?):
            return versions.match(left, rightVersion, at: place)
                ?? versions.note(right, in: collection)
        default: return "whether it has a version"
        }
    }

    private mutating func difference(
        _ left: Outcome.CommitImage, _ right: Outcome.CommitImage,
        at place: VersionCorrespondence.Place?
    ) -> String? {
        guard left.changes.count == right.changes.count else { return "the number of changes" }
        for (left, right) in zip(left.changes, right.changes) {
            if let difference = difference(left, right, at: place) {
                return "the change of a record: \(difference)"
            }
        }
        let areSame =
            left.changedCollections.count == right.changedCollections.count
            && zip(left.changedCollections, right.changedCollections).allSatisfy {
                ByteOrder.equal($0, $1)
            }
        guard areSame else { return "the collections made or removed" }
        guard left.outcome == right.outcome else { return "the outcome of a commit" }
        return left.isForeign == right.isForeign ? nil : "who committed"
    }

    private mutating func difference(
        _ left: Outcome.ChangeImage, _ right: Outcome.ChangeImage,
        at place: VersionCorrespondence.Place?
    ) -> String? {
        guard ByteOrder.equal(left.collection, right.collection) else { return "its collection" }
        guard Identity.same(left.id, right.id) else { return "its id" }
        guard left.operation == right.operation else { return "what happened" }
        guard left.isHidden == right.isHidden else { return "whether it is told" }
        if let leftVersion = left.version, let rightVersion = right.version {
            if let difference = versions.match(leftVersion, rightVersion, at: place) {
                return difference
            }
        } else if (left.version == nil) != (right.version == nil) {
            return "whether it has a version"
        }
        for (name, left, right) in [("old", left.old, right.old), ("new", left.new, right.new)] {
            // What a store does not keep it does not tell.
            guard let left, let right else { continue }
            if let difference = difference(left, right, in: "", at: place) {
                return "the \(name) state: \(difference)"
            }
        }
        return nil
    }

    private mutating func difference(
        _ left: Outcome.Failure, _ right: Outcome.Failure, at place: VersionCorrespondence.Place?
    ) -> String? {
        guard left.code == right.code else { return "the error's code" }
        guard left.constraintKind == right.constraintKind else { return "the constraint's kind" }
        guard
            left.fields.count == right.fields.count,
            zip(left.fields, right.fields).allSatisfy({ ByteOrder.equal($0, $1) })
        else { return "the constraint's fields" }
        switch (left.conflict, right.conflict) {
        case (nil, nil): return nil
        case (let left?, let right?):
            switch (left.currentVersion, right.currentVersion) {
            case (nil, nil): return nil
            case (let left?, let right?): return versions.match(left, right, at: place)
            default: return "whether the record is gone"
            }
        default: return "whether it is a conflict"
        }
    }
}
