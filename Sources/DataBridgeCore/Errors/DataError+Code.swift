extension DataError {
    /// What went wrong; an open vocabulary, to which backends and later releases add.
    ///
    /// A `catch` clause takes a code as its pattern: `catch .notFound { … }`.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
        /// The code's stable text.
        public let rawValue: String

        /// Makes a code of its text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The code's text.
        public var description: String { rawValue }

        /// A record, collection or file is not there.
        public static let notFound = Code(rawValue: "notFound")
        /// A record with this id, or a collection of this name, is already there.
        public static let alreadyExists = Code(rawValue: "alreadyExists")
        /// The record is no longer at the version that was expected.
        public static let conflict = Code(rawValue: "conflict")
        /// A concurrent transaction got in the way; running this one again may succeed.
        public static let serialization = Code(rawValue: "serialization")
        /// A unique, reference or other constraint does not hold.
        public static let constraint = Code(rawValue: "constraint")
        /// The request or the value makes no sense as it is.
        public static let invalid = Code(rawValue: "invalid")
        /// A write was tried where only reading is allowed.
        public static let readOnly = Code(rawValue: "readOnly")
        /// Another process or transaction holds what is needed; trying again may succeed.
        public static let busy = Code(rawValue: "busy")
        /// The time allowed is over.
        public static let timeout = Code(rawValue: "timeout")
        /// The task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// Stored data cannot be read as what it should be.
        public static let corrupted = Code(rawValue: "corrupted")
        /// The backend cannot do this.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The backend cannot be reached.
        public static let unavailable = Code(rawValue: "unavailable")
        /// The commit may or may not have happened.
        public static let commitUnknown = Code(rawValue: "commitUnknown")
        /// The transaction was used after its end.
        public static let transactionEnded = Code(rawValue: "transactionEnded")
        /// The change feed no longer reaches back to this position.
        public static let historyTrimmed = Code(rawValue: "historyTrimmed")
        /// The store is closed.
        public static let closed = Code(rawValue: "closed")
        /// Reading or writing a file or device failed.
        public static let ioFailure = Code(rawValue: "ioFailure")
        /// The operating system or server denies access.
        public static let permissionDenied = Code(rawValue: "permissionDenied")
        /// No space is left where the data is kept.
        public static let noSpace = Code(rawValue: "noSpace")

        /// Matches a caught error that is a ``DataError`` of this code.
        public static func ~= (code: Code, error: any Error) -> Bool {
            (error as? DataError)?.code == code
        }
    }
}
