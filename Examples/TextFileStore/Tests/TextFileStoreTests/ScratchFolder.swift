import Foundation

/// A folder for one store.
struct ScratchFolder {
    let url = FileManager.default.temporaryDirectory.appending(
        path: "text-file-store-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    var file: String { url.appending(path: "notes.records").path }

    func remove() throws { try FileManager.default.removeItem(at: url) }
}
