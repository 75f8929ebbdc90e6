import DataBridge
import DataBridgeSQLite
import DataBridgeTestKit
import Foundation
import Testing

/// Holds the tables of the guide to guarantees against what the isolation schedules give now.
struct GuaranteesGuideTests {
    private let page = "Documentation/Guarantees.md"

    /// The stores, by the names that the marks in the guide have.
    private var factories: [StoreFactory] {
        var factories = [
            StoreFactory("MemoryStore") { entities, options in
                MemoryStore(entities: entities, options: options)
            },
            StoreFactory(
                "JSONFileStore", makePlace: { try ScratchFolder() },
                open: { folder, entities, options in
                    try await JSONFileStore.open(
                        folder.path + "/cells.json", entities: entities, options: options)
                },
                remove: { try $0.remove() }),
        ]
        // Neither of these makes a step wait, so that only a very slow machine could change the
        // tables.
        for index in factories.indices { factories[index].courtesy = .seconds(20) }
        // Here the steps of one transaction wait for the end of another one.
        factories.append(
            StoreFactory(
                "SQLiteStore", makePlace: { try ScratchFolder() },
                open: { folder, entities, options in
                    try await SQLiteStore.open(
                        folder.path + "/cells.db", entities: entities, options: options)
                },
                remove: { try $0.remove() }))
        return factories
    }

    /// With `UPDATE_DOCS` in the environment (`./run docs --sync`) it first rewrites the guide.
    @Test func guidesShowWhatTheSchedulesGive() async throws {
        let text = try Guide.text(page)
        var synchronized = text
        for factory in factories {
            let report = await IsolationSchedule.run(on: factory)
            #expect(report.isPassed, "\(report)")
            let mark = "<!-- isolation: \(factory.name) -->\n"
            let start = try #require(
                synchronized.range(of: mark), "\(page) has no \(mark)"
            ).upperBound
            let end = try #require(
                synchronized.range(of: "\n\n", range: start..<synchronized.endIndex))
            synchronized.replaceSubrange(
                start..<synchronized.index(after: end.lowerBound), with: report.markdown)
        }
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            return try Data(synchronized.utf8).write(to: Guide.root.appendingPathComponent(page))
        }
        let difference = lineDifference(from: text, to: synchronized)
        #expect(
            text == synchronized,
            "\(page) differs from the schedules: \(difference); ./run docs --sync")
    }

    /// The table of the levels says what the schedules take as excluded.
    @Test func levelsExcludeWhatTheGuideSays() throws {
        let rows = Guide.table("Level", in: try Guide.text(page))
        #expect(rows.map { $0[0] } == Isolation.allCases.map { "`.\($0.rawValue)`" })
        for (row, level) in zip(rows, Isolation.allCases) {
            let excluded = Anomaly.allCases.filter { $0.isExcludedFrom == level }
            #expect(row[2].hasSuffix(excluded.map(\.symbol).joined(separator: ", ")), "\(row)")
        }
    }
}

/// A folder of its own, which stays until it is removed.
private struct ScratchFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("GuideTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
