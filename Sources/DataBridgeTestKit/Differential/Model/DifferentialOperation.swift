public import DataBridgeCore

/// One thing that is done to both stores.
///
/// Records are written as their members; a field that is left out has the value that says nothing
/// (nil, 0, the empty text). What an operation needs and does not find, such as an open page or a
/// transaction, makes it do nothing.
public enum DifferentialOperation: Hashable, Sendable {
    // MARK: By id

    /// Reads a record.
    case get(CollectionView, Value)
    /// Reads a record with its version.
    case record(CollectionView, Value)
    /// Adds a record.
    case insert(CollectionView, ValueObject)
    /// Replaces a record.
    case update(CollectionView, ValueObject, Expectation)
    /// Changes a record by a closure, which throws in the end if it is to fail.
    case change(CollectionView, Value, [FieldChange], fails: Bool)
    /// Adds or replaces a record.
    case upsert(CollectionView, ValueObject)
    /// Removes a record.
    case delete(CollectionView, Value, Expectation)

    // MARK: By query

    /// Reads the records that a query selects, with their versions.
    case find(CollectionView, RecordQuery)
    /// Reads the records that a query selects from a stream, to its end.
    case stream(CollectionView, RecordQuery)
    /// Computes a single value.
    case aggregate(CollectionView, Aggregate, RecordPredicate)
    /// Changes the records that a filter selects.
    case updateAll(CollectionView, RecordPredicate, [FieldChange])
    /// Removes the records that a filter selects.
    case deleteAll(CollectionView, RecordPredicate)

    // MARK: Batches

    /// Adds records.
    case insertAll(CollectionView, [ValueObject])
    /// Adds records that differ in their ids only, from a number on.
    case fill(CollectionView, from: Int, count: Int)
    /// Adds or replaces records.
    case upsertAll(CollectionView, [ValueObject])
    /// Removes records.
    case deleteIDs(CollectionView, [Value])

    // MARK: Held open, by number

    /// Reads the first page.
    case firstPage(Int, CollectionView, RecordQuery, size: Int)
    /// Reads the page behind the one that was read last.
    case nextPage(Int)
    /// Uses the cursor of a page with another query.
    case strayPage(Int, CollectionView, RecordQuery)
    /// Opens a stream and takes a few elements.
    case openStream(Int, CollectionView, RecordQuery, first: Int)
    /// Takes further elements of a stream.
    case continueStream(Int, count: Int)
    /// Begins to observe a query.
    case observe(Int, CollectionView, RecordQuery)
    /// Looks at what the observer says now.
    case look(Int)

    // MARK: Collections and the store

    /// Lists the collections.
    case collections
    /// Makes a collection like the first one of the episode, or like the declared one of the name.
    case createCollection(String)
    /// Removes a collection.
    case dropCollection(String)
    /// Asks what became of a transaction.
    case outcome(token: String)
    /// Closes the store and opens it again, where it keeps its data.
    case reopen

    // MARK: Transactions

    /// Begins the transaction.
    case begin(isolation: Isolation, isReadOnly: Bool, token: String?)
    /// Begins a transaction inside the transaction.
    case savepoint
    /// Ends the innermost transaction.
    case commit
    /// Undoes the innermost transaction.
    case rollBack
    /// Cancels the transaction's task.
    case cancel
}

/// One step of an episode: an operation, and the transaction it is done in.
public struct DifferentialStep: Hashable, Sendable {
    /// The number of the transaction; nil for none.
    public var unit: Int?
    /// What is done.
    public var operation: DifferentialOperation

    /// An operation outside any transaction.
    public static func alone(_ operation: DifferentialOperation) -> DifferentialStep {
        DifferentialStep(unit: nil, operation: operation)
    }

    /// An operation in a transaction.
    public static func unit(
        _ number: Int, _ operation: DifferentialOperation
    ) -> DifferentialStep {
        DifferentialStep(unit: number, operation: operation)
    }
}
