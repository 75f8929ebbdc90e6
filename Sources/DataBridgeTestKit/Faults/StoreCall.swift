public import DataBridgeCore

/// One call that a ``FaultyStore`` made, or was to make, to the store underneath.
///
/// A call of a repository makes several: an `insert` outside a transaction begins one, looks for
/// the id, inserts the record, checks what the schema demands, and commits.
public struct StoreCall: Hashable, Sendable {
    /// What is called.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A transaction begins, or a read of its own.
        case begin
        /// A record is read by its id.
        case get
        /// Records are read in the order of their ids.
        case scan
        /// A query is run by the store itself.
        case find
        /// A sum, count or the like is computed by the store itself.
        case aggregate
        /// A record is written that was not there.
        case insert
        /// A record is written that was there.
        case update
        /// A record is removed.
        case delete
        /// The collections are listed.
        case collections
        /// A collection is made.
        case createCollection
        /// A collection is removed.
        case dropCollection
        /// A savepoint is set: by a nested transaction, and by every writing call inside one.
        case setSavepoint
        /// What was done since the newest savepoint is undone.
        case rollBackToSavepoint
        /// The newest savepoint is given up.
        case releaseSavepoint
        /// A transaction that may write commits.
        case commit
        /// A transaction ends without a commit, or one that only reads ends.
        ///
        /// It cannot fail; it can be slow.
        case rollback
        /// The pause before a transaction runs again, and each one in which a store that closes
        /// waits for those that run.
        ///
        /// It cannot fail; its task can be cancelled.
        case wait
        /// The outcome of a commit is asked for.
        case outcome
        /// The change feed is read.
        case changes
        /// The end of the change feed is asked for.
        case currentPosition
    }

    /// The place among all calls, counted from 1.
    public var number: Int
    /// What is called.
    public var kind: Kind
    /// The collection it is about.
    public var collection: String?
    /// The id it is about.
    public var id: Value?
    /// What a fault made of it, in a few words; nil when it was let through.
    public var fault: String?
}

extension StoreCall: CustomStringConvertible {
    /// Number, kind and subject, such as `4 insert tasks 17: busy`.
    public var description: String {
        let parts = ["\(number)", kind.rawValue, collection, id?.idText].compactMap { $0 }
        return parts.joined(separator: " ") + (fault.map { ": " + $0 } ?? "")
    }
}
