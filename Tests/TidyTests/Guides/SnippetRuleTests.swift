import Testing

struct SnippetRuleTests {
    private let source = SourceFile(
        "Tests/GuideTests/Snippets/A.swift",
        """
        @Test func a() {
            // snippet: First
            let a = 1
            if a == 1 {

                b()
            }
            // end
        }
        """)

    private let good = """
        Text.

        <!-- snippet: First -->
        ```swift
        let a = 1
        if a == 1 {

            b()
        }
        ```
        """

    private func messages(_ guide: String) -> [String] {
        SnippetRule(sources: [source]).findings(in: SourceFile("README.md", guide)).map(\.message)
    }

    @Test func sameTextIsFine() {
        #expect(messages(good).isEmpty)
        #expect(messages("```text\nlet x\n```\n```\nlet y\n```").isEmpty)
    }

    @Test func differenceIsFoundAndMended() {
        let bad = good.replacing("let a = 1", with: "let a = 2")
        #expect(
            messages(bad) == [
                "differs from snippet First in Tests/GuideTests/Snippets/A.swift: ./run docs --sync"
            ])
        let rule = SnippetRule(sources: [source])
        #expect(rule.synchronized(SourceFile("README.md", bad)) == good)
        #expect(rule.synchronized(SourceFile("README.md", good + "\n")) == good + "\n")
    }

    @Test func blocksInListsKeepTheirIndentation() {
        let lines = good.split(separator: "\n", omittingEmptySubsequences: false)
        let indented = lines.map { $0.isEmpty ? "" : "   " + $0 }.joined(separator: "\n")
        #expect(messages(indented).isEmpty)
        let bad = indented.replacing("let a = 1", with: "")
        let rule = SnippetRule(sources: [source])
        #expect(rule.synchronized(SourceFile("README.md", bad)) == indented)
    }

    @Test func namelessAndUnknownBlocksAreFound() {
        #expect(
            messages("```swift\nlet a = 1\n```")
                == ["a Swift block without <!-- snippet: Name --> on the line before"])
        #expect(
            messages("<!-- snippet: Second -->\n```swift\n```")
                == ["no snippet Second in the compiled sources"])
    }

    @Test func brokenSourcesAreFound() {
        let text = "// end\n// snippet: A\n// snippet: B\nb\n// end\n// snippet: B\n\n// end"
        let rule = SnippetRule(sources: [SourceFile("A.swift", text)])
        #expect(
            rule.sourceFindings.map(\.message) == [
                "// end without a snippet", "snippet without // end", "empty snippet",
                "snippet B stands in A.swift too",
            ])
        let open = SnippetRule(sources: [SourceFile("A.swift", "// snippet: C\nc")])
        #expect(open.sourceFindings.map(\.message) == ["snippet without // end"])
    }

    @Test func unusedSnippetIsFound() {
        let rule = SnippetRule(sources: [source])
        #expect(
            rule.unusedFindings(guides: []).map(\.message) == ["no guide shows snippet First"])
        #expect(rule.unusedFindings(guides: [SourceFile("README.md", good)]).isEmpty)
    }
}
