/// How much white space a writer puts between values.
public struct JSONWritingStyle: Hashable, Sendable {
    /// One level of indentation; empty writes everything on one line.
    public let indent: String

    /// The line break; empty writes everything on one line.
    public let newline: String

    /// Whether a space follows the colon after a member's name.
    public let spaceAfterColon: Bool

    /// Makes a style.
    ///
    /// - Parameters:
    ///   - indent: One level of indentation, of spaces or tabs.
    ///   - newline: The line break, `"\n"` or `"\r\n"`; empty for none.
    ///   - spaceAfterColon: Whether a space follows a member's name.
    public init(indent: String, newline: String = "\n", spaceAfterColon: Bool = true) {
        self.indent = indent
        self.newline = newline
        self.spaceAfterColon = spaceAfterColon
    }

    /// No white space at all.
    public static let compact = JSONWritingStyle(indent: "", newline: "", spaceAfterColon: false)

    /// Two spaces per level, a space after the colon; empty containers stay on their line.
    public static let pretty = JSONWritingStyle(indent: "  ")
}
