/// A filter, sort, list of fields or assignment that cannot be read, and where in it.
struct ExpressionError: Error, Hashable {
    /// What is wrong and what to write instead.
    let message: String
    /// The text.
    let text: String
    /// Where in the text's UTF-8, from 0.
    let offset: Int
    /// Which argument it is, such as `--where`.
    var argument = ""
    /// The command whose help tells more.
    var command = ""

    init(_ message: String, in text: String, at offset: Int) {
        self.message = message
        self.text = text
        self.offset = offset
    }

    /// What a reader counts: characters, from 1.
    var column: Int {
        let bytes = text.utf8
        let end = bytes.index(bytes.startIndex, offsetBy: offset, limitedBy: bytes.endIndex)
        return text[..<(end ?? bytes.endIndex)].count + 1
    }

    /// The message with its place, and two lines that show the place.
    var lines: [String] {
        let bytes = Array(text.utf8)
        let before = TerminalText.oneLine(
            String(decoding: bytes[..<min(offset, bytes.count)], as: UTF8.self))
        let place = argument.isEmpty ? "Character \(column)" : "\(argument), character \(column)"
        let hint = command.isEmpty ? "" : " See: databridge help \(command)"
        return [
            "\(place): \(message)\(hint)",
            "  \(TerminalText.oneLine(text))",
            "  " + String(repeating: " ", count: DisplayWidth.of(before)) + "^",
        ]
    }

    /// The same error, saying which argument of which command it is about.
    func about(_ argument: String, of command: String) -> ExpressionError {
        var error = self
        error.argument = argument
        error.command = command
        return error
    }
}
