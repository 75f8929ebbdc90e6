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

    /// The files of a folder in name order; empty where the data is absent.
    static func files(in folder: String) -> [URL] {
        guard let root else { return [] }
        let path = root.appending(path: folder)
        let found = try? FileManager.default.contentsOfDirectory(
            at: path, includingPropertiesForKeys: nil)
        return (found ?? []).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
