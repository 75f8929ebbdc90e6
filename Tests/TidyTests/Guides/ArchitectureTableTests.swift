import Testing

/// Holds the table of targets in the guide to the architecture against `Package.swift`.
struct ArchitectureTableTests {
    @Test func theTableIsTheManifest() throws {
        let page = try #require(Repository.read("Documentation/Architecture.md"))
        let rows = page.lines.filter { $0.hasPrefix("| `") }.prefix { $0.contains("` |") }
        let shown = rows.map { row in
            let cells = row.split(separator: "|", omittingEmptySubsequences: false)
            return names(cells[1]) + [""] + names(cells[cells.count - 2])
        }
        let libraries = Repository.manifest.targets.filter { target in
            TargetTable.row(target.name).map { $0.kind != .tool } ?? false
                && target.folder.hasPrefix("Sources/") && target.name != "DataBridgeTool"
        }
        let declared = libraries.map { [$0.name, ""] + $0.dependencies }
        #expect(shown == declared)
    }

    /// What stands between backticks.
    private func names(_ cell: Substring) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}
