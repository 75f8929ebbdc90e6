// swift-tools-version: 6.2
import PackageDescription

// Bottom-up: a target imports only what stands above it in this list. TidyTests holds the table
// that checks it, and Documentation/Architecture.md says what each target is for.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "DataBridge",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "DataBridgeCore", targets: ["DataBridgeCore"])
    ],
    targets: [
        // Layer 0: JSON text, files and the contracts. No system library.
        library("JSONSyntax"),
        library("DataBridgeFiles"),
        library("DataBridgeCore", ["JSONSyntax", "DataBridgeFiles"]),

        // Tests, in the same order.
        tests("JSONSyntaxTests", ["JSONSyntax"]),
        tests("DataBridgeFilesTests", ["DataBridgeFiles"]),
        tests("DataBridgeCoreTests", ["DataBridgeCore"]),
        tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
