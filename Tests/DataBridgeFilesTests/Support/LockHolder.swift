import Foundation
import Testing

/// Another process that holds a lock until it is told to let go.
struct LockHolder {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    static var isAvailable: Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")
    }

    /// Starts it, and returns when it has the lock.
    init(_ path: String, shared: Bool = false) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = [shared ? "-s" : "-x", path, "/bin/sh", "-c", "echo locked; read line"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.availableData
        try #require(String(decoding: said, as: UTF8.self) == "locked\n")
    }

    /// Lets it end by itself.
    func release() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Kills it, and the shell that holds the lock with it.
    func kill() throws {
        let children = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/task/"
                + "\(process.processIdentifier)/children", encoding: .utf8)
        for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
            Foundation.kill(child, SIGKILL)
        }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
