import Foundation
import Testing

/// Holds the guides of this checkout against the sources.
struct RepositoryGuideTests {
    private let guides = Repository.files.filter(\.isMarkdown)

    @Test func relativeLinksResolve() {
        let rule = LinkRule(exists: Repository.exists, read: Repository.read)
        report(guides.flatMap(rule.findings))
    }

    @Test func everyGuideIsInTheIndex() throws {
        let index = try #require(Repository.read("Documentation/README.md"))
        let linked = Set(MarkdownPage(index).links.map(\.target))
        for guide in guides where guide.isUnder("Documentation") && guide.name != "README.md" {
            let target = String(guide.path.dropFirst("Documentation/".count))
            #expect(linked.contains(target), "Documentation/README.md does not link \(target)")
        }
    }

    /// With `UPDATE_DOCS` in the environment (`./run docs --sync`) it first rewrites the guides.
    @Test func guidesShowTheCompiledSnippets() throws {
        let sources = Repository.files.filter {
            $0.isSwift && ($0.isUnder("Tests/GuideTests/Snippets") || $0.isUnder("Examples"))
        }
        let rule = SnippetRule(sources: sources)
        var guides = guides
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            for (index, guide) in guides.enumerated() {
                let text = rule.synchronized(guide)
                guard text != guide.text else { continue }
                try Data(text.utf8).write(to: Repository.url(guide.path))
                print("Rewrote \(guide.path)")
                guides[index] = SourceFile(guide.path, text)
            }
        }
        report(rule.sourceFindings)
        report(guides.flatMap(rule.findings))
        report(rule.unusedFindings(guides: guides))
    }
}
