@testable import DataBridgeTool
import Foundation
import Testing

/// Runs the session in the guide to the command line.
struct CommandLineGuideTests {
    private let page = "Documentation/CommandLine.md"

    /// With `UPDATE_DOCS` in the environment (`./run docs --sync`) it first rewrites the guide.
    @Test(.enabled(if: Session.isPossible, "the tool is not beside the tests"))
    func guidesShowWhatTheToolPrints() async throws {
        let shown = try Guide.text(page)
        let session = try await Session(of: shown)
        guard ProcessInfo.processInfo.environment["UPDATE_DOCS"] == nil else {
            let url = Guide.root.appendingPathComponent(page)
            return try Data(session.text.utf8).write(to: url)
        }
        let real = session.text.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
        for change in real.difference(from: lines) {
            Issue.record("\(page) differs from the session: \(change); ./run docs --sync")
        }
    }

    @Test func everyCommandHasAnExample() throws {
        let text = try Guide.text(page)
        for command in Tool.commands.map({ $0.syntax.name }) {
            #expect(text.contains("$ databridge \(command) "), "there is no example of \(command)")
        }
    }
}
