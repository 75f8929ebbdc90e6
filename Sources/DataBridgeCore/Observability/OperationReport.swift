/// What an ``Instrumentation`` learns of one operation; contains no stored values.
public struct OperationReport: Hashable, Sendable {
    /// What the operation was.
    public var kind: OperationKind
    /// The name of the store that ran it.
    public var store: String
    /// The collection it worked on.
    public var collection: String?
    /// How long it took.
    public var duration: Duration
    /// How it ended.
    public var outcome: OperationOutcome
    /// How many records it read or wrote, where that can be said.
    public var rowCount: Int?
    /// What else is worth knowing, such as bytes written or attempts made.
    public var attributes: ValueObject

    /// Makes a report.
    public init(
        _ kind: OperationKind, store: String, collection: String? = nil,
        duration: Duration = .zero, outcome: OperationOutcome = .ok, rowCount: Int? = nil,
        attributes: ValueObject = [:]
    ) {
        self.kind = kind
        self.store = store
        self.collection = collection
        self.duration = duration
        self.outcome = outcome
        self.rowCount = rowCount
        self.attributes = attributes
    }
}

/// How an operation ended.
public enum OperationOutcome: Hashable, Sendable {
    /// It did what it was asked.
    case ok
    /// It threw an error of this code; an app's own error, thrown in its closure, has the code
    /// `other`.
    case failed(DataError.Code)

    /// The outcome of an operation that threw.
    public init(of error: any Error) {
        switch error {
        case let error as DataError: self = .failed(error.code)
        case is CancellationError: self = .failed(.cancelled)
        default: self = .failed(DataError.Code(rawValue: "other"))
        }
    }
}

/// The name of an operation; an open vocabulary.
public struct OperationKind: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible
{
    /// The stable text.
    public let rawValue: String

    /// Makes a kind of its text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The stable text.
    public var description: String { rawValue }

    /// Opening a store.
    public static let open = OperationKind(rawValue: "open")
    /// Closing a store.
    public static let close = OperationKind(rawValue: "close")
    /// Reading a record by id.
    public static let get = OperationKind(rawValue: "get")
    /// Inserting records.
    public static let insert = OperationKind(rawValue: "insert")
    /// Updating records by id.
    public static let update = OperationKind(rawValue: "update")
    /// Inserting or updating records.
    public static let upsert = OperationKind(rawValue: "upsert")
    /// Deleting records by id.
    public static let delete = OperationKind(rawValue: "delete")
    /// Finding records by a query.
    public static let find = OperationKind(rawValue: "find")
    /// Reading a page of a query.
    public static let page = OperationKind(rawValue: "page")
    /// Reading one batch of a stream.
    public static let stream = OperationKind(rawValue: "stream")
    /// Counting the records of a query.
    public static let count = OperationKind(rawValue: "count")
    /// Computing a sum, average, minimum or maximum.
    public static let aggregate = OperationKind(rawValue: "aggregate")
    /// Updating the records of a query.
    public static let updateAll = OperationKind(rawValue: "updateAll")
    /// Deleting the records of a query.
    public static let deleteAll = OperationKind(rawValue: "deleteAll")
    /// Listing the collections.
    public static let collections = OperationKind(rawValue: "collections")
    /// Making a collection.
    public static let createCollection = OperationKind(rawValue: "createCollection")
    /// Removing a collection.
    public static let dropCollection = OperationKind(rawValue: "dropCollection")
    /// A whole transaction, from beginning to end.
    public static let transaction = OperationKind(rawValue: "transaction")
    /// Committing a transaction.
    public static let commit = OperationKind(rawValue: "commit")
    /// Rolling a transaction back.
    public static let rollback = OperationKind(rawValue: "rollback")
    /// Reading data into memory.
    public static let load = OperationKind(rawValue: "load")
    /// Writing data out.
    public static let save = OperationKind(rawValue: "save")
}
