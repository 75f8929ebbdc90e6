// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as a third party's store would be: nothing but public API can be reached.
// There, the first dependency is `.package(url: …, from: …)`.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "TextFileStore",
    platforms: [.macOS(.v15)],
    products: [.library(name: "TextFileStore", targets: ["TextFileStore"])],
    dependencies: [.package(name: "DataBridge", path: "../..")],
    targets: [
        .target(
            name: "TextFileStore",
            dependencies: [
                .product(name: "JSONSyntax", package: "DataBridge"),
                .product(name: "DataBridgeFiles", package: "DataBridge"),
                .product(name: "DataBridgeCore", package: "DataBridge"),
            ], swiftSettings: settings),
        .testTarget(
            name: "TextFileStoreTests",
            dependencies: [
                "TextFileStore",
                .product(name: "DataBridgeFiles", package: "DataBridge"),
                .product(name: "DataBridgeCore", package: "DataBridge"),
                .product(name: "DataBridgeTestKit", package: "DataBridge"),
                .product(name: "DataBridgeTesting", package: "DataBridge"),
            ], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
