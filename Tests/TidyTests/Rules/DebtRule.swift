/// A note on unfinished work names the issue that finishes it, as `#12`.
enum DebtRule {
    private static let markers: Set<Substring> = ["TODO", "FIXME", "XXX"]

    static func findings(in file: SourceFile) -> [Finding] {
        comments(of: file).flatMap { comment in
            comment.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .compactMap { offset, text in
                    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                    guard let marker = words.first(where: markers.contains), !namesIssue(text)
                    else {
                        return nil
                    }
                    return file.finding(comment.line + offset, "\(marker) without an issue number")
                }
        }
    }

    private static func comments(of file: SourceFile) -> [(line: Int, text: String)] {
        if file.isSwift {
            return file.tokens.filter { $0.kind == .comment }.map { ($0.line, $0.text) }
        }
        if file.isMarkdown { return [] }
        return file.lines.enumerated().filter { $0.element.contains("#") }.map {
            ($0.offset + 1, String($0.element))
        }
    }

    private static func namesIssue(_ text: Substring) -> Bool {
        text.split(separator: "#", omittingEmptySubsequences: false).dropFirst().contains {
            $0.first?.isNumber == true
        }
    }
}
