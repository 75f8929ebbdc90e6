import Foundation

/// A folder that lasts as long as a test.
final class TestFolder: Sendable {
    let url: URL

    /// Where a long run puts files that need not survive anything: in memory, if the system keeps
    /// such a place.
    static let quickPlace: URL = {
        let memory = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: memory)
            ? URL(filePath: memory) : FileManager.default.temporaryDirectory
    }()

    init(in place: URL = FileManager.default.temporaryDirectory) throws {
        url =
            place
            .appending(path: "databridge-json-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.path }

    /// The path of a file, which gets a text if one is given.
    func file(_ name: String = "tasks.json", _ text: String? = nil) throws -> String {
        let path = url.appending(path: name).path
        if let text { try Data(text.utf8).write(to: URL(filePath: path)) }
        return path
    }

    func text(_ name: String = "tasks.json") throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }

    /// What is in the folder besides `.databridge`.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path)
            .filter { $0 != ".databridge" }.sorted()
    }
}
