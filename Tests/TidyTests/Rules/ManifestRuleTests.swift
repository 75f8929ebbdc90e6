import Testing

struct ManifestRuleTests {
    private func messages(_ targets: String) -> [String] {
        let text = "let package = Package(targets: [\(targets)])"
        return ManifestRule.findings(in: SourceFile("Package.swift", text)).map(\.message)
    }

    @Test func unknownTargetIsFound() {
        #expect(
            messages(#"library("Nova")"#)
                == ["Nova is not in TargetTable: add it to the table, at its layer"])
    }

    @Test func forbiddenDependencyIsFound() {
        #expect(
            messages(#"library("JSONSyntax", ["DataBridgeCore"])"#)
                == ["JSONSyntax must not depend on DataBridgeCore"])
    }

    @Test func wrongOrderIsFound() {
        #expect(
            messages(#"library("DataBridgeCore"), library("JSONSyntax")"#)
                == ["JSONSyntax stands below DataBridgeCore; keep the layers' order"])
        #expect(
            messages(#"tests("DataBridgeCoreTests", []), tests("JSONSyntaxTests", [])"#)
                == ["JSONSyntaxTests stands below DataBridgeCore; keep the layers' order"])
    }

    @Test func longManifestIsFound() {
        let text = String(repeating: "\n", count: 200)
        #expect(ManifestRule.findings(in: SourceFile("Package.swift", text)).count == 1)
    }

    @Test func layersInOrderAreFine() {
        #expect(
            messages(
                """
                library("JSONSyntax"), library("DataBridgeCore", ["JSONSyntax"]),
                tests("JSONSyntaxTests", ["JSONSyntax"]), tests("TidyTests", []),
                .executableTarget(
                    name: "Shop", dependencies: ["DataBridge"], path: "Examples/Shop"),
                """
            ).isEmpty)
    }
}
