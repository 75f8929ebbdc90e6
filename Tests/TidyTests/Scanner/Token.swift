/// A piece of Swift text.
///
/// Enough of the language for the rules: no types, no expressions.
struct Token: Hashable, Sendable {
    enum Kind: Sendable {
        /// An identifier, keyword or number.
        case word
        /// One byte of punctuation.
        case mark
        /// The text between quotes, or between two interpolations; also a regex literal.
        case string
        /// One comment with its delimiters.
        case comment
    }

    var kind: Kind
    var text: String
    var line: Int
    var endLine: Int
    /// Whether no blank stands before it.
    var isGlued: Bool

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
    func isWord(_ word: String) -> Bool { kind == .word && text == word }
}
