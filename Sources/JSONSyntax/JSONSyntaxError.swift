/// What is wrong with a JSON text, where, and what to do about it.
///
/// ```swift
/// do {
///     let tape = try JSONTape(parsing: bytes)
/// } catch {
///     print("tasks.json:\(error.line):\(error.column): \(error.message)")
/// }
/// ```
public struct JSONSyntaxError: Error, Hashable, Sendable {
    /// The kind of mistake, to be compared with the static members.
    ///
    /// More members may come; a `switch` over codes needs a `default`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's spelling in logs and machine-readable output.
        public let rawValue: String

        /// Makes a code from its spelling.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A character stands where the grammar allows another one only.
        public static let unexpectedCharacter = Code(rawValue: "unexpectedCharacter")
        /// The text ends before the value does.
        public static let unexpectedEnd = Code(rawValue: "unexpectedEnd")
        /// More text follows the value.
        public static let trailingContent = Code(rawValue: "trailingContent")
        /// A word that is not `null`, `true` or `false`, such as `NaN`.
        public static let invalidLiteral = Code(rawValue: "invalidLiteral")
        /// A number that JSON does not allow, such as `01` or `1.`.
        public static let invalidNumber = Code(rawValue: "invalidNumber")
        /// An escape sequence that JSON does not allow.
        public static let invalidEscape = Code(rawValue: "invalidEscape")
        /// A `\u` escape for half of a surrogate pair.
        public static let loneSurrogate = Code(rawValue: "loneSurrogate")
        /// A raw control character, such as a line break, inside a string.
        public static let controlCharacter = Code(rawValue: "controlCharacter")
        /// Bytes that are not UTF-8.
        public static let invalidUTF8 = Code(rawValue: "invalidUTF8")
        /// A byte order mark at the start.
        public static let byteOrderMark = Code(rawValue: "byteOrderMark")
        /// One object has two members of the same name.
        public static let duplicateKey = Code(rawValue: "duplicateKey")
        /// Arrays and objects are nested deeper than allowed.
        public static let tooDeep = Code(rawValue: "tooDeep")
        /// The text has more bytes than allowed.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// A version control system left its conflict markers in the text.
        public static let mergeConflict = Code(rawValue: "mergeConflict")
        /// A JSON Pointer that RFC 6901 does not allow.
        public static let invalidPointer = Code(rawValue: "invalidPointer")
    }

    /// The kind of mistake.
    public let code: Code

    /// The place of the mistake.
    public let location: JSONLocation

    /// What is wrong and what to do about it, without the place.
    public let message: String

    /// The byte offset of the mistake, from 0.
    public var offset: Int { location.offset }

    /// The line of the mistake, from 1.
    public var line: Int { location.line }

    /// The column of the mistake in Unicode code points, from 1; a tab is one.
    public var column: Int { location.column }

    /// Makes an error, for layers that find more mistakes in a parsed text.
    public init(code: Code, location: JSONLocation, message: String) {
        self.code = code
        self.location = location
        self.message = message
    }
}

extension JSONSyntaxError: CustomStringConvertible {
    /// The place and the message on one line.
    public var description: String {
        "line \(line), column \(column): \(message)"
    }
}
