import Testing

struct LinkRuleTests {
    private let pages = [
        "README.md": "# Top\n## Any way, up & down\n## Twice\n## Twice\n",
        "Documentation/A.md": "",
    ]

    private func messages(_ path: String, _ text: String) -> [String] {
        let rule = LinkRule(
            exists: { pages[$0] != nil || $0 == "Sources" },
            read: { path in pages[path].map { SourceFile(path, $0) } })
        return rule.findings(in: SourceFile(path, text)).map(\.message)
    }

    @Test func brokenLinkIsFound() {
        #expect(
            messages("Documentation/A.md", "See [b](B.md) and\n[c]: C.md") == [
                "broken link: there is no Documentation/B.md",
                "broken link: there is no Documentation/C.md",
            ])
        #expect(
            messages("README.md", "![logo](../logo.png)") == ["broken link: there is no logo.png"])
    }

    @Test func brokenAnchorIsFound() {
        #expect(
            messages("Documentation/A.md", "[a](../README.md#nowhere)")
                == ["broken link: README.md has no heading #nowhere"])
    }

    @Test func goodLinksAreFine() {
        let text = """
            [a](../README.md#any-way-up--down) [b](https://example.org/x) [c](./A.md "title")
            [d](../README.md#twice-1) [e](../Sources) [f](mailto:a@example.org) `[g](H.md)`
            ```text
            [i](J.md)
            ```
            """
        #expect(messages("Documentation/A.md", text).isEmpty)
    }
}
