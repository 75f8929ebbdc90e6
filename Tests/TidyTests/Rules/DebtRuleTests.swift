import Testing

struct DebtRuleTests {
    private func findings(_ path: String, _ text: String) -> [Finding] {
        DebtRule.findings(in: SourceFile(path, text))
    }

    @Test(arguments: ["TODO", "FIXME", "XXX"])
    func noteWithoutIssueIsFound(_ marker: String) {
        let path = "Sources/JSONSyntax/A.swift"
        #expect(
            findings(path, "let a = 1\n/* b\n \(marker): c */")
                == [Finding(path: path, line: 3, message: "\(marker) without an issue number")])
        #expect(findings("run", "true # \(marker) c").count == 1)
    }

    @Test func noteWithIssueIsFine() {
        #expect(findings("Sources/JSONSyntax/A.swift", "// TODO(#12): a").isEmpty)
        #expect(findings("Sources/JSONSyntax/A.swift", "let a = \"TODO\" // u\u{200B}XXXX").isEmpty)
    }
}
