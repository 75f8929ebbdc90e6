import DataBridgeFiles
import Foundation

/// A folder of its own, gone with the last reference.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/databridge-vfs-\(UUID().uuidString)"
        try SystemFileSystem().makeFolders(path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Whether to take the time for everything.
    static let isSoak = ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] == "1"
}
