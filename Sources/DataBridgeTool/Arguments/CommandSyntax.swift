/// What a command line of one command may look like, and what its help page says.
struct CommandSyntax: Sendable {
    /// The command's name.
    var name: String
    /// One line that says what it does, in lower case and without a full stop.
    var summary: String
    /// What stands without a name, in order; only the last may be left out or repeated.
    var positionals: [Positional]
    /// What may stand anywhere, by name.
    var options: [Option] = []
    /// Paragraphs that explain more.
    var discussion: [Paragraph] = []
    /// Command lines to learn from.
    var examples: [Example]

    /// An argument without a name.
    struct Positional: Sendable {
        /// Its name on the help page, in capitals.
        var name: String
        /// What it is.
        var help: String
        /// How often it may stand.
        var count = Count.one

        enum Count: Sendable {
            case one
            case optional
            case oneOrMore
        }
    }

    /// An argument with a name.
    struct Option: Sendable {
        /// Its name, without the dashes.
        var name: String
        /// What follows it, in capitals; nil when nothing does.
        var value: String?
        /// What it is for.
        var help: String
        /// Whether it may stand several times.
        var isRepeatable = false
        /// A name of one letter.
        var letter: Character?
    }

    /// A part of the explanation.
    enum Paragraph: Sendable {
        /// A heading.
        case heading(String)
        /// Text to be wrapped.
        case text(String)
        /// Lines of a name and its explanation.
        case list([(String, String)])
    }

    /// A command line and what it does.
    struct Example: Sendable {
        /// The command line as one types it in a shell, from `databridge` on.
        var line: String
        /// What it does.
        var effect: String
    }

    /// The options that every command has.
    static let common: [Option] = [
        Option(
            name: "verbose", help: "say with an error what caused it", letter: "v"),
        Option(name: "help", help: "show this page", letter: "h"),
    ]

    /// All options, the common ones last.
    var allOptions: [Option] { options + Self.common }

    /// The shortest description of how to write the command.
    var usage: String {
        var words = ["databridge", name]
        for positional in positionals {
            switch positional.count {
            case .one: words.append(positional.name)
            case .optional: words.append("[\(positional.name)]")
            case .oneOrMore: words.append("\(positional.name)…")
            }
        }
        for option in options {
            let text = ["--" + option.name, option.value].compactMap { $0 }.joined(separator: " ")
            words.append("[\(text)]" + (option.isRepeatable ? "…" : ""))
        }
        return words.joined(separator: " ")
    }
}
