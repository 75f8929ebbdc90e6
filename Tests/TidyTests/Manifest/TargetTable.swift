/// The layers: which target may import which.
///
/// Bottom-up, like `Package.swift`; a new target is added here first, at its place.
enum TargetTable {
    enum Kind: Sendable {
        case library
        /// C code that gives one Swift target what Swift cannot call itself, or a library of the
        /// system.
        case shim
        /// An executable; exempt from what binds libraries (`Foundation`, `print`).
        case tool
    }

    struct Row: Sendable {
        var name: String
        var kind = Kind.library
        /// Our own modules it may import.
        var modules: Set<String> = []
        /// Modules of the system it may import, beyond `everywhere`.
        var system: Set<String> = []
    }

    /// `FoundationRule` lets `Foundation` be only a substitute of `FoundationEssentials`.
    static let everywhere: Set = ["Swift", "Synchronization", "FoundationEssentials", "Foundation"]

    static let libc: Set = ["Glibc", "Musl", "Darwin"]

    static let rows: [Row] = [
        // Layer 0: JSON text, files and the contracts.
        Row(name: "JSONSyntax", system: libc),
        Row(name: "CDataBridgeFiles", kind: .shim),
        Row(name: "DataBridgeFiles", modules: ["CDataBridgeFiles"], system: libc),
        Row(name: "DataBridgeCore", modules: ["JSONSyntax", "DataBridgeFiles"], system: libc),

        // Layer 2: stores.
        Row(name: "CSQLite", kind: .shim),
        Row(name: "DataBridgeMemory", modules: ["DataBridgeCore"]),
        Row(
            name: "DataBridgeJSON",
            modules: ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory"],
            system: libc),
        Row(
            name: "DataBridgeSQLite",
            modules: ["CSQLite", "JSONSyntax", "DataBridgeFiles", "DataBridgeCore"],
            system: libc),

        // Layer 4: the umbrella.
        Row(
            name: "DataBridge",
            modules: [
                "JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory",
                "DataBridgeJSON",
            ]),

        // The kit. Only the thin layer above it knows Swift Testing.
        Row(
            name: "DataBridgeTestKit",
            modules: ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory"],
            system: libc),
        Row(
            name: "DataBridgeTesting",
            modules: ["DataBridgeCore", "DataBridgeTestKit"], system: ["Testing"]),
        Row(name: "CSQLiteFaults", kind: .shim, modules: ["CSQLite"]),
        Row(
            name: "DataBridgeSQLiteTestKit",
            modules: [
                "CSQLite", "DataBridgeFiles", "DataBridgeCore", "DataBridgeTestKit",
                "CSQLiteFaults",
            ]),

        // The command-line tool; its main is all that is not a library of its own.
        Row(
            name: "DataBridgeTool",
            modules: ["JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridge"],
            system: libc),

        // Executables may import everything.
        Row(
            name: "DataBridgeCommand", kind: .tool, modules: libraries.union(["DataBridgeTool"]),
            system: libc),
        Row(name: "databridge-bench", kind: .tool, modules: libraries, system: libc),
    ]

    private static let libraries: Set = [
        "JSONSyntax", "DataBridgeFiles", "DataBridgeCore", "DataBridgeMemory", "DataBridgeJSON",
        "DataBridgeSQLite", "DataBridge", "DataBridgeTestKit",
    ]

    /// What tests may import besides the modules that their target names in `Package.swift`.
    static let testSystem: Set = everywhere.union(libc).union(["Testing", "Dispatch"])

    /// What an example, which stands for an app, may import besides its own targets.
    static let exampleModules: Set = ["DataBridge", "DataBridgeTestKit", "DataBridgeTesting"]

    static func row(_ name: String) -> Row? { rows.first { $0.name == name } }

    static func isTool(_ name: String?) -> Bool {
        rows.contains { $0.name == name && $0.kind == .tool }
    }
}
