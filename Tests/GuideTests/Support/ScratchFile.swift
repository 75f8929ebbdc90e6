import Foundation

/// A file in a folder of its own, which goes when the body ends.
struct ScratchFile {
    var folder: URL
    var path: String { folder.appendingPathComponent("tasks.json").path }

    static func with(
        _ text: String? = nil, _ body: (ScratchFile) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("GuideTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = ScratchFile(folder: folder)
        if let text { try file.write(text) }
        try await body(file)
    }

    func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func text() throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}

/// The lines from the first to the last that differ between two texts, as `diff` shows them.
func lineDifference(from old: String, to new: String) -> String {
    var before = old.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var after = new.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = before.first, line == after.first {
        before.removeFirst()
        after.removeFirst()
    }
    while let line = before.last, line == after.last {
        before.removeLast()
        after.removeLast()
    }
    return (before.map { "-\($0)" } + after.map { "+\($0)" }).joined(separator: "\n")
}
