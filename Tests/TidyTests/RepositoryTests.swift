import Foundation
import Testing

/// Holds this checkout against every rule.
struct RepositoryTests {
    @Test(arguments: Rule.all)
    func treeKeeps(_ rule: Rule) {
        report(Repository.files.flatMap(rule.findings))
    }

    @Test func treeIsRead() {
        let paths = Set(Repository.files.map(\.path))
        #expect(paths.isSuperset(of: ["Package.swift", "run", ".ci/run", "CONTRIBUTING.md"]))
        #expect(paths.contains("Tests/TidyTests/RepositoryTests.swift"))
        #expect(Repository.manifest.target(named: "TidyTests") != nil)
    }

    @Test func whatEveryRepositoryHasIsThere() {
        for path in [
            "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".swift-format",
            "Documentation/README.md",
        ] {
            #expect(Repository.exists(path), "\(path) is missing")
        }
        for path in ["run", ".ci/run"] {
            #expect(
                FileManager.default.isExecutableFile(atPath: Repository.url(path).path),
                "\(path) is not executable")
        }
    }

    @Test func everyTargetFolderIsInTheTable() throws {
        let folders = Set(Repository.files.filter { $0.isUnder("Sources") }.compactMap(\.target))
        for folder in folders.sorted() {
            #expect(TargetTable.row(folder) != nil, "add \(folder) to TargetTable")
        }
    }

    @Test func mediansStayLow() {
        for median in MedianLength.all(of: Repository.files) {
            if median.lines > MedianLength.concern { print("Note:", median) }
            #expect(!median.isTooLong, "\(median); the limit is \(MedianLength.limit)")
        }
        let long = Repository.files.filter {
            $0.isSwift && $0.lines.count > LengthRule.fileConcern
        }
        for file in long { print("Note: \(file.path) has \(file.lines.count) lines") }
        print("Note: \(long.count) Swift files over \(LengthRule.fileConcern) lines")
    }

    @Test func readmeIsShort() {
        let lines = Repository.read("README.md")?.lines.count ?? 0
        #expect(lines < 200)
    }

    @Test func noExemptionIsLeftOver() {
        for exemption in Ban.all.flatMap(\.exemptions) {
            #expect(
                TargetTable.row(String(exemption.folder.dropFirst("Sources/".count))) != nil,
                "\(exemption.folder) is exempt and not in the table")
        }
    }
}

/// Records each finding at the place it is about.
func report(_ findings: [Finding]) {
    for finding in findings {
        Issue.record(
            "\(finding)",
            sourceLocation: SourceLocation(
                fileID: "TidyTests/\(finding.path.split(separator: "/").last ?? "")",
                filePath: Repository.url(finding.path).path, line: max(1, finding.line), column: 1))
    }
}
