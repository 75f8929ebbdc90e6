import CSQLite
public import DataBridgeCore

/// What SQLite answered to a call that failed: the `cause` of a ``DataError``.
///
/// It holds codes and names, never a stored value: SQLite's own message quotes values in some
/// cases and is left out there.
public struct SQLiteFailure: Error, Hashable, Sendable, ValueFreeError {
    /// The extended result code, such as 2067 for a broken unique constraint.
    public let code: Int32
    /// What SQLite says of it.
    public let message: String
    /// What was being done: an SQL statement with placeholders, or the name of a call.
    public let during: String

    init(code: Int32, message: String, during: String) {
        self.code = code
        self.message = message
        self.during = during
    }

    /// The failure of the last call on a connection.
    init(_ code: Int32, on database: OpaquePointer?, during: String) {
        let extended = database.map { sqlite3_extended_errcode($0) } ?? code
        // The connection may have gone on to something else; the code returned is what counts.
        self.code = extended & 0xFF == code & 0xFF ? extended : code
        let text = database.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        message = text.map { String(cString: $0) } ?? "error \(code)"
        self.during = during
    }

    /// The primary result code, such as 19 for any constraint.
    var primary: Int32 { code & 0xFF }

    /// The code and what SQLite says of it.
    public var valueFreeDescription: String { "SQLite error \(code): \(message) (\(during))" }
}

extension SQLiteFailure: CustomStringConvertible {
    /// The code, SQLite's message and what was being done.
    public var description: String { valueFreeDescription }
}

extension SQLiteFailure {
    /// Whether a statement is larger than SQLite takes: it has too many parameters or is nested too
    /// deeply.
    var isTooLarge: Bool {
        primary == SQLITE_ERROR
            && ["too many SQL variables", "parser stack overflow", "Expression tree is too large"]
                .contains { message.hasPrefix($0) }
    }

    /// What the failure is in the words of the contracts.
    var dataCode: DataError.Code {
        switch primary {
        case SQLITE_BUSY:
            code == SQLiteFailure.busySnapshot ? .serialization : .busy
        case SQLITE_LOCKED: .busy
        case SQLITE_FULL: .noSpace
        case SQLITE_IOERR, SQLITE_NOLFS, SQLITE_PROTOCOL: .ioFailure
        // A mismatch is what our functions answer when a column holds what its type does not allow.
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_MISMATCH: .corrupted
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .permissionDenied
        case SQLITE_CANTOPEN, SQLITE_NOMEM: .unavailable
        case SQLITE_INTERRUPT: .cancelled
        case SQLITE_CONSTRAINT: .constraint
        default: .invalid
        }
    }

    // SQLite's macros for these are expressions that Swift does not import.
    static let busySnapshot = SQLITE_BUSY | (2 << 8)
    static let uniqueBroken = SQLITE_CONSTRAINT | (8 << 8)
    static let primaryKeyBroken = SQLITE_CONSTRAINT | (6 << 8)
    static let rowidBroken = SQLITE_CONSTRAINT | (10 << 8)
    static let foreignKeyBroken = SQLITE_CONSTRAINT | (3 << 8)
    static let notNullBroken = SQLITE_CONSTRAINT | (5 << 8)

    private var advice: String {
        switch dataCode {
        case .busy: "Another process or transaction is writing. Try again, or allow more time."
        case .serialization: "Another transaction changed what this one has read. Run it again."
        case .noSpace: "Make room on the disk and try again; nothing was written."
        case .ioFailure: "Check the disk and the file system, then open the store again."
        case .corrupted: "Run the store's checks and restore a backup."
        case .permissionDenied: "Check who may read and write the file and its folder."
        case .unavailable: "Check that the file's folder exists and that memory is left."
        case .cancelled: "The task was cancelled."
        case .constraint: "A constraint of the table does not hold. Change the values."
        default: "SQLite refused the statement."
        }
    }

    /// The failure as an error of the contracts.
    func dataError(
        collection: String? = nil, id: Value? = nil, fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> DataError {
        if let collection, primary == SQLITE_ERROR, message.hasPrefix("no such table") {
            // Another process has dropped it.
            return .collectionNotFound(collection, fileID: fileID, line: line)
        }
        var error = DataError(
            dataCode, advice, collection: collection, recordID: id, cause: self, fileID: fileID,
            line: line)
        if dataCode == .serialization { error.commitOutcome = .rolledBack }
        return error
    }
}

extension DataError {
    /// The failure of SQLite that an error rests on, if one does.
    var sqliteFailure: SQLiteFailure? { cause as? SQLiteFailure }
}
