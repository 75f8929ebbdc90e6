import Testing

struct LengthRuleTests {
    private func messages(_ text: String) -> [String] {
        LengthRule.findings(in: SourceFile("Sources/JSONSyntax/A.swift", text)).map(\.message)
    }

    private func function(lines: Int) -> String {
        "func a() {\n" + String(repeating: "    b()\n", count: lines - 2) + "}\n"
    }

    @Test func longFunctionIsFound() {
        #expect(messages(function(lines: 71)) == ["a has 71 lines; the limit is 70"])
        #expect(messages(function(lines: 70)).isEmpty)
    }

    @Test func longFileIsFound() {
        #expect(
            messages(String(repeating: "let a = 1\n", count: 601))
                == ["601 lines; over 600 it must be split"])
        #expect(messages(String(repeating: "let a = 1\n", count: 600)).isEmpty)
    }

    @Test func medianIsPerLibrary() {
        func file(_ path: String, lines: Int) -> SourceFile {
            SourceFile(path, String(repeating: "\n", count: lines))
        }
        let medians = MedianLength.all(of: [
            file("Sources/B/1.swift", lines: 10), file("Sources/B/2.swift", lines: 230),
            file("Sources/B/3.swift", lines: 221), file("Sources/A/1.swift", lines: 220),
            file("Sources/DataBridgeCommand/1.swift", lines: 500),
            file("Tests/C/1.swift", lines: 500),
        ])
        #expect(
            medians == [
                MedianLength(target: "A", lines: 220), MedianLength(target: "B", lines: 221),
            ])
        #expect(medians.map(\.isTooLong) == [false, true])
    }
}
