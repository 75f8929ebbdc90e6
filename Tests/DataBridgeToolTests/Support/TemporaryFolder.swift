import DataBridgeFiles
import Foundation

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// The text of a file; nil when there is none.
    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: file(name))
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The permission bits of a file.
    func mode(of name: String) throws -> FileMode? {
        try SystemFileSystem().status(file(name))?.mode
    }

    /// The names in the folder, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
