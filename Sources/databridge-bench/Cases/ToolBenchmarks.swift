import Foundation

/// The tool as a process: how long it takes to start.
///
/// Its size is printed with it.
let toolBenchmarks: [Benchmark] = [
    Benchmark("tool.start", unit: "start", reference: "/bin/true") {
        let tool = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("databridge")
        guard let tool, FileManager.default.isExecutableFile(atPath: tool.path) else {
            throw MissingTool()
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: tool.path)
        let size = (attributes[.size] as? Int ?? 0) / 1_000
        FileHandle.standardError.write(Data("databridge: \(size) kB\n".utf8))
        return Benchmark.Sides(
            ours: { try start(tool, ["--version"]) },
            reference: { try start(URL(fileURLWithPath: "/bin/true"), []) })
    }
]

/// The tool is not built beside the benchmarks.
private struct MissingTool: Error, CustomStringConvertible {
    let description = "build the tool first: swift build -c release --product databridge"
}

private func start(_ program: URL, _ arguments: [String]) throws -> Int {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return 1
}
