import Foundation

/// A Swift block in a doc comment.
struct DocExample {
    /// The source file and which of its examples this is, such as `Field.swift 1`.
    var name: String
    var lines: [String]

    /// All examples of the sources, in the order of their paths.
    static func all() throws -> [DocExample] {
        let sources = Guide.root.appendingPathComponent("Sources").path
        let paths = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String }
        var examples: [DocExample] = []
        for path in (paths ?? []).sorted() where path.hasSuffix(".swift") {
            let text = try Guide.text("Sources/" + path)
            let file = path.split(separator: "/").last.map(String.init) ?? path
            let blocks = Guide.blocks("swift", in: comments(of: text))
            for (index, block) in blocks.enumerated() {
                let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
                examples.append(
                    DocExample(name: "\(file) \(index + 1)", lines: lines.map(String.init)))
            }
        }
        return examples
    }

    /// The doc comments of a text, without the slashes.
    private static func comments(of text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line -> Substring in
            let rest = line.drop { $0 == " " }
            guard rest.hasPrefix("///") else { return "" }
            return rest.dropFirst(rest.hasPrefix("/// ") ? 4 : 3)
        }.joined(separator: "\n")
    }

    /// The example as a file that compiles if the example is right.
    ///
    /// An ellipsis stands for whatever fits.
    func file(number: Int) -> String {
        let code = lines.map { line in
            line.allSatisfy { " …".contains($0) } ? "" : line.replacing("…", with: "something()")
        }
        let body: [String]
        switch name {
        case "Driver.swift 1": body = code
        case "Filter.swift 1":
            body = function(code.enumerated().map { "let f\($0): Filter<WorkItem> = \($1)" })
        case "Field.swift 1":
            body = schema(fields: [#"Field(\.id, "id")"#, #"Field(\.title, "title")"#] + code)
        case "Schema.swift 1":
            body =
                ["struct WorkItem: Entity { var id, title: String; var status: Status"]
                + code.map { $0.replacing("storyID", with: "id") } + ["}"]
        case "StrictJSONEncoder.swift 1":
            body = function(["let tasks: [WorkItem] = []"] + code)
        case "ManualClock.swift 1":
            body = function(code.map { $0.replacing("[something()]", with: "[]") })
        case "StrictJSONDecoder.swift 1":
            body = ["struct Task: Decodable {}"] + function(code)
        default:
            let isDeclaration = ["struct ", "@Test", "extension "].contains {
                lines.first?.hasPrefix($0) == true
            }
            body = isDeclaration ? code : function(code)
        }
        let inside =
            lines.first?.hasPrefix("extension ") == true
            ? body : ["struct Example\(number) {"] + body + ["}"]
        return (DocExample.imports + inside).joined(separator: "\n")
    }

    private func function(_ code: [String]) -> [String] {
        ["static func run() async throws {"] + code + ["}"]
    }

    private func schema(fields: [String]) -> [String] {
        [
            "struct Item: Entity {",
            "var id, title: String; var status: Status; var priority: Int; var storyID: Int?",
            "static let schema = Schema(\"items\", Item.init) {",
        ] + fields + ["} }"]
    }

    private static let imports = [
        "import DataBridge", "import DataBridgeFiles", "import DataBridgeSQLite",
        "import DataBridgeSQLiteTestKit", "import DataBridgeTestKit", "import DataBridgeTesting",
        "import Foundation", "import JSONSyntax", "import Testing",
    ]

    /// What the examples take for granted.
    static let context =
        imports.joined(separator: "\n") + #"""

            func something<T>() -> T { fatalError() }
            enum Status: String, FieldValue { case pending, blocked, inProgress }
            struct Address: Embedded {
                var city: String
                static let fields = EmbeddedFields(Address.init) { Field(\.city, "city") }
            }
            struct WorkItem: Entity, Codable {
                var id, title: String
                var status: Status
                var priority: Int
                static let schema = Schema("work_items", WorkItem.init) {
                    Field(\.id, "id")
                    Field(\.title, "title")
                    Field(\.status, "status")
                    Field(\.priority, "priority")
                }
            }
            extension Status: Codable {}
            struct Story: Entity {
                var id: Int
                static let schema = Schema("stories", Story.init) { Field(\.id, "id") }
            }
            struct Planner {
                let items: any DataRepository<WorkItem>
                let transactions: any TransactionManager
            }
            struct Settings: Codable { var theme: String }
            struct TemporaryFolder { func remove() throws {}; init() throws {} }
            enum LedgerStore {
                static func open(
                    _ path: String, isReadOnly: Bool, entities: [any EntitySchema],
                    options: StoreOptions
                ) async throws -> MemoryStore { something() }
            }
            typealias TaskItem = WorkItem
            struct Entry: Entity {
                var id: String
                init(_ id: String) { self.id = id }
                static let schema = Schema("entries", Entry.init) { Field(\.id, "id") }
            }
            var store: any DataStore { something() }
            var memory: MemoryStore { something() }
            var items: any DataRepository<WorkItem> { something() }
            var tasks: any DataRepository<TaskItem> { something() }
            var log: any DataRepository<Entry> { something() }
            var transactions: any TransactionManager { something() }
            var id: String { something() }
            var task: TaskItem { something() }
            var schema: Schema<WorkItem> { something() }
            var bytes: [UInt8] { something() }
            var content: [UInt8] { something() }
            var old: [UInt8] { something() }
            var path: String { something() }
            func bytes(of path: String) throws -> [UInt8] { something() }
            func edit(_ bytes: [UInt8]) -> [UInt8] { bytes }
            var node: JSONNode { something() }
            var record: JSONNode { something() }
            var idKey: JSONKey { something() }
            var titleKey: JSONKey { something() }
            var fileSystem: any FileSystem { something() }
            var factory: StoreFactory { something() }

            """#
}
