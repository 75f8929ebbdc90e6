import Foundation

/// The tool as a process: how long it takes to start, built in the usual way and with the Swift
/// libraries inside.
///
/// Its size is printed with it.
func toolBenchmarks(staticTool: String?) -> [Benchmark] {
    let tool = Bundle.main.executableURL?.deletingLastPathComponent()
        .appendingPathComponent("databridge").path
    return [
        starting(
            "tool.start", tool,
            hint: "build the tool first: swift build -c release --product databridge"),
        starting(
            "tool.start.static", staticTool,
            hint: "./run bench tool builds the tool with --static-swift-stdlib and says where it is"
        ),
    ]
}

private func starting(_ name: String, _ path: String?, hint: String) -> Benchmark {
    Benchmark(name, unit: "start", reference: "/bin/true") {
        guard let path, FileManager.default.isExecutableFile(atPath: path) else {
            throw MissingTool(description: hint)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes[.size] as? Int ?? 0) / 1_000
        FileHandle.standardError.write(Data("\(name): the tool's file has \(size) kB\n".utf8))
        return Benchmark.Sides(
            ours: { try start(path, ["--version"]) },
            reference: { try start("/bin/true", []) })
    }
}

/// The tool is not built.
private struct MissingTool: Error, CustomStringConvertible {
    let description: String
}

private func start(_ path: String, _ arguments: [String]) throws -> Int {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw MissingTool(description: "\(path) ended with \(process.terminationStatus)")
    }
    return 1
}
