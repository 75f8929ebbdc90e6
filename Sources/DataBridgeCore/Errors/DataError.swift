/// The one error of every DataBridge operation.
///
/// ```swift
/// do {
///     try await tasks.insert(task)
/// } catch .alreadyExists {
///     …
/// } catch let error as DataError where error.isRetryable {
///     …
/// }
/// ```
///
/// The ``code`` is for programs, the ``message`` says to people what happened and what to do next.
/// Stored field values appear neither in ``description`` nor in the encoded form, only in
/// ``descriptionIncludingValues``; record ids may appear in all of them.
public struct DataError: Error, Sendable {
    /// What went wrong, for programs to decide by.
    public var code: Code
    /// What happened and what to do about it, in words; contains no stored field values.
    public var message: String
    /// The collection concerned.
    public var collection: String?
    /// The id of the record concerned.
    public var recordID: Value?
    /// The fields of the constraint that failed, or the fields that are invalid.
    public var fields: [String] = []
    /// The name of the constraint that failed.
    public var constraintName: String?
    /// The kind of constraint that failed.
    public var constraintKind: ConstraintKind?
    /// For ``Code/conflict``: whether the record changed or is gone.
    public var conflict: Conflict?
    /// How the transaction ended that threw the error; nil for errors of single operations that
    /// came to no commit.
    public var commitOutcome: CommitOutcome?
    /// The place in a data file that caused the error.
    public var source: SourceLocation?
    /// Stored values that help to understand the error; shown only when asked for.
    public var values: ValueObject = [:]
    /// The failure underneath, such as the backend's own error.
    public var cause: (any Error)?
    /// The place in the program where the error was made.
    public var thrownAt: ThrowLocation

    /// Makes an error; set the further properties as they apply.
    ///
    /// - Parameters:
    ///   - code: What went wrong.
    ///   - message: What happened and what to do about it, without stored field values.
    ///   - collection: The collection concerned.
    ///   - recordID: The id of the record concerned.
    ///   - fields: The fields concerned.
    ///   - source: The place in a data file that caused the error.
    ///   - cause: The failure underneath.
    ///   - fileID: The source file that makes the error; filled in by the compiler.
    ///   - line: The line that makes the error; filled in by the compiler.
    public init(
        _ code: Code, _ message: String, collection: String? = nil, recordID: Value? = nil,
        fields: [String] = [], source: SourceLocation? = nil, cause: (any Error)? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) {
        self.code = code
        self.message = message
        self.collection = collection
        self.recordID = recordID
        self.fields = fields
        self.source = source
        self.cause = cause
        thrownAt = ThrowLocation(fileID: fileID.description, line: line)
    }

    /// Tells whether running the same work again may succeed without any other change.
    ///
    /// True for ``Code/serialization`` and ``Code/busy``, unless the commit may have happened.
    public var isRetryable: Bool {
        guard code == .serialization || code == .busy else { return false }
        return commitOutcome == nil || commitOutcome == .rolledBack
    }

    /// Returns this error with the collection and record filled in where they are missing.
    public func about(collection: String, id: Value? = nil) -> DataError {
        var error = self
        error.collection = error.collection ?? collection
        error.recordID = error.recordID ?? id
        return error
    }
}
