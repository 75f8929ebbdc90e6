import Testing

struct ImportRuleTests {
    private let rule = ImportRule(
        manifest: Manifest(
            """
            let package = Package(
                targets: [
                    library("JSONSyntax"),
                    library("DataBridgeFiles"),
                    library("DataBridgeCore", ["JSONSyntax"]),
                    library("DataBridgeTestKit", ["DataBridgeCore"]),
                    tests("DataBridgeCoreTests", ["DataBridgeCore"]),
                ])
            """),
        examples: ["Shop", "shop-tool"])

    private func messages(_ path: String, _ text: String) -> [String] {
        rule.findings(in: SourceFile(path, text)).map(\.message)
    }

    @Test func importFromAboveIsFound() {
        #expect(
            messages("Sources/JSONSyntax/A.swift", "import Synchronization\nimport DataBridgeCore")
                == ["JSONSyntax must not import DataBridgeCore"])
    }

    @Test(arguments: [
        "public import Testing", "@testable import Testing", "@_exported import Testing",
        "@preconcurrency import struct Testing.Test",
        "#if canImport(Testing)\nimport Testing\n#endif",
    ])
    func everySpellingIsFound(_ text: String) {
        #expect(
            messages("Sources/DataBridgeTestKit/A.swift", text)
                == ["DataBridgeTestKit must not import Testing"])
    }

    @Test func undeclaredDependencyIsFound() {
        #expect(
            messages("Sources/DataBridgeCore/A.swift", "import DataBridgeFiles\nimport JSONSyntax")
                == ["DataBridgeFiles is not a dependency of DataBridgeCore in Package.swift"])
    }

    @Test func testsImportWhatTheyDeclare() {
        let path = "Tests/DataBridgeCoreTests/A.swift"
        #expect(messages(path, "import Testing\n@testable import DataBridgeCore").isEmpty)
        #expect(
            messages(path, "import JSONSyntax")
                == ["DataBridgeCoreTests must not import JSONSyntax"])
    }

    @Test func examplesUseOnlyTheUmbrella() {
        let path = "Examples/Shop/Sources/Shop/A.swift"
        #expect(messages(path, "import DataBridge\nimport Shop\nimport Foundation").isEmpty)
        #expect(messages(path, "@testable import shop_tool").isEmpty)
        #expect(messages(path, "import DataBridgeCore").count == 1)
        #expect(messages("Examples/Shop/Package.swift", "import PackageDescription").isEmpty)
    }

    @Test func importInTextIsNone() {
        #expect(
            messages("Sources/JSONSyntax/A.swift", "// import Testing\nlet a = \"import B\"")
                .isEmpty)
    }
}

struct FoundationRuleTests {
    private func lines(_ path: String, _ text: String) -> [Int] {
        FoundationRule.findings(in: SourceFile(path, text)).map(\.line)
    }

    @Test func bareFoundationIsFound() {
        #expect(lines("Sources/JSONSyntax/A.swift", "import Foundation") == [1])
        #expect(
            lines(
                "Sources/JSONSyntax/A.swift",
                "#if canImport(Glibc)\n#else\nimport Foundation\n#endif")
                == [3])
        let inverted = """
            #if canImport(FoundationEssentials)
            import Foundation
            #else
            import FoundationEssentials
            #endif
            """
        #expect(lines("Sources/JSONSyntax/A.swift", inverted) == [2])
    }

    @Test func foundationBehindEssentialsIsFine() {
        let text = """
            #if canImport(FoundationEssentials)
            import FoundationEssentials
            #else
            import Foundation
            #endif
            """
        #expect(lines("Sources/JSONSyntax/A.swift", text).isEmpty)
        #expect(lines("Sources/DataBridgeCommand/A.swift", "import Foundation").isEmpty)
        #expect(lines("Tests/JSONSyntaxTests/A.swift", "import Foundation").isEmpty)
    }
}
