import Foundation

/// The compiler that stands beside the Swift runtime of this process.
struct Compiler {
    private let executable: URL

    /// Nil where there is none, or one whose messages differ from those in the guides.
    static let current = Compiler(version: "6.3")

    private init?(version: String) {
        // The address map of the process names the file of the runtime; other systems have none.
        // It has no size, so it is read as a stream.
        guard let file = FileHandle(forReadingAtPath: "/proc/self/maps"),
            let data = try? file.readToEnd()
        else { return nil }
        let maps = String(decoding: data, as: UTF8.self)
        let runtime = maps.split(separator: "\n").first { $0.hasSuffix("/libswiftCore.so") }
        guard let path = runtime?.drop(while: { $0 != "/" }) else { return nil }
        var folder = URL(fileURLWithPath: String(path))
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        executable = folder.appendingPathComponent("bin/swiftc")
        guard FileManager.default.isExecutableFile(atPath: executable.path),
            let lines = try? run(["--version"]),
            lines.contains(where: { $0.contains("Swift version \(version)") })
        else { return nil }
    }

    /// The upcoming features that the guides advise.
    static let features = ["NonisolatedNonsendingByDefault", "ExistentialAny"]

    /// A folder beside the libraries of the toolchain.
    func library(_ name: String) -> URL {
        executable.deletingLastPathComponent().appendingPathComponent("../lib/swift/" + name)
    }

    /// Type-checks files as one module against the modules that this test was built with.
    ///
    /// - Returns: what the compiler says, line by line; a line begins with the file's name.
    func check(
        _ files: [(name: String, text: String)], features: [String] = Compiler.features,
        options: [String] = []
    ) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("GuideTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var names: [String] = []
        for file in files {
            names.append(file.name + ".swift")
            let url = folder.appendingPathComponent(file.name + ".swift")
            try Data(file.text.utf8).write(to: url)
        }
        return try run(
            ["-typecheck", "-wmo", "-swift-version", "6", "-diagnostic-style", "llvm"]
                + features.flatMap { ["-enable-upcoming-feature", $0] }
                + Compiler.searchPaths + options + names, in: folder)
    }

    /// Where the built modules are, those of C targets and of libraries of the system included.
    static let searchPaths: [String] = {
        let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        var paths = ["-I", built.appendingPathComponent("Modules").path]
        let sources = Guide.root.appendingPathComponent("Sources")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: sources.path)) ?? [] {
            let library = sources.appendingPathComponent("\(name)/module.modulemap")
            if FileManager.default.fileExists(atPath: library.path) {
                paths += ["-Xcc", "-fmodule-map-file=\(library.path)"]
            }
            let include = sources.appendingPathComponent(name).appendingPathComponent("include")
            guard FileManager.default.fileExists(atPath: include.path) else { continue }
            paths += ["-I", include.path]
            let map = built.appendingPathComponent("\(name).build/module.modulemap")
            if FileManager.default.fileExists(atPath: map.path) {
                paths += ["-Xcc", "-fmodule-map-file=\(map.path)"]
            }
        }
        return paths
    }()

    /// Runs the compiler and gives back both of its outputs.
    func run(_ arguments: [String], in folder: URL? = nil) throws -> [String] {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
