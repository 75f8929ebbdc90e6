import Testing

struct ManifestTests {
    private let manifest = Manifest(
        """
        import PackageDescription
        func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
            .target(name: name, dependencies: dependencies, swiftSettings: settings)
        }
        let package = Package(
            name: "P",
            products: [.library(name: "A", targets: ["A"])],
            targets: [
                // targets: ["Z"]
                library("A"),
                library("B", ["A", "C"]),
                .systemLibrary(name: "C", pkgConfig: "c", providers: [.apt(["libc-dev"])]),
                .executableTarget(
                    name: "d", dependencies: ["A", .product(name: "E", package: "e")],
                    path: "Examples/d", swiftSettings: [.define("X")]),
                tests("ATests", ["A"]),
            ]
        )
        """)

    @Test func targetsAreReadInOrder() {
        #expect(manifest.targets.map(\.name) == ["A", "B", "C", "d", "ATests"])
        #expect(
            manifest.targets.map(\.call) == [
                "library", "library", "systemLibrary", "executableTarget", "tests",
            ])
        #expect(manifest.targets.map(\.line) == [10, 11, 12, 13, 16])
    }

    @Test func dependenciesAreTheStringsOfTheirList() {
        #expect(manifest.target(named: "A")?.dependencies == [])
        #expect(manifest.target(named: "B")?.dependencies == ["A", "C"])
        #expect(manifest.target(named: "C")?.dependencies == [])
        #expect(manifest.target(named: "d")?.dependencies == ["A", "E", "e"])
    }

    @Test func foldersFollowTheKindUnlessGiven() {
        #expect(manifest.target(of: "Sources/B/X/Y.swift")?.name == "B")
        #expect(manifest.target(of: "Tests/ATests/X.swift")?.name == "ATests")
        #expect(manifest.target(of: "Examples/d/main.swift")?.name == "d")
        #expect(manifest.target(of: "Sources/d/main.swift") == nil)
        #expect(manifest.target(of: "Sources/BB/X.swift") == nil)
    }
}
