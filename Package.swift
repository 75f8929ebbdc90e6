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

func product(_ name: String) -> Product {
    .library(name: name, targets: [name])
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "DataBridge",
    platforms: [.macOS(.v15)],
    products: [
        product("JSONSyntax"),
        product("DataBridgeFiles"),
        product("DataBridgeCore"),
        product("DataBridgeTestKit"),
        product("DataBridgeTesting"),
        product("DataBridgeSQLiteTestKit"),
        product("DataBridgeMemory"),
        product("DataBridgeJSON"),
        product("DataBridgeSQLite"),
        product("DataBridge"),
        .executable(name: "databridge", targets: ["DataBridgeCommand"]),
    ],
    targets: [
        // Layer 0: JSON text, files and the contracts. No system library.
        library("JSONSyntax"),
        .target(name: "CDataBridgeFiles"),
        library("DataBridgeFiles", ["CDataBridgeFiles"]),
        library("DataBridgeCore", ["JSONSyntax", "DataBridgeFiles"]),

        // Layer 2: stores. A C library has a system-library target of its own.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
        library("DataBridgeMemory", ["DataBridgeCore"]),
        library(
            "DataBridgeJSON",
            ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory"]),

        library(
            "DataBridgeSQLite", ["CSQLite", "JSONSyntax", "DataBridgeFiles", "DataBridgeCore"]),

        // Layer 4: the umbrella that most apps import.
        library("DataBridge", ["DataBridgeCore", "DataBridgeMemory", "DataBridgeJSON"]),

        // Kit: what the tests of a store, ours or anybody's, are made with; a thin layer that
        // reports to Swift Testing; and what needs a C library.
        library(
            "DataBridgeTestKit",
            ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory"]),
        library("DataBridgeTesting", ["DataBridgeCore", "DataBridgeTestKit"]),
        .target(name: "CSQLiteFaults", dependencies: ["CSQLite"]),
        library(
            "DataBridgeSQLiteTestKit",
            [
                "CSQLite", "DataBridgeFiles", "DataBridgeCore", "DataBridgeTestKit",
                "CSQLiteFaults",
            ]),

        // App: the command-line tool, all of it a library that tests can call but for its main;
        // benchmarks. The tool's target is not named like its product, as a file system that
        // ignores case would take that for the umbrella.
        library(
            "DataBridgeTool",
            ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridge"]),
        program(
            "DataBridgeCommand",
            ["DataBridgeCore", "DataBridgeSQLite", "DataBridge", "DataBridgeTool"]),
        program(
            "databridge-bench",
            ["JSONSyntax", "DataBridgeCore", "DataBridgeMemory", "DataBridgeJSON"]),

        // A file layer with planted bugs; programs of which several processes share one file.
        .target(
            name: "TrialFiles", dependencies: ["DataBridgeFiles"], path: "Tests/TrialFiles",
            swiftSettings: settings),
        .executableTarget(
            name: "counter-worker",
            dependencies: ["TrialFiles", "DataBridgeFiles", "DataBridgeCore", "DataBridgeJSON"],
            path: "Tests/CounterWorker", swiftSettings: settings),
        .executableTarget(
            name: "sqlite-worker", dependencies: ["DataBridgeCore", "DataBridgeSQLite"],
            path: "Tests/SQLiteWorker", swiftSettings: settings),

        // Tests, in the same order.
        tests("JSONSyntaxTests", ["JSONSyntax"]),
        tests("DataBridgeFilesTests", ["TrialFiles", "DataBridgeFiles", "DataBridgeTestKit"]),
        tests("DataBridgeCoreTests", ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore"]),
        tests("DataBridgeMemoryTests", ["TrialStores", "DataBridgeCore", "DataBridgeMemory"]),
        tests(
            "DataBridgeJSONTests",
            [
                "TrialFiles", "JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeJSON",
                "DataBridgeTestKit", "DataBridgeTesting", "counter-worker",
            ]),
        tests(
            "DataBridgeSQLiteTests",
            [
                "CSQLite", "JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeSQLite",
                "DataBridgeTestKit", "DataBridgeTesting", "DataBridgeSQLiteTestKit",
                "sqlite-worker",
            ]),
        tests("DataBridgeTests", ["DataBridge"]),

        // What the kit is tried on, also from an executable: a plain store, and broken ones.
        .target(
            name: "TrialStores", dependencies: ["DataBridgeCore", "DataBridgeTestKit"],
            path: "Tests/TrialStores", swiftSettings: settings),
        .executableTarget(
            name: "conformance-runner",
            dependencies: [
                "TrialStores", "DataBridgeCore", "DataBridgeMemory", "DataBridgeTestKit",
            ],
            path: "Tests/ConformanceRunner", swiftSettings: settings),
        .executableTarget(
            name: "MutationCheck", path: "Tests/MutationCheck", exclude: ["Survivors.txt"],
            swiftSettings: settings),
        tests("MutationCheckTests", ["MutationCheck"]),

        // The public API: its listing, and programs that use all of it, as an app does, as the
        // author of a backend does, and as their tests do.
        .executableTarget(name: "APIListing", path: "Tests/APIListing", swiftSettings: settings),
        .executableTarget(
            name: "APITruth", dependencies: ["JSONSyntax", "DataBridge"], path: "Tests/APITruth",
            exclude: ["Exceptions.txt"], swiftSettings: settings),
        .executableTarget(
            name: "BackendTruth",
            dependencies: ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeTestKit"],
            path: "Tests/BackendTruth", swiftSettings: settings),
        .executableTarget(
            name: "KitTruth", dependencies: ["DataBridgeFiles", "DataBridge", "DataBridgeTestKit"],
            path: "Tests/KitTruth", swiftSettings: settings),
        tests("APIListingTests", ["APIListing", "APITruth", "BackendTruth", "KitTruth"]),
        tests(
            "DataBridgeTestKitTests",
            [
                "TrialStores", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory",
                "DataBridgeTestKit", "DataBridgeTesting", "conformance-runner",
            ]),
        tests(
            "DataBridgeTestingTests",
            ["TrialStores", "DataBridgeCore", "DataBridgeTestKit", "DataBridgeTesting"]),
        tests(
            "DataBridgeSQLiteTestKitTests",
            ["CSQLite", "DataBridgeFiles", "DataBridgeCore", "DataBridgeSQLiteTestKit"]),
        tests(
            "DataBridgeToolTests",
            [
                "JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeSQLite", "DataBridge",
                "DataBridgeTool", "DataBridgeCommand",
            ]),

        // The snippets of the guides, and the style rules.
        tests(
            "GuideTests",
            [
                "CSQLite", "JSONSyntax", "DataBridgeSQLite", "DataBridge", "DataBridgeTestKit",
                "DataBridgeTesting", "DataBridgeSQLiteTestKit", "DataBridgeTool",
                "DataBridgeCommand",
            ]),
        tests("TidyTests", []),

        // Examples: apps that import what an app imports, never a single backend.
        .target(
            name: "TaskManager", dependencies: ["DataBridge"],
            path: "Examples/TaskManager/Sources/TaskManager", swiftSettings: settings),
        .executableTarget(
            name: "task-manager", dependencies: ["DataBridge", "TaskManager"],
            path: "Examples/TaskManager/Sources/task-manager", swiftSettings: settings),
        .testTarget(
            name: "TaskManagerTests",
            dependencies: [
                "DataBridge", "DataBridgeTestKit", "DataBridgeTesting", "TaskManager",
                "task-manager",
            ],
            path: "Examples/TaskManager/Tests/TaskManagerTests", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
