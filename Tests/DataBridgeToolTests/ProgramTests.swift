@testable import DataBridgeTool
import Foundation
import Testing

/// The program as a process: its streams, signals and exit codes.
@Suite(.enabled(if: Program.path != nil, "the program databridge is not built"))
struct ProgramTests {
    @Test func resultsGoToStandardOutputAndMessagesToStandardError() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let found = try Program.run(["query", file, "tasks", "--fields", "id"])
        #expect(found.code == 0 && found.errors.isEmpty)
        #expect(found.output == "{\"id\":1}\n{\"id\":2}\n{\"id\":92.10}\n")
        let missing = try Program.run(["get", file, "tasks", "5"])
        #expect(missing.code == 3 && missing.output.isEmpty)
        #expect(missing.errors.hasPrefix("databridge: No record has this id."))
    }

    @Test func standardInputIsRead() throws {
        let run = try Program.run(
            ["import", "-", "--to", "memory:", "--format", "jsonl", "--collection", "x"],
            input: "{\"id\": 1}\n{\"id\": 2}\n")
        #expect(run.code == 0 && run.output.hasPrefix("Would import 2 records"))
    }

    @Test func aClosedPipeEndsItQuietly() throws {
        let folder = try TemporaryFolder()
        let records = (1...20_000).map { "{\"id\": \($0)}" }.joined(separator: ",\n")
        let file = try folder.write("{\"many\": [\(records)]}", to: "many.json")
        let run = try Program.run(
            ["query", file, "many"], shell: "| head -n 1 >/dev/null; exit ${PIPESTATUS[0]}")
        #expect(run.code == 141 && run.errors.isEmpty)
    }

    @Test func anInterruptedImportChangesNothing() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Program.path))
        process.arguments = ["import", "-", "--to", file]
        let input = Pipe()
        let errors = Pipe()
        process.standardInput = input
        process.standardError = errors
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("{\"tasks\": [".utf8))
        // Long enough for the program to be waiting for more.
        Thread.sleep(forTimeInterval: 0.5)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said == "databridge: Interrupted. What was not finished did not happen.\n")
        #expect(folder.read("tasks.json") == Samples.plain)
    }

    @Test func outputToAFullDiskIsAnError() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let run = try Program.run(["help"], shell: "> /dev/full")
        #expect(run.code == 1 && run.errors.contains("No space left on device"))
    }
}

/// Starts the built program.
enum Program {
    /// Where it was built: beside the tests, which the manifest makes need it.
    static let path: String? = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        // On Linux the test bundle is a file among the products; elsewhere it is a folder there.
        for _ in 0..<5 {
            let path = folder.appendingPathComponent("databridge").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    struct Run {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Runs it to its end.
    ///
    /// - Parameter shell: what a shell shall do with it, written behind the command.
    static func run(_ arguments: [String], input: String = "", shell: String = "") throws -> Run {
        let process = Process()
        let program = try #require(path)
        if shell.isEmpty {
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
        } else {
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = ["-c", "\"$0\" \"$@\" \(shell)", program] + arguments
        }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        let errors = stderr.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Run(
            code: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }
}
