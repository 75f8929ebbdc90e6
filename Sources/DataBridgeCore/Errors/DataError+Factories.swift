// The usual errors, so that a call site is one line and every store words them alike.
extension DataError {
    /// No record has this id.
    public static func notFound(
        collection: String, id: Value, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .notFound,
            "There is no such record. Check the id, or use upsert to create what is missing.",
            collection: collection, recordID: id, fileID: fileID, line: line)
    }

    /// The store has no collection of this name.
    public static func collectionNotFound(
        _ collection: String, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .notFound,
            "The store has no such collection. List what is there with collections(), or make it "
                + "with createCollection(_:like:).",
            collection: collection, fileID: fileID, line: line)
    }

    /// A record with this id is there already.
    public static func alreadyExists(
        collection: String, id: Value, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .alreadyExists,
            "A record with this id is already there. Update it, choose another id, or use upsert.",
            collection: collection, recordID: id, fileID: fileID, line: line)
    }

    /// The record is not at the version that was expected.
    public static func conflict(
        _ conflict: Conflict, collection: String, id: Value,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        let message =
            conflict.isGone
            ? "The record was deleted since it was read. Insert it again if it should exist."
            : "The record was changed since it was read. Read it again, redo the change and retry."
        var error = DataError(
            .conflict, message, collection: collection, recordID: id, fileID: fileID, line: line)
        error.conflict = conflict
        return error
    }

    /// Another record has the same values in the fields of a unique constraint.
    ///
    /// - Parameter existing: The id of that other record, where known.
    public static func uniqueViolation(
        collection: String, id: Value?, fields: [String], name: String? = nil,
        existing: Value? = nil, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        let other = existing.map { " \($0.idText)" } ?? ""
        return constraint(
            .unique,
            "Another record\(other) has the same value in \(list(fields)), which must be unique. "
                + "Change the value or update that record.",
            collection: collection, id: id, fields: fields, name: name,
            fileID: fileID, line: line)
    }

    /// A field refers to a record that does not exist.
    public static func missingReference(
        collection: String, id: Value?, fields: [String], target: String, name: String? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        constraint(
            .reference,
            "\(list(fields)) refers to a record that is not in '\(target)'. Insert that record "
                + "first or clear the reference.",
            collection: collection, id: id, fields: fields, name: name,
            fileID: fileID, line: line)
    }

    /// The record cannot be deleted because other records refer to it.
    public static func stillReferenced(
        collection: String, id: Value, by other: String, fields: [String], name: String? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        constraint(
            .reference,
            "Records in '\(other)' still refer to this record through \(list(fields)). Delete or "
                + "change them first, or declare the reference as cascade or set-nil.",
            collection: collection, id: id, fields: fields, name: name,
            fileID: fileID, line: line)
    }

    /// A field that must have a value has none.
    public static func missingValue(
        collection: String, id: Value?, field: String,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        constraint(
            .notNull, "\(list([field])) has no value but needs one. Give it one.",
            collection: collection, id: id, fields: [field], name: nil,
            fileID: fileID, line: line)
    }

    /// A constraint does not hold.
    public static func constraint(
        _ kind: ConstraintKind, _ message: String, collection: String, id: Value?,
        fields: [String], name: String?, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        var error = DataError(
            .constraint, message, collection: collection, recordID: id, fields: fields,
            fileID: fileID, line: line)
        error.constraintKind = kind
        error.constraintName = name
        return error
    }

    private static func list(_ fields: [String]) -> String {
        fields.map { "'\($0)'" }.joined(separator: ", ")
    }
}

extension DataError {
    /// The request or the value makes no sense as it is; the message says what is wrong.
    public static func invalid(
        _ message: String, collection: String? = nil, id: Value? = nil, fields: [String] = [],
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .invalid, message, collection: collection, recordID: id, fields: fields,
            fileID: fileID, line: line)
    }

    /// Stored data cannot be read as what it should be.
    public static func corrupted(
        _ message: String, collection: String? = nil, id: Value? = nil, fields: [String] = [],
        source: SourceLocation? = nil, cause: (any Error)? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .corrupted, message, collection: collection, recordID: id, fields: fields,
            source: source, cause: cause, fileID: fileID, line: line)
    }

    /// The backend cannot do this; the message says what it can do instead.
    public static func unsupported(
        _ message: String, collection: String? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(.unsupported, message, collection: collection, fileID: fileID, line: line)
    }

    /// A write was tried where only reading is allowed.
    public static func readOnly(
        _ what: String = "The transaction", collection: String? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .readOnly, "\(what) is read-only. Write in a transaction and store opened for writing.",
            collection: collection, fileID: fileID, line: line)
    }

    /// A concurrent transaction got in the way.
    public static func serialization(
        collection: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        var error = DataError(
            .serialization,
            "A concurrent transaction changed what this one has read. Nothing was written; run it "
                + "again, or allow more attempts in its options.",
            collection: collection, fileID: fileID, line: line)
        error.commitOutcome = .rolledBack
        return error
    }

    /// Another process or transaction holds what is needed.
    public static func busy(
        _ what: String, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .busy, "\(what) is in use by another writer. Try again, or allow a longer timeout.",
            fileID: fileID, line: line)
    }

    /// The time allowed is over.
    public static func timeout(
        _ what: String, after limit: Duration? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        let time = limit.map { " within \($0)" } ?? ""
        return DataError(
            .timeout, "\(what) did not end\(time). Allow more time or do less in one go.",
            fileID: fileID, line: line)
    }

    /// The task was cancelled.
    public static func cancelled(
        cause: (any Error)? = nil, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .cancelled, "The task was cancelled. Nothing of an open transaction was written.",
            cause: cause, fileID: fileID, line: line)
    }

    /// The commit may or may not have happened.
    public static func commitUnknown(
        cause: (any Error)? = nil, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        var error = DataError(
            .commitUnknown,
            "The commit may or may not have happened. Ask outcome(of:) with the transaction's "
                + "token, or read the data, before doing it again.",
            cause: cause, fileID: fileID, line: line)
        error.commitOutcome = .unknown
        return error
    }

    /// The transaction was used after its end.
    public static func transactionEnded(
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .transactionEnded,
            "The transaction has ended. Await all work inside its closure; a task that outlives it "
                + "must use withoutTransaction or a transaction of its own.",
            fileID: fileID, line: line)
    }

    /// The change feed no longer reaches back to this position.
    public static func historyTrimmed(
        _ reason: String = "The position is older than the kept history",
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .historyTrimmed,
            "\(reason). Read the present state anew and continue from its position.",
            fileID: fileID, line: line)
    }

    /// The store is closed.
    public static func closed(
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .closed, "The store is closed. Open it again, and close it only after the last use.",
            fileID: fileID, line: line)
    }

    /// The backend cannot be reached.
    public static func unavailable(
        _ what: String, cause: (any Error)? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        DataError(
            .unavailable, "\(what) cannot be reached. Check that it runs and try again later.",
            cause: cause, fileID: fileID, line: line)
    }
}
