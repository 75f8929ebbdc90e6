/// A piece of compiled code that a guide shows, between `// snippet: Name` and `// end`.
struct Snippet: Equatable {
    var name: String
    var path: String
    var line: Int
    /// Without the indentation they have in common.
    var lines: [String]

    static func all(in file: SourceFile) -> (snippets: [Snippet], findings: [Finding]) {
        var snippets: [Snippet] = []
        var findings: [Finding] = []
        var open: Snippet?
        for (offset, line) in file.lines.enumerated() {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("// snippet:") {
                if let open { findings.append(file.finding(open.line, "snippet without // end")) }
                let name = text.dropFirst("// snippet:".count).drop { $0 == " " }
                open = Snippet(name: String(name), path: file.path, line: offset + 1, lines: [])
            } else if text == "// end" {
                if let open {
                    snippets.append(open.dedented)
                } else {
                    findings.append(file.finding(offset + 1, "// end without a snippet"))
                }
                open = nil
            } else {
                open?.lines.append(String(line))
            }
        }
        if let open { findings.append(file.finding(open.line, "snippet without // end")) }
        return (snippets, findings)
    }

    private var dedented: Snippet {
        let indentations = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
        let common = indentations.min() ?? 0
        var result = self
        result.lines = lines.map { String($0.dropFirst(common)) }
        return result
    }
}
