/// A word that does not stand in part of the tree, and why.
struct Ban: Sendable {
    enum Form: Sendable {
        /// The word anywhere in code.
        case word(String)
        /// A call of a free function: `print(…)`, but not `page.print(…)`.
        case call(String)
        /// The same of a C function, where a C library is imported: `open(…)`, `Glibc.open(…)`.
        case systemCall(String)
        /// Words and marks in this order, a `!` without a blank before it.
        case sequence([String])
    }

    var forms: [Form]
    var message: String
    /// Path prefixes it holds for.
    var scope: [String]
    var exemptions: [Exemption] = []

    struct Exemption: Sendable {
        var folder: String
        /// The only file of the folder that it is for; nil means all.
        var file: String?
        var reason: String
    }

    func holds(for file: SourceFile) -> Bool {
        scope.contains { file.path.hasPrefix($0) }
            && !exemptions.contains {
                file.isUnder($0.folder) && ($0.file ?? file.name) == file.name
            }
    }
}

extension Ban {
    /// The whole list; a new exemption needs a reason that convinces a reviewer.
    static let all: [Ban] = [
        Ban(
            forms: [.sequence(["@", "_spi"])], message: "use `package` access instead of @_spi",
            scope: ["Sources/", "Tests/", "Examples/"]),
        Ban(
            forms: [.sequence(["try", "!"]), .sequence(["as", "!"])],
            message: "bad data must not trap: throw an error", scope: ["Sources/"]),
        Ban(
            forms: ["print", "debugPrint", "dump", "NSLog"].map(Form.call),
            message: "a library does not print; report through errors or instrumentation",
            scope: ["Sources/"],
            exemptions: [
                Exemption(
                    folder: "Sources/databridge-bench", reason: "output is what a tool is for")
            ]),
        Ban(
            forms: ["JSONSerialization", "JSONDecoder", "JSONEncoder"].map(Form.word),
            message: "one JSON parser in the tree: JSONSyntax", scope: ["Sources/"],
            exemptions: [
                Exemption(
                    folder: "Sources/databridge-bench",
                    reason: "the reference that ours is measured against")
            ]),
        Ban(
            forms: ["getenv", "secure_getenv", "setenv", "unsetenv", "putenv"].map(Form.systemCall)
                + [
                    .word("environ"), .sequence(["processInfo", ".", "environment"]),
                ],
            message: "one reader of the process environment: ProcessEnvironment",
            scope: ["Sources/"],
            exemptions: [
                Exemption(
                    folder: "Sources/DataBridgeCore", file: "ProcessEnvironment.swift",
                    reason: "the one reader")
            ]),
        Ban(
            forms: fileCalls.map(Form.systemCall) + [
                .word("FileManager"), .word("FileHandle"), .sequence(["Data", "(", "contentsOf"]),
                .sequence(["String", "(", "contentsOf"]),
            ],
            message:
                "one file layer: DataBridgeFiles (before a method of your own write self.)",
            scope: ["Sources/"],
            exemptions: [
                Exemption(folder: "Sources/DataBridgeFiles", reason: "the file layer"),
                Exemption(
                    folder: "Sources/databridge-bench",
                    reason: "Foundation's file access is the reference"),
            ]),
        Ban(
            forms: [.word("XCTest"), .word("XCTestCase")], message: "use Swift Testing",
            scope: ["Tests/", "Examples/"]),
    ]

    private static let fileCalls = [
        "open", "openat", "creat", "fopen", "fdopen", "freopen", "rename", "renameat", "renameat2",
        "linkat", "symlink", "unlink", "unlinkat", "ftruncate", "fsync", "fdatasync", "flock",
        "mkdir", "mkdirat", "rmdir", "opendir", "readdir", "mkstemp",
    ]
}
