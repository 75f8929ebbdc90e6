extension DataError {
    /// The kind of a constraint; an open vocabulary.
    public struct ConstraintKind: RawRepresentable, Hashable, Sendable, Codable,
        CustomStringConvertible
    {
        /// The kind's stable text.
        public let rawValue: String

        /// Makes a kind of its text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The kind's text.
        public var description: String { rawValue }

        /// No two records have the same values in these fields.
        public static let unique = ConstraintKind(rawValue: "unique")
        /// The record that a field refers to exists.
        public static let reference = ConstraintKind(rawValue: "reference")
        /// The field has a value.
        public static let notNull = ConstraintKind(rawValue: "notNull")
    }

    /// What became of the record that an operation expected at a certain version.
    public struct Conflict: Hashable, Sendable {
        /// The record's version now; nil when the record is gone.
        public let currentVersion: RecordVersion?

        /// The record was changed and is now at this version.
        public static func changed(current: RecordVersion) -> Conflict {
            Conflict(currentVersion: current)
        }

        /// The record was deleted.
        public static let gone = Conflict(currentVersion: nil)

        /// Tells whether the record was deleted.
        public var isGone: Bool { currentVersion == nil }
    }

    /// A place in a data file.
    public struct SourceLocation: Hashable, Sendable, Decodable, CustomStringConvertible {
        /// The file's path as the program gave it.
        public var file: String
        /// The line, counted from 1.
        public var line: Int?
        /// The column, counted from 1 in Unicode code points.
        ///
        /// A tab is one, and so is an emoji of one code point. It is the column of editors that
        /// count characters; one that counts UTF-16 units shows one more for each emoji before it
        /// on the line. Bytes are never counted.
        public var column: Int?
        /// The place inside the document, as an RFC 6901 pointer.
        public var pointer: String?

        /// Makes a place.
        public init(file: String, line: Int? = nil, column: Int? = nil, pointer: String? = nil) {
            self.file = file
            self.line = line
            self.column = column
            self.pointer = pointer
        }

        /// The place as editors and compilers write it, such as `tasks.json:12:5 (/tasks/0/id)`.
        public var description: String {
            var text = file
            if let line { text += ":\(line)" }
            if line != nil, let column { text += ":\(column)" }
            if let pointer { text += " (\(pointer.isEmpty ? "whole document" : pointer))" }
            return text
        }
    }

    /// The place in the program where an error was made.
    public struct ThrowLocation: Hashable, Sendable, Decodable, CustomStringConvertible {
        /// Module and file name, such as `DataBridgeCore/DataError.swift`.
        public let fileID: String
        /// The line, counted from 1.
        public let line: UInt

        /// Makes a place.
        package init(fileID: String, line: UInt) {
            self.fileID = fileID
            self.line = line
        }

        /// Module, file and line.
        public var description: String { "\(fileID):\(line)" }
    }
}
