import DataBridge
import DataBridgeSQLite
import Foundation
import Testing

/// Holds what the README says against the stores.
struct ReadmeTests {
    @Test func theTableSaysWhatTheStoresDeclare() async throws {
        try await ScratchFile.with { file in
            let stores: [(String, any DataStore)] = [
                ("`MemoryStore`", MemoryStore(entities: [WorkItem.schema])),
                (
                    "`JSONFileStore`",
                    try await JSONFileStore.open(file.path, entities: [WorkItem.schema])
                ),
                (
                    "`SQLiteStore`",
                    try await SQLiteStore.open(
                        file.folder.appendingPathComponent("work.db").path,
                        entities: [WorkItem.schema])
                ),
            ]
            let declared = try stores.map { name, store in try row(name, store) }
            #expect(Guide.table("Store", in: try Guide.text("README.md")) == declared)
        }
    }

    private func row(_ name: String, _ store: any DataStore) throws -> [String] {
        let capabilities = store.capabilities
        let levels = Isolation.allCases.filter(capabilities.isolation.contains)
        let feed =
            switch capabilities.feed {
            case .none: "none"
            case .process: "until the process ends"
            case .durable: "kept"
            }
        let plan = try store.repository(for: WorkItem.self).explain(
            Query(where: \.status == .active))
        let access =
            switch plan.access {
            case .id, .idRange, .index: "index"
            case .scan: "scan"
            }
        return [
            name, yes(capabilities.isDurable), levels.map(\.rawValue).joined(separator: ", "),
            feed, yes(capabilities.seesOtherProcesses),
            capabilities.versionsRecur ? "may recur" : "never recur",
            yes(capabilities.commitTokens), access,
        ]
    }

    private func yes(_ flag: Bool) -> String { flag ? "yes" : "no" }
}

/// Compiles what the README tells a reader to paste.
@Suite(.enabled(if: Compiler.current != nil, "there is no Swift 6.3 compiler beside the runtime"))
struct ReadmeCompileTests {
    @Test(arguments: [[], Compiler.features])
    func theProgramIsAMainFile(_ features: [String]) throws {
        let compiler = try #require(Compiler.current)
        let blocks = Guide.blocks("swift", in: try Guide.text("README.md"))
        try #require(blocks.count >= 2)
        let program = blocks[0] + "\n" + blocks[1]
        let said = try compiler.check([("main", program)], features: features)
        #expect(said == [])
    }

    @Test func thePackageIsOne() throws {
        let compiler = try #require(Compiler.current)
        let manifests = try ["README.md", "Documentation/GettingStarted.md"].flatMap {
            Guide.blocks("text", in: try Guide.text($0)).filter { $0.contains("import Package") }
        }
        #expect(!manifests.isEmpty)
        for manifest in manifests {
            let api = compiler.library("pm/ManifestAPI").path
            let said = try compiler.check(
                [("main", manifest)], options: ["-I", api, "-package-description-version", "6.2"])
            #expect(said == [])
            #expect(manifest.contains(".enableUpcomingFeature(\"NonisolatedNonsendingByDefault\")"))
        }
    }
}
