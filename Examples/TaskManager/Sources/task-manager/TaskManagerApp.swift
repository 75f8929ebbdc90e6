import DataBridge
import Foundation
import TaskManager

/// The command-line face of the example: puts the parts together and shows what they say.
@main
struct TaskManagerApp {
    private enum ExitCode {
        static let success: Int32 = 0
        static let failure: Int32 = 1
        static let usage: Int32 = 2
    }

    static func main() async {
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            guard let invocation = try Invocation(arguments) else {
                print(Invocation.help)
                return ExitCode.success
            }
            // The one place that knows a backend, and it knows it as text.
            let store = try await Bridge.open(invocation.store, entities: [TaskItem.schema])
            let isFine = try await invocation.run(on: TaskTags(store: store))
            try await store.close()
            return isFine ? ExitCode.success : ExitCode.failure
        } catch let error as UsageError {
            complain("\(error.message)\nTry: task-manager --help")
            return ExitCode.usage
        } catch {
            complain(text(of: error))
            return ExitCode.failure
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("task-manager: \(text)\n".utf8))
    }

    /// What a person needs to know of an error.
    private static func text(of error: any Error) -> String {
        guard let error = error as? DataError else { return "\(error)" }
        let record = error.recordID.flatMap(LosslessID.init(value:)).map { " \($0)" } ?? ""
        let place = error.collection.map { "\($0)\(record): " } ?? ""
        let source = error.source.map { " (\($0))" } ?? ""
        return place + error.message + source
    }
}
