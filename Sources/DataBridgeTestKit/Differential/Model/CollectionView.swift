public import DataBridgeCore

/// How an operation looks at a collection: whole, through a scope, with soft-deleted records.
public struct CollectionView: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The collection's name.
    public var name: String
    /// What every operation obeys; nil for no scope.
    public var scope: RecordPredicate?
    /// Whether soft-deleted records are in view.
    public var includesDeleted: Bool

    /// A view of a collection.
    public init(_ name: String, scope: RecordPredicate? = nil, includesDeleted: Bool = false) {
        self.name = name
        self.scope = scope
        self.includesDeleted = includesDeleted
    }

    /// The whole collection.
    public init(stringLiteral name: String) {
        self.init(name)
    }
}

/// Which version an update or a delete says it is based on.
public enum Expectation: String, Hashable, Sendable, CaseIterable {
    /// None: whatever is there.
    case anything
    /// The version of the record that was seen last, which may be out of date.
    case lastSeen
    /// The version of the record that was seen first.
    case firstSeen
}

/// A field's new value in an update by closure or by query.
public struct FieldChange: Hashable, Sendable {
    /// The stored names on the way to the field.
    public var path: [String]
    /// What becomes of it.
    public var change: AssignmentChange

    /// A change.
    public init(_ path: [String], _ change: AssignmentChange) {
        self.path = path
        self.change = change
    }
}
