import DataBridge
import DataBridgeCore
import DataBridgeSQLite
import DataBridgeTool

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@main
enum Main {
    /// Not asynchronous, as the main thread is the one that waits for signals.
    static func main() {
        Interruption.holdSignals()
        let environment = ProcessEnvironment.current()
        let surroundings = Surroundings(
            output: StandardOutput(descriptor: STDOUT_FILENO),
            errors: StandardOutput(descriptor: STDERR_FILENO), input: StandardInput(),
            outputTerminal: Terminal(descriptor: STDOUT_FILENO, environment: environment),
            errorTerminal: Terminal(descriptor: STDERR_FILENO, environment: environment),
            environment: environment, drivers: [.memory, .json, .sqliteAsItIs])
        let arguments = Array(CommandLine.arguments.dropFirst())
        let work = Task.detached {
            exit(await Tool.run(arguments, in: surroundings).rawValue)
        }
        Interruption.watch { work.cancel() }
    }
}
