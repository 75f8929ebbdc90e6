import DataBridge
import Foundation
import JSONSyntax
import Testing

/// Holds the guide to errors against the codes and the JSON form.
struct ErrorGuideTests {
    private let page = "Documentation/Errors.md"

    /// Every `public static let name = Code(rawValue: "name")` in the sources.
    private func codes() throws -> Set<String> {
        let sources = Guide.root.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var codes: Set<String> = []
        for case let file as URL in try #require(files)
        where file.pathExtension == "swift" && !file.path.contains("/JSONSyntax/") {
            // The codes of `JSONSyntaxError` are another vocabulary.
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(
                of: /public static let (\w+) = (?:DataError\.)?Code\(rawValue: "(\w+)"\)/)
            {
                #expect(match.1 == match.2, "the code's name and text differ")
                codes.insert(String(match.2))
            }
        }
        return codes
    }

    @Test func everyCodeHasAnEntry() throws {
        let codes = try codes()
        #expect(codes.count >= 20)
        let text = try Guide.text(page)
        let sections = text.split(separator: "\n### ").dropFirst()
        let entries = sections.map { $0.prefix { $0 != "\n" } }
        #expect(Set(entries.map(String.init)) == codes)
        #expect(entries.count == codes.count, "a code has two entries")
        for section in sections {
            #expect(
                section.contains("**What happened.**") && section.contains("**What to do.**"),
                "\(section.prefix { $0 != "\n" }) lacks a part")
        }
    }

    @Test func theJSONFormIsTheOneShown() throws {
        let shown = try #require(Guide.blocks("json", in: try Guide.text(page)).first)
        var error = DataError.uniqueViolation(
            collection: "users", id: 8, fields: ["email"], name: "unique_email", existing: 7,
            fileID: "DataBridgeCore/ConstraintChecker.swift", line: 42)
        error.commitOutcome = .rolledBack
        error.source = DataError.SourceLocation(
            file: "users.json", line: 12, column: 5, pointer: "/users/1")
        error.cause = DataError(
            .ioFailure, "The disk failed.", fileID: "App/Main.swift", line: 7)
        #expect(error.jsonDescription(style: .pretty) == shown)
        let read = try JSONDecoder().decode(DataError.self, from: Data(shown.utf8))
        #expect(read.jsonDescription(style: .pretty) == shown)
    }

    @Test func conflictsAreShownAsTheyAre() throws {
        let text = try Guide.text(page)
        let version = RecordVersion(counter: 42)
        for conflict in [DataError.Conflict.gone, .changed(current: version)] {
            let error = DataError.conflict(conflict, collection: "users", id: 8)
            let json = try JSONTape(parsing: error.jsonDescription())
            let form = try #require(json.root["conflict"]).sourceText
            #expect(text.contains("`\(form)`"), "\(form) is not in the guide")
        }
    }
}
