/// What the rules need from a Markdown text: links, headings and code blocks.
struct MarkdownPage {
    struct Link: Equatable {
        var target: String
        var line: Int
    }

    /// A fenced block; `firstLine` is the line of its opening fence.
    struct CodeBlock: Equatable {
        var language: String
        var firstLine: Int
        var lastLine: Int
        /// From `<!-- snippet: Name -->` on the line before.
        var snippet: String?
        var lines: [String]
        /// Blanks before the fence: a block inside a list item.
        var indentation: Int
    }

    private(set) var links: [Link] = []
    /// As GitHub forms them from the headings.
    private(set) var anchors: Set<String> = []
    private(set) var codeBlocks: [CodeBlock] = []

    init(_ file: SourceFile) {
        var open: CodeBlock?
        var fence = ""
        var snippet: String?
        for (offset, line) in file.lines.enumerated() {
            let text = line.drop { $0 == " " }
            if var block = open {
                if text.hasPrefix(fence), text.allSatisfy({ $0 == fence.first || $0 == " " }) {
                    block.lastLine = offset + 1
                    codeBlocks.append(block)
                    open = nil
                } else {
                    let blanks = line.prefix { $0 == " " }.count
                    block.lines.append(String(line.dropFirst(min(blanks, block.indentation))))
                    open = block
                }
                continue
            }
            if let mark = ["`", "~"].first(where: { text.hasPrefix($0 + $0 + $0) }) {
                fence = String(text.prefix { String($0) == mark })
                let info = text.dropFirst(fence.count).split(separator: " ")
                open = CodeBlock(
                    language: info.first.map(String.init) ?? "", firstLine: offset + 1,
                    lastLine: offset + 1, snippet: snippet, lines: [],
                    indentation: line.count - text.count)
            } else {
                readProse(line, number: offset + 1)
            }
            snippet = Self.snippetName(text) ?? (text.isEmpty ? snippet : nil)
        }
        if let open { codeBlocks.append(open) }
    }

    private mutating func readProse(_ line: Substring, number: Int) {
        if line.hasPrefix("#") {
            addAnchor(of: line.drop { $0 == "#" })
        }
        let text = Self.withoutCode(line)
        for part in text.split(separator: "](", omittingEmptySubsequences: false).dropFirst() {
            let target = part.prefix { $0 != ")" && $0 != " " }
            links.append(Link(target: String(target), line: number))
        }
        if text.hasPrefix("["), let colon = text.firstRange(of: "]: ") {
            let target = text[colon.upperBound...].prefix { $0 != " " }
            links.append(Link(target: String(target), line: number))
        }
    }

    private mutating func addAnchor(of heading: Substring) {
        let words = heading.drop { $0 == " " }.lowercased().compactMap { character -> Character? in
            if character == " " { return "-" }
            return character.isLetter || character.isNumber || "-_".contains(character)
                ? character : nil
        }
        let anchor = String(words)
        var unique = anchor
        var count = 0
        while !anchors.insert(unique).inserted {
            count += 1
            unique = "\(anchor)-\(count)"
        }
    }

    /// The line without what stands between backticks, where brackets are no links.
    private static func withoutCode(_ line: Substring) -> String {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "" }.joined()
    }

    private static func snippetName(_ text: Substring) -> String? {
        guard text.hasPrefix("<!-- snippet:") else { return nil }
        return text.dropFirst("<!-- snippet:".count).split(separator: " ").first.map(String.init)
    }
}
