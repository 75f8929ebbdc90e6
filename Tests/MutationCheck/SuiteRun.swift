import Dispatch
import Foundation

/// Builds the copy and holds the memory store in it against the kit.
struct SuiteRun {
    /// How it went.
    enum Verdict: Equatable, Sendable {
        /// Nothing was found.
        case passed
        /// Found; how.
        case caught(String)
        /// The copy does not compile, so this is no mutant.
        case uncompiled(String)
    }

    let tree: MutationTree
    /// What every command is run through, such as `nice`.
    let wrapper: [String]

    /// The exit code that says that the build failed.
    private static let buildFailed: Int32 = 65

    /// Builds and runs; the program ends itself when it takes too long.
    func callAsFunction() throws -> Verdict {
        let script = """
            swift build --product conformance-runner >../build.log 2>&1 || exit \(Self.buildFailed)
            exec .build/debug/conformance-runner memory kit
            """
        let (status, reason, output) = try run(wrapper + ["bash", "-c", script])
        if reason == .exit, status == 0 { return .passed }
        if reason == .exit, status == Self.buildFailed {
            let log = try String(
                contentsOf: tree.folder.appending(path: "../build.log"), encoding: .utf8)
            let error = log.split(separator: "\n").first { $0.contains(" error: ") }
            return .uncompiled(String(error ?? "the build failed"))
        }
        if reason == .exit, status == 1, let found = output.split(separator: "\n").first {
            return .caught(String(found))
        }
        // A shell in between reports a signal as 128 and its number.
        let signal = reason == .uncaughtSignal ? status : status - 128
        return .caught(
            signal == SIGALRM ? "it came to no end" : "it trapped, with signal \(signal)")
    }

    private func run(
        _ command: [String]
    ) throws -> (status: Int32, reason: Process.TerminationReason, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = tree.folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The program ends itself; this is for a compiler that does not come to an end.
        let overdue = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 240, execute: overdue)
        defer { overdue.cancel() }
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            process.terminationStatus, process.terminationReason,
            String(decoding: output, as: UTF8.self)
        )
    }
}
