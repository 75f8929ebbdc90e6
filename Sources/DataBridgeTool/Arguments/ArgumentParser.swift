/// Sorts the words of a command line into positionals and options.
///
/// Options stand anywhere, as `--name value` or `--name=value`; behind `--` everything is
/// positional. A lone `-`, and a minus before a digit, begin no option.
struct ArgumentParser {
    private let syntax: CommandSyntax
    private var result: ParsedArguments
    private var words: ArraySlice<String>
    private var positionals: [String] = []

    private init(_ words: ArraySlice<String>, of syntax: CommandSyntax) {
        self.syntax = syntax
        self.words = words
        result = ParsedArguments(command: syntax.name)
    }

    /// Sorts the words behind the command's name.
    static func parse(
        _ words: ArraySlice<String>, of syntax: CommandSyntax
    ) throws(UsageError) -> ParsedArguments {
        var parser = ArgumentParser(words, of: syntax)
        return try parser.run()
    }

    private mutating func run() throws(UsageError) -> ParsedArguments {
        while let word = words.popFirst() {
            if word == "--" {
                positionals += words
                break
            }
            if word.utf8.starts(with: "--".utf8) {
                try long(word.dropFirst(2))
            } else if isShort(word) {
                for letter in word.dropFirst() { try short(letter) }
            } else {
                positionals.append(word)
            }
        }
        // Who asks for help need not know yet what else belongs on the line.
        if !result.has("help") { try sortPositionals() }
        return result
    }

    private func isShort(_ word: String) -> Bool {
        guard word.first == "-", let second = word.dropFirst().first else { return false }
        return !second.isNumber && second != "."
    }

    private mutating func long(_ text: Substring) throws(UsageError) {
        let pieces = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(pieces.first ?? "")
        guard let option = syntax.allOptions.first(where: { $0.name == name }) else {
            let names = syntax.allOptions.map(\.name)
            let nearest = NearestName.of(name, among: names)
            throw error(
                "\(syntax.name) has no option --\(name)."
                    + (nearest.map { " Did you mean --\($0)?" } ?? ""))
        }
        let attached = pieces.count > 1 ? String(pieces[1]) : nil
        try take(option, attached)
    }

    private mutating func short(_ letter: Character) throws(UsageError) {
        guard let option = syntax.allOptions.first(where: { $0.letter == letter }) else {
            throw error("\(syntax.name) has no option -\(letter).")
        }
        try take(option, nil)
    }

    private mutating func take(
        _ option: CommandSyntax.Option, _ attached: String?
    ) throws(UsageError) {
        guard option.isRepeatable || !result.has(option.name) else {
            throw error("--\(option.name) stands there twice; give it once.")
        }
        guard let placeholder = option.value else {
            guard attached == nil else { throw error("--\(option.name) takes no value.") }
            result.add(option: option.name, "")
            return
        }
        guard let value = attached ?? words.popFirst() else {
            throw error("--\(option.name) needs a value: --\(option.name) \(placeholder).")
        }
        result.add(option: option.name, value)
    }

    private mutating func sortPositionals() throws(UsageError) {
        var rest = positionals[...]
        for positional in syntax.positionals {
            guard let first = rest.popFirst() else {
                if positional.count == .optional { return }
                throw error("\(positional.name) is missing. Usage: \(shortUsage).")
            }
            result.add(positional: positional.name, first)
            if positional.count == .oneOrMore {
                for text in rest { result.add(positional: positional.name, text) }
                return
            }
        }
        if let extra = rest.first {
            throw error(
                "\"\(TerminalText.oneLine(extra))\" is one argument too many. Usage: \(shortUsage)."
            )
        }
    }

    /// The usage without options.
    private var shortUsage: String {
        var plain = syntax
        plain.options = []
        return plain.usage
    }

    private func error(_ message: String) -> UsageError {
        UsageError(message, command: syntax.name)
    }
}
