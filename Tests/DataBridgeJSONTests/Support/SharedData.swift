import Foundation

/// The folder of public test data that lies beside the repository and is not part of it.
enum SharedData {
    /// The folder; nil where it is absent, and tests that need it are skipped.
    static let root: URL? = {
        let packageRoot = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["DATABRIDGE_SHARED_DATA"]
            .map { URL(filePath: $0, directoryHint: .isDirectory) }
        let beside = packageRoot.deletingLastPathComponent().appending(path: "shared/data")
        return [named, beside].compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }()

    /// The task files of real projects, in name order; empty where the data is absent.
    static let taskFiles: [String] = {
        guard let folder = root?.appending(path: "tasks") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.contains("__tasks") && $0.hasSuffix(".json") }.sorted()
    }()

    /// Files of other programs under the same name.
    static let foreignFiles: Set = [
        "ASKKPOP+Loom__tasks.json", "CambridgeMonorail+vscode-huckleberry__tasks.json",
    ]

    static func task(_ name: String) throws -> [UInt8] {
        let url = (root ?? URL(filePath: "/")).appending(path: "tasks/" + name)
        return [UInt8](try Data(contentsOf: url))
    }
}
