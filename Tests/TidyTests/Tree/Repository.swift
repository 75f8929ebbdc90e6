import Foundation

/// The files of this checkout, read once.
enum Repository {
    /// The folder of `Package.swift`, found upwards from this file.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let manifest = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: manifest) { return folder }
            folder.deleteLastPathComponent()
        }
        preconditionFailure("no Package.swift above \(#filePath)")
    }()

    /// Swift sources, guides and scripts, sorted by path.
    static let files: [SourceFile] = {
        var files = ["Package.swift", "run"].compactMap(read)
        files += entries("").filter { $0.hasSuffix(".md") }.compactMap(read)
        for folder in ["Sources", "Tests", "Examples", "Documentation", ".ci"] {
            files += paths(under: folder).filter(isText).compactMap(read)
        }
        return files.sorted { $0.path < $1.path }
    }()

    static let manifest = Manifest(read("Package.swift")?.text ?? "")

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path)
    }

    static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

    static func read(_ path: String) -> SourceFile? {
        guard let data = try? Data(contentsOf: url(path)) else { return nil }
        return SourceFile(path, String(decoding: data, as: UTF8.self))
    }

    private static func isText(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasSuffix(".swift") || name.hasSuffix(".md") || name.hasSuffix(".sh")
            || path == ".ci/run"
    }

    /// Every file below a folder; hidden folders such as an example's own `.build` are left out.
    private static func paths(under folder: String) -> [String] {
        entries(folder).filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
            let path = folder + "/" + name
            let isFolder = (try? url(path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory
            return isFolder == true ? paths(under: path) : [path]
        }
    }

    private static func entries(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)) ?? []
    }
}
