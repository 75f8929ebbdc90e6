/// One committed change of one record.
public struct Change: Sendable {
    /// What happened.
    public enum Operation: String, Hashable, Sendable, Codable {
        /// The record was not there before.
        case insert
        /// The record was there before and is there now.
        case update
        /// The record is gone.
        case delete
    }

    /// The collection.
    public var collection: String
    /// The record's id.
    public var id: Value
    /// What happened.
    public var operation: Operation
    /// The record's version after the change; nil after a delete.
    public var version: RecordVersion?
    /// The record before, where the store keeps it.
    public var old: StoredRecord?
    /// The record after, where the store keeps it; after a soft delete the marked record.
    public var new: StoredRecord?
    /// Whether the record counts as deleted before and after, so that the change is stored and
    /// nobody is told of it.
    public var isHidden = false

    /// A change as a store's feed holds it, without what the record was and is.
    public init(
        collection: String, id: Value, operation: Operation, version: RecordVersion?
    ) {
        self.collection = collection
        self.id = id
        self.operation = operation
        self.version = version
    }

    /// A change between two states of a record, where the schema's soft-deleted records count as
    /// absent; nil when neither state is there.
    public init?(in schema: CollectionSchema, id: Value, old: StoredRecord?, new: StoredRecord?) {
        self.init(collection: schema.name, id: id, old: old, new: new)
        guard let index = schema.softDeleteIndex else { return }
        let wasThere = old.map { $0.values[index].isNull } ?? false
        let isThere = new.map { $0.values[index].isNull } ?? false
        switch (wasThere, isThere) {
        case (true, true): break
        case (false, true): operation = .insert
        case (true, false):
            operation = .delete
            version = nil
        case (false, false): isHidden = true
        }
    }

    /// A change between two states of a record; nil when neither is there.
    package init?(collection: String, id: Value, old: StoredRecord?, new: StoredRecord?) {
        switch (old, new) {
        case (nil, nil): return nil
        case (nil, _): operation = .insert
        case (_, nil): operation = .delete
        default: operation = .update
        }
        self.collection = collection
        self.id = id
        self.version = new?.version
        self.old = old
        self.new = new
    }
}

/// Everything one commit changed.
public struct CommittedChanges: Sendable {
    /// The place of the commit in the feed; nil when the store keeps no feed.
    public var position: FeedPosition?
    /// The changes, ordered by collection and id; each record appears once.
    public var changes: [Change]
    /// Changes between two soft-deleted states: no part of the feed, but whoever looks at records
    /// that count as deleted must know of them.
    public var hiddenChanges: [Change]
    /// Collections made or removed by the commit.
    public var changedCollections: [String]
    /// Whether it is certain that the commit happened.
    public var outcome: CommitOutcome
    /// Whether another process committed.
    public var isForeign: Bool

    /// The changes of one commit; those that are hidden are set apart.
    public init(
        position: FeedPosition?, changes: [Change], changedCollections: [String] = [],
        outcome: CommitOutcome = .committed, isForeign: Bool = false
    ) {
        self.position = position
        if changes.contains(where: \.isHidden) {
            self.changes = changes.filter { !$0.isHidden }
            hiddenChanges = changes.filter(\.isHidden)
        } else {
            self.changes = changes
            hiddenChanges = []
        }
        self.changedCollections = changedCollections
        self.outcome = outcome
        self.isForeign = isForeign
    }

    /// Whether the commit touches a collection, soft-deleted records included.
    public func touches(_ collection: String) -> Bool {
        changes.contains { ByteOrder.equal($0.collection, collection) }
            || hiddenChanges.contains { ByteOrder.equal($0.collection, collection) }
            || changedCollections.contains { ByteOrder.equal($0, collection) }
    }
}

/// A place in a store's change feed: behind one commit and before the next.
///
/// Positions are ordered within one incarnation of a store. A restored or recreated store is
/// another incarnation, and answers positions of the former one with `historyTrimmed`.
public struct FeedPosition: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Which life of the store the position belongs to.
    public var incarnation: UInt64
    /// How many commits precede the position.
    public var sequence: UInt64

    /// A position.
    public init(incarnation: UInt64, sequence: UInt64) {
        self.incarnation = incarnation
        self.sequence = sequence
    }

    /// The position as short text.
    public var description: String {
        String(incarnation, radix: 16) + "." + String(sequence)
    }
}

/// A part of the change feed.
public struct ChangeBatch: Sendable {
    /// The commits, oldest first.
    public var commits: [CommittedChanges]
    /// The position to continue from.
    public var position: FeedPosition

    /// A part of the feed.
    public init(commits: [CommittedChanges], position: FeedPosition) {
        self.commits = commits
        self.position = position
    }
}
