/// Every Swift block in a guide has a name, and is letter for letter the compiled snippet so named.
///
/// Code that is not meant to compile is fenced as `text`.
struct SnippetRule {
    private var snippets: [String: Snippet] = [:]
    /// What is wrong with the sources themselves.
    private(set) var sourceFindings: [Finding] = []

    init(sources: [SourceFile]) {
        for source in sources {
            let (found, findings) = Snippet.all(in: source)
            sourceFindings += findings
            for snippet in found {
                if snippet.lines.allSatisfy(\.isEmpty) {
                    sourceFindings.append(source.finding(snippet.line, "empty snippet"))
                }
                if let first = snippets.updateValue(snippet, forKey: snippet.name) {
                    let message = "snippet \(snippet.name) stands in \(first.path) too"
                    sourceFindings.append(source.finding(snippet.line, message))
                }
            }
        }
    }

    func findings(in file: SourceFile) -> [Finding] {
        guard file.isMarkdown else { return [] }
        return MarkdownPage(file).codeBlocks.filter { $0.language == "swift" }.compactMap { block in
            guard let name = block.snippet else {
                let message = "a Swift block without <!-- snippet: Name --> on the line before"
                return file.finding(block.firstLine, message)
            }
            guard let snippet = snippets[name] else {
                return file.finding(block.firstLine, "no snippet \(name) in the compiled sources")
            }
            guard snippet.lines != block.lines else { return nil }
            let message = "differs from snippet \(name) in \(snippet.path): ./run docs --sync"
            return file.finding(block.firstLine, message)
        }
    }

    /// Snippets that none of the guides shows.
    func unusedFindings(guides: [SourceFile]) -> [Finding] {
        let used = Set(guides.flatMap { MarkdownPage($0).codeBlocks.compactMap(\.snippet) })
        return snippets.values.filter { !used.contains($0.name) }.map {
            Finding(path: $0.path, line: $0.line, message: "no guide shows snippet \($0.name)")
        }
    }

    /// The guide with its blocks replaced by the compiled snippets.
    func synchronized(_ file: SourceFile) -> String {
        var lines = file.lines.map(String.init)
        for block in MarkdownPage(file).codeBlocks.reversed() where block.language == "swift" {
            guard let snippet = block.snippet.flatMap({ snippets[$0] }) else { continue }
            let indentation = String(repeating: " ", count: block.indentation)
            let code = snippet.lines.map { $0.isEmpty ? "" : indentation + $0 }
            lines.replaceSubrange(block.firstLine..<(block.lastLine - 1), with: code)
        }
        return lines.joined(separator: "\n") + (file.text.hasSuffix("\n") ? "\n" : "")
    }
}
