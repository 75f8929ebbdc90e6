import Testing

struct OrphanRuleTests {
    private let manifest = Manifest(
        #"let package = Package(targets: [library("JSONSyntax"), library("Nova")])"#)

    private func messages(_ path: String, _ text: String, isAlone: Bool = false) -> [String] {
        OrphanRule(manifest: manifest) { _ in isAlone }
            .findings(in: SourceFile(path, text)).map(\.message)
    }

    @Test func fileOutsideEveryTargetIsFound() {
        let dead = ["dead file: no target in Package.swift compiles it"]
        #expect(messages("Sources/Old/A.swift", "let a = 1") == dead)
        #expect(messages("Sources/A.swift", "let a = 1") == dead)
        #expect(messages("Tests/OldTests/A.swift", "let a = 1") == dead)
    }

    @Test func targetOutsideTheTableIsFound() {
        #expect(
            messages("Sources/Nova/A.swift", "let a = 1")
                == ["Nova is not in TargetTable: add it to the table"])
    }

    @Test(arguments: ["", "// nothing\n", "import B\n", "#if DEBUG\nimport B\n#endif\n"])
    func emptyFileIsFound(_ text: String) {
        let path = "Sources/JSONSyntax/A.swift"
        #expect(messages(path, text) == ["empty file: nothing but imports and comments"])
        #expect(messages(path, text, isAlone: true).isEmpty)
    }

    @Test func codeAndReexportsAreSomething() {
        #expect(messages("Sources/JSONSyntax/A.swift", "import B\nlet a = 1").isEmpty)
        #expect(messages("Sources/JSONSyntax/A.swift", "@_exported import B").isEmpty)
    }
}
