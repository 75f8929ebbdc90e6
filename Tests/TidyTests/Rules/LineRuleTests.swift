import Testing

struct LineRuleTests {
    private func lines(_ text: String) -> [Int] {
        LineRule.findings(in: SourceFile("Tests/A/A.swift", text)).map(\.line)
    }

    @Test func longLineIsFound() {
        let long = "// " + String(repeating: "a", count: 98)
        #expect(lines("let a = 1\n\(long)\n") == [2])
        #expect(lines(String(long.dropLast())).isEmpty)
    }

    @Test func columnsAreCharacters() {
        #expect(lines("// " + String(repeating: "é", count: 97)).isEmpty)
    }

    @Test func dataInStringsIsExempt() {
        let long = String(repeating: "a", count: 120)
        #expect(lines("let a = \"\"\"\n\(long)\n\"\"\"\n").isEmpty)
        #expect(lines("let a = \"\(long)\"\n") == [1])
    }
}
