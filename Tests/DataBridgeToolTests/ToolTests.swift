import DataBridge
@testable import DataBridgeTool
import Testing

struct ToolTests {
    @Test func versionIsShown() async {
        for line in ["--version", "version"] {
            let run = await ToolRun.run(line)
            #expect(run.code == .success && run.output == "databridge \(Tool.version)\n")
        }
    }

    @Test func aCommandIsNeeded() async {
        let run = await ToolRun.run([])
        #expect(run.code == .usage && run.output.isEmpty)
        #expect(run.errors.hasPrefix("databridge: ") && run.errors.contains("query"))
    }

    @Test(arguments: [
        ("qeury x", "Did you mean query?"), ("hlep", "Did you mean help?"),
        ("help qurey", "Did you mean query?"), ("xyzzy", "no command \"xyzzy\". See"),
        ("--verbose query", "comes before its options"),
    ])
    func unknownCommandsAreNamed(_ line: String, _ part: String) async {
        let run = await ToolRun.run(line)
        #expect(run.code == .usage && run.output.isEmpty)
        #expect(run.errors.contains(part), "\(run.errors)")
    }

    @Test func verboseNamesTheCause() async {
        let short = await ToolRun.run("import nothing.json --to memory:")
        let long = await ToolRun.run("import nothing.json --to memory: -v")
        #expect(short.errors.split(separator: "\n").count == 1)
        #expect(long.errors.hasPrefix(short.errors))
        #expect(long.errors.contains("  code notFound, thrown at "))
        #expect(long.errors.contains("  cause: "))
    }

    @Test func errorsAreRedOnATerminalWithColors() async {
        let world = ToolRun.World(errorWidth: 80, environment: [:])
        let run = await ToolRun.run("query", in: world)
        #expect(run.errors.hasPrefix("\u{1B}[31mdatabridge: \u{1B}[0mURL is missing"))
    }
}
