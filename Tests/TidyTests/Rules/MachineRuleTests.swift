import Testing

struct MachineRuleTests {
    private func count(_ path: String, _ text: String) -> Int {
        MachineRule.findings(in: SourceFile(path, text)).count
    }

    @Test(arguments: ["home", "root", "Users", "work"])
    func folderOfOneMachineIsFound(_ folder: String) {
        #expect(count("Sources/JSONSyntax/A.swift", "let a = \"/\(folder)/a\"") == 1)
        #expect(count("Documentation/A.md", "Look in /\(folder)/a.") == 1)
        #expect(count("run", "ls /\(folder)/a") == 1)
        #expect(count("Documentation/A.md", "Look in Sources/\(folder)/a.") == 0)
        #expect(count("Documentation/A.md", "[a](../\(folder)/a)") == 0)
    }

    @Test func scratchFoldersAreFoundInSources() {
        #expect(count("Sources/JSONSyntax/A.swift", "let a = \"/tmp/a\"") == 1)
        #expect(count("Tests/A/A.swift", "let a = \"/tmp/a\"") == 0)
    }

    @Test func creditsAreFound() {
        #expect(count("CHANGELOG.md", "\("Co-authored")-by: someone") == 1)
    }
}
