import Foundation

/// A copy of the package in which mutants are built, so that nothing happens to the real one.
///
/// It stays between runs, and only what differs is copied, so that builds stay incremental.
struct MutationTree {
    let root: URL
    let folder: URL

    init(of root: URL) {
        self.root = root
        folder = root.appending(path: ".build/mutation/tree", directoryHint: .isDirectory)
    }

    /// Brings the copy to what the package is now.
    func synchronize() throws {
        let manager = FileManager.default
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        var present: Set<String> = []
        for path in try MutationTree.files(in: root) {
            present.insert(path)
            let content = try Data(contentsOf: root.appending(path: path))
            let copy = folder.appending(path: path)
            if (try? Data(contentsOf: copy)) == content { continue }
            try manager.createDirectory(
                at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: copy)
        }
        for path in try MutationTree.files(in: folder) where !present.contains(path) {
            try manager.removeItem(at: folder.appending(path: path))
        }
    }

    /// Writes a file of the copy.
    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: path))
    }

    /// What the package's manifest names: sources, tests, examples.
    private static func files(in root: URL) throws -> [String] {
        ["Package.swift"]
            + (try ["Sources", "Tests", "Examples"].flatMap { try files(under: $0, in: root) })
    }

    private static func files(under path: String, in root: URL) throws -> [String] {
        let folder = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { !$0.hasPrefix(".") }
            .flatMap { name -> [String] in
                var isFolder: ObjCBool = false
                let path = path + "/" + name
                _ = FileManager.default.fileExists(
                    atPath: root.appending(path: path).path, isDirectory: &isFolder)
                return isFolder.boolValue ? try files(under: path, in: root) : [path]
            }
    }
}
