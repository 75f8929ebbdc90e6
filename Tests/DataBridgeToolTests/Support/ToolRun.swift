import DataBridge
import DataBridgeSQLite
import DataBridgeTool

/// One run of the tool in a world made up for it.
struct ToolRun {
    var code: ExitCode
    var output: String
    var errors: String

    /// What the world is like.
    struct World {
        var input = TextInput()
        var outputWidth: Int?
        var errorWidth: Int?
        var environment: ProcessEnvironment = ["NO_COLOR": "1"]
        var services = RuntimeServices()
        var outputFailure: OutputError?
        var drivers: [Driver] = [.memory, .json, .sqliteAsItIs]

        /// A pipe behind standard output and nothing behind standard error.
        static let pipe = World()

        /// A terminal without colours behind both.
        static func terminal(_ width: Int = 80) -> World {
            World(outputWidth: width, errorWidth: width)
        }
    }

    /// Runs the tool.
    static func run(_ arguments: [String], in world: World = .pipe) async -> ToolRun {
        let output = RecordingOutput(failure: world.outputFailure)
        let errors = RecordingOutput()
        let surroundings = Surroundings(
            output: output, errors: errors, input: world.input,
            outputTerminal: world.outputWidth.map { Terminal(width: $0) },
            errorTerminal: world.errorWidth.map { Terminal(width: $0) },
            environment: world.environment, services: world.services, drivers: world.drivers)
        let code = await Tool.run(arguments, in: surroundings)
        return ToolRun(code: code, output: output.text, errors: errors.text)
    }

    /// Runs the tool with a command line as a shell would split it.
    static func run(_ line: String, in world: World = .pipe) async -> ToolRun {
        await run(ShellWords.split(line), in: world)
    }
}
