import Foundation

/// The `console` blocks of a guide as one session in a folder of its own: each line that begins
/// with `$ ` is a command, and what follows is what it prints.
struct Session {
    /// The guide with every output as it really is.
    private(set) var text = ""

    /// Runs the session of a guide; its first JSON block is the file `tasks.json`.
    init(of guide: String) async throws {
        let file = Guide.blocks("json", in: guide).first.map { $0 + "\n" }
        try await ScratchFile.with(file) { scratch in
            var lines: [String] = []
            var isConsole = false
            for line in guide.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("```") { isConsole = line == "```console" }
                guard isConsole, !line.hasPrefix("```") else {
                    lines.append(String(line))
                    continue
                }
                guard line.hasPrefix("$ ") else { continue }
                lines.append(String(line))
                lines += try Session.run(String(line.dropFirst(2)), in: scratch.folder)
            }
            text = lines.joined(separator: "\n")
        }
    }

    /// The folder where the programs are that this test was built with.
    private static let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// Whether there is a tool to run.
    static var isPossible: Bool {
        FileManager.default.isExecutableFile(atPath: programs + "/databridge")
    }

    private static func run(_ command: String, in folder: URL) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        process.environment = ["PATH": programs + ":/usr/bin:/bin", "LC_ALL": "C"]
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var lines = String(decoding: output, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.map(String.init)
    }
}
