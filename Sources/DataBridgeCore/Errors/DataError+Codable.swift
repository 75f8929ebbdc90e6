import JSONSyntax

extension DataError: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, message, collection, id, fields, constraint, constraintKind, conflict, commit
        case source, retryable, cause, thrownAt
    }

    /// Writes the error's one JSON form, without stored field values.
    ///
    /// ```json
    /// {
    ///   "code": "constraint", "message": "Another record has the same value in 'email', …",
    ///   "collection": "users", "id": 7, "fields": ["email"],
    ///   "constraint": "users_email", "constraintKind": "unique",
    ///   "conflict": {"state": "changed", "version": "42"},
    ///   "commit": "rolledBack",
    ///   "source": {"file": "users.json", "line": 12, "column": 5, "pointer": "/users/3"},
    ///   "retryable": false,
    ///   "cause": {"type": "SQLite.Failure", "message": "constraint failed"},
    ///   "thrownAt": {"fileID": "DataBridgeSQLite/SQLiteWriter.swift", "line": 88}
    /// }
    /// ```
    ///
    /// `code`, `message`, `retryable` and `thrownAt` are always there, everything else where it
    /// applies. An `id` that is neither integer nor text has the form of ``Value``.
    /// `conflict.state` is `changed` or `gone`, `commit` is `committed`, `rolledBack` or `unknown`.
    /// A `cause` that is a `DataError` has this same form; of another its type is given, and its
    /// message when it is a ``ValueFreeError``.
    public func encode(to encoder: any Encoder) throws {
        try PlainForm(.object(form)).encode(to: encoder)
    }

    /// The JSON form of ``encode(to:)`` as text, members in the documented order.
    ///
    /// - Parameter style: On one line unless told otherwise.
    public func jsonDescription(style: JSONWritingStyle = .compact) -> String {
        PlainForm(.object(form)).jsonText(style: style)
    }

    private var form: ValueObject {
        var form = ValueObject()
        func set(_ key: CodingKeys, _ value: Value?) {
            if let value { form.set(key.rawValue, to: value) }
        }
        set(.code, .string(code.rawValue))
        set(.message, .string(message))
        set(.collection, collection.map(Value.string))
        set(.id, recordID.flatMap { $0.isNull ? nil : $0.taggedForm })
        set(.fields, fields.isEmpty ? nil : .array(fields.map(Value.string)))
        set(.constraint, constraintName.map(Value.string))
        set(.constraintKind, (constraintKind?.rawValue).map(Value.string))
        set(.conflict, conflict?.form)
        set(.commit, (commitOutcome?.rawValue).map(Value.string))
        set(.source, source?.form)
        set(.retryable, .bool(isRetryable))
        set(.cause, cause.map(Self.form(ofCause:)))
        set(.thrownAt, ["fileID": .string(thrownAt.fileID), "line": .int(Int64(thrownAt.line))])
        return form
    }

    private static func form(ofCause cause: any Error) -> Value {
        switch cause {
        case let error as DataError: .object(error.form)
        case let error as DecodedCause: error.form
        default: DecodedCause(cause).form
        }
    }

    /// Reads the form that ``encode(to:)`` writes; a foreign cause comes back as a
    /// ``DecodedCause``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        code = Code(rawValue: try container.decode(String.self, forKey: .code))
        message = try container.decode(String.self, forKey: .message)
        collection = try container.decodeIfPresent(String.self, forKey: .collection)
        recordID = try container.decodeIfPresent(Value.self, forKey: .id)
        fields = try container.decodeIfPresent([String].self, forKey: .fields) ?? []
        constraintName = try container.decodeIfPresent(String.self, forKey: .constraint)
        constraintKind = try container.decodeIfPresent(String.self, forKey: .constraintKind)
            .map(ConstraintKind.init(rawValue:))
        conflict = try container.decodeIfPresent(Conflict.self, forKey: .conflict)
        commitOutcome = try container.decodeIfPresent(CommitOutcome.self, forKey: .commit)
        source = try container.decodeIfPresent(SourceLocation.self, forKey: .source)
        thrownAt = try container.decode(ThrowLocation.self, forKey: .thrownAt)
        if container.contains(.cause) {
            if let error = try? container.decode(DataError.self, forKey: .cause) {
                cause = error
            } else {
                cause = try container.decode(DecodedCause.self, forKey: .cause)
            }
        }
    }

    /// What is left of a foreign cause after an error was encoded and decoded.
    public struct DecodedCause: ValueFreeError, Hashable, Decodable, CustomStringConvertible {
        /// The name of the cause's type.
        public let type: String
        /// Its text, where it was known to contain no stored values.
        public let message: String?

        init(_ error: any Error) {
            type = String(reflecting: Swift.type(of: error))
            message = (error as? any ValueFreeError)?.valueFreeDescription
        }

        fileprivate var form: Value {
            var form: ValueObject = ["type": .string(type)]
            form["message"] = message.map(Value.string)
            return .object(form)
        }

        /// Type and text.
        public var description: String { message.map { "\(type): \($0)" } ?? type }

        /// Type and text.
        public var valueFreeDescription: String { description }
    }
}

extension DataError.Conflict: Decodable {
    private enum CodingKeys: String, CodingKey {
        case state, version
    }

    private enum State: String, Decodable {
        case changed, gone
    }

    fileprivate var form: Value {
        var form: ValueObject = ["state": .string(isGone ? "gone" : "changed")]
        form["version"] = (currentVersion?.description).map(Value.string)
        return .object(form)
    }

    /// Reads `{"state": "changed", "version": "42"}` or `{"state": "gone"}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(State.self, forKey: .state) {
        case .gone: self = .gone
        case .changed:
            self = .changed(current: try container.decode(RecordVersion.self, forKey: .version))
        }
    }
}

extension DataError.SourceLocation {
    fileprivate var form: Value {
        var form: ValueObject = ["file": .string(file)]
        form["line"] = line.map { .int(Int64($0)) }
        form["column"] = column.map { .int(Int64($0)) }
        form["pointer"] = pointer.map(Value.string)
        return .object(form)
    }
}
