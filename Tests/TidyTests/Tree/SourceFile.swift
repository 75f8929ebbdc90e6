/// A text of the repository as the rules see it.
///
/// Rules are pure functions of it, so that their tests can plant a bad sample under any path.
struct SourceFile: Sendable {
    /// Relative to the package root, with `/` between folders.
    let path: String
    let text: String
    let lines: [Substring]
    /// Empty for what is not Swift.
    let tokens: [Token]
    /// Tokens without comments: what the compiler sees.
    let code: [Token]

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
        self.tokens = path.hasSuffix(".swift") ? Lexer.tokens(of: text) : []
        self.code = tokens.filter { $0.kind != .comment }
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isMarkdown: Bool { path.hasSuffix(".md") }
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The folder under `Sources` or `Tests` that holds the file; nil for other places.
    var target: String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return nil }
        return String(parts[1])
    }

    func isUnder(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    func finding(_ line: Int, _ message: String) -> Finding {
        Finding(path: path, line: line, message: message)
    }

    /// Whether a comment that `accepts` likes stands at most three lines above `line`, or on the
    /// line below it, inside the braces that it opens.
    func hasComment(near line: Int, where accepts: (String) -> Bool) -> Bool {
        tokens.contains {
            $0.kind == .comment && $0.line <= line + 1 && $0.endLine >= line - 3 && accepts($0.text)
        }
    }
}
