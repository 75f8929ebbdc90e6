import Foundation
import Testing

/// What `run` does about missing packages: on a machine made of a few scripts, so that nothing is
/// ever installed.
struct InstallerTests {
    /// A folder with stand-ins for what `run` calls; nothing else is on its path.
    private final class Machine {
        let folder: URL
        private let log: URL

        /// - Parameters:
        ///   - user: what `id -u` says.
        ///   - hasSudo: whether there is a `sudo`.
        ///   - aptGet: what `apt-get` does besides writing itself down.
        init(user: Int, hasSudo: Bool = true, aptGet: String = #"touch "$0.done""#) throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "databridge-run-\(UUID().uuidString)")
            log = folder.appending(path: "log")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for tool in ["bash", "sh", "dirname", "mktemp", "rm", "sed", "head", "touch", "chmod"] {
                let place = try #require(
                    ["/usr/bin/", "/bin/"].map { $0 + tool }.first(where: Self.isExecutable))
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path + "/" + tool, withDestinationPath: place)
            }
            try script("id", "echo \(user)")
            try script("git", "exit 0")
            try script(
                "swift",
                """
                case "$1" in
                    --version) echo 'Swift version 6.3.1' ;;
                    test) echo 'tests ran' ;;
                esac
                """)
            // What makes programs compile and link comes with what apt-get installs.
            try script(
                "swiftc",
                """
                [ -e "${0%/*}/apt-get.done" ] || exit 1
                while [ "$1" != -o ]; do shift; done
                printf '#!/bin/sh\\n' >"$2" && chmod +x "$2"
                """)
            try script("apt-get", "echo \"apt-get $*\" >>\(log.path)\n\(aptGet)")
            if hasSudo {
                try script(
                    "sudo",
                    """
                    echo "sudo $*" >>\(log.path)
                    [ "$1" != -n ] || shift
                    exec "$@"
                    """)
            }
        }

        deinit {
            try? FileManager.default.removeItem(at: folder)
        }

        private static func isExecutable(_ path: String) -> Bool {
            FileManager.default.isExecutableFile(atPath: path)
        }

        private func script(_ name: String, _ body: String) throws {
            let url = folder.appending(path: name)
            try Data("#!/bin/sh\n\(body)\n".utf8).write(to: url)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: url.path)
        }

        /// Runs `./run test` there, without a terminal.
        func runTest(
            _ environment: [String: String] = [:]
        ) throws -> (status: Int32, output: String, calls: [String]) {
            let process = Process()
            process.executableURL = folder.appending(path: "bash")
            process.arguments = [Repository.url("run").path, "test"]
            process.environment = ["PATH": folder.path, "TMPDIR": folder.path]
                .merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            let calls = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            return (
                process.terminationStatus, String(decoding: output, as: UTF8.self),
                calls.split(separator: "\n").map(String.init)
            )
        }
    }

    private let installing = [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends g++ libsqlite3-dev",
    ]
    private let byHand =
        "apt-get update && apt-get install -y --no-install-recommends g++ libsqlite3-dev"

    @Test func rootInstallsDirectly() throws {
        let (status, output, calls) = try Machine(user: 0).runTest()
        #expect(status == 0, "\(output)")
        #expect(calls == installing)
        let said = try #require(output.range(of: "brings ld, C headers"))
        let done = try #require(output.range(of: "Installing: g++ libsqlite3-dev"))
        #expect(said.lowerBound < done.lowerBound, "it says what and why before it does")
        #expect(output.contains("All here, nothing to install."))
        #expect(output.hasSuffix("tests ran\n"))
    }

    @Test func othersInstallThroughSudoThatAsksForNoPassword() throws {
        let (status, output, calls) = try Machine(user: 1000).runTest()
        #expect(status == 0, "\(output)")
        #expect(calls.first?.hasPrefix("sudo -n sh -c apt-get update -qq &&") == true, "\(calls)")
        #expect(calls.filter { $0.hasPrefix("apt-get") } == installing)
        #expect(output.hasSuffix("tests ran\n"))
    }

    @Test func withoutSudoTheLineIsPrinted() throws {
        let (status, output, calls) = try Machine(user: 1000, hasSudo: false).runTest()
        #expect(status == 1)
        #expect(calls == [])
        #expect(output.hasSuffix("run: run as root: sh -c '\(byHand)'\n"), "\(output)")
    }

    @Test func noInstallOnlyChecks() throws {
        for (user, line) in [(0, byHand), (1000, "sudo sh -c '\(byHand)'")] {
            let (status, output, calls) = try Machine(user: user).runTest(["NO_INSTALL": "1"])
            #expect(status == 1)
            #expect(calls == [])
            #expect(
                output.hasSuffix("run: NO_INSTALL is set. To install, run: \(line)\n"),
                "\(output)")
        }
    }

    @Test func failedInstallationIsToldWithTheLine() throws {
        let (status, output, calls) = try Machine(user: 0, aptGet: "exit 100").runTest()
        #expect(status == 1)
        #expect(calls == [installing[0]])
        #expect(
            output.hasSuffix("run: the installation failed. By hand: \(byHand)\n"), "\(output)")
    }

    @Test func whatIsStillMissingAfterwardsIsTold() throws {
        let (status, output, calls) = try Machine(user: 0, aptGet: "exit 0").runTest()
        #expect(status == 1)
        #expect(calls == installing)
        for name in ["linker", "SQLite"] {
            #expect(
                output.contains("'\(name)' is still missing after the installation"), "\(output)")
        }
    }

    @Test func nothingIsInstalledWhereNothingIsMissing() throws {
        let machine = try Machine(user: 1000)
        try Data().write(to: machine.folder.appending(path: "apt-get.done"))
        let (status, output, calls) = try machine.runTest()
        #expect(status == 0, "\(output)")
        #expect(calls == [])
        #expect(output.contains("All here, nothing to install."))
    }
}
