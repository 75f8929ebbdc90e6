import Testing

struct NameRuleTests {
    private func count(_ path: String) -> Int {
        NameRule.findings(in: SourceFile(path, "let a = 1")).count
    }

    @Test func drawersAreFound() {
        #expect(count("Sources/JSONSyntax/StringUtilities.swift") == 1)
        #expect(count("Tests/JSONSyntaxTests/Helpers/A.swift") == 1)
        #expect(count("Sources/JSONSyntax/TapeHelper.swift") == 1)
        #expect(count("Sources/JSONSyntax/Tape.swift") == 0)
    }
}
