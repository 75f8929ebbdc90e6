import Foundation
import Testing

/// Compiles each mistake of the table in the guide to entities, and holds the messages there
/// against what the compiler says.
@Suite(.enabled(if: Compiler.current != nil, "there is no Swift 6.3 compiler beside the runtime"))
struct CompilerMessageTests {
    private let page = "Documentation/Entities.md"

    @Test func theTableSaysWhatTheCompilerSays() throws {
        let compiler = try #require(Compiler.current)
        let rows = Guide.table("The mistake", in: try Guide.text(page))
        #expect(rows.map { $0[0] } == Mistake.all.map(\.title))
        let files = Mistake.all.enumerated().map { (name: "m\($0)", text: $1.file("M\($0)")) }
        let output = try compiler.check(files)
        for (index, row) in rows.enumerated() where row.count == 3 {
            let message = row[1].trimmingCharacters(in: ["`"])
            // A mistake stands in a namespace of its own, which its messages name.
            let said = output.filter { $0.hasPrefix("m\(index).swift") }
                .map { $0.replacing("M\(index).", with: "") }
            #expect(said.contains { $0.hasSuffix("error: " + message) }, "\(row[0]): \(said)")
        }
    }

    @Test func whatTheGuidesShowAsRightCompiles() throws {
        let compiler = try #require(Compiler.current)
        let output = try compiler.check([("right", Mistake.right.file("Right"))])
        #expect(output.filter { $0.contains("error:") }.isEmpty)
    }
}

/// A program that does not compile.
private struct Mistake {
    /// The first cell of its row.
    var title: String
    /// The properties of an entity `Item`, beside `id: String`.
    var properties = "var title: String; var count: Int"
    var fields = [#"Field(\.id, "id")"#, #"Field(\.title, "title")"#, #"Field(\.count, "count")"#]
    /// A use of `items: any DataRepository<Item>`.
    var use = ""
    var outside = ""

    func file(_ namespace: String) -> String {
        """
        import DataBridge
        enum \(namespace) {
            \(outside)
            struct Item: Entity {
                \(title.contains("no `id`") ? "" : "var id: String")
                \(properties)
                static let schema = Schema("items", Item.init) {
                    \(fields.joined(separator: "\n"))
                }
            }
            static func use(_ items: any DataRepository<Item>) async throws { \(use) }
        }
        """
    }

    private static let id = #"Field(\.id, "id")"#
    private static let title = #"Field(\.title, "title")"#
    private static let count = #"Field(\.count, "count")"#

    static let right = Mistake(title: "", use: #"_ = try await items.find(where: \.count > 3)"#)

    static let all = [
        Mistake(title: "A field is missing", fields: [id, title]),
        Mistake(
            title: "A field too many", fields: [id, title, count, #"Field(\.count, "copy")"#]),
        Mistake(title: "Two fields in the wrong order", fields: [id, count, title]),
        Mistake(
            title: "A typo in a field's key path",
            fields: [id, #"Field(\.titel, "title")"#, count]),
        Mistake(
            title: "A default of the wrong type",
            fields: [id, title, #"Field(\.count, "count", default: "none")"#]),
        Mistake(
            title: "A type that cannot be stored", properties: "var title: String; var kind: Kind",
            fields: [id, title, #"Field(\.kind, "kind")"#],
            outside: "enum Kind: String { case a }"),
        Mistake(
            title: "A field for a computed property or a `let` with a value",
            properties: "var title: String; let count = 0"),
        Mistake(
            title: "There is no `id`", properties: "var key: String; var count: Int",
            fields: [#"Field(\.key, "key")"#, count]),
        Mistake(
            title: "A typo in a filter", use: #"_ = try await items.find(where: \.titel == "x")"#),
        Mistake(
            title: "A filter with a value of another type",
            use: #"_ = try await items.find(where: \.count == "three")"#),
        Mistake(
            title: "A filter for nil on a field that is never nil",
            use: #"_ = try await items.find(where: \.count == nil)"#),
        Mistake(
            title: "A typo in a sort",
            use: #"_ = try await items.find(sortedBy: .ascending(\.titel))"#),
        Mistake(
            title: "An assignment of another type",
            use: #"_ = try await items.updateAll(where: .all, set: [.set(\.count, to: "x")])"#),
        Mistake(title: "An id of another type", use: "_ = try await items.get(7)"),
        Mistake(
            title: "An `await` inside `update(id) { … }`",
            use: #"try await items.update("x") { $0.count = try await items.count() }"#),
    ]
}
