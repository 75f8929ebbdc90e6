/// An entity together with the version the store keeps beside it.
public struct Record<E: Entity>: Sendable {
    /// The entity.
    public var value: E
    /// The version, for ``DataRepository/update(_:expecting:)`` and
    /// ``DataRepository/delete(_:expecting:)``.
    public var version: RecordVersion

    /// An entity with its version.
    public init(value: E, version: RecordVersion) {
        self.value = value
        self.version = version
    }
}

/// One page of a sorted result.
public struct Page<E: Entity>: Sendable {
    /// The entities, in the query's order.
    public var items: [E]
    /// Where the next page starts; nil when this one is the last.
    public var next: Cursor?

    /// A page.
    public init(items: [E], next: Cursor?) {
        self.items = items
        self.next = next
    }
}
