import DataBridge
import TaskManager

/// A command line that cannot be understood.
struct UsageError: Error {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}

/// Words and options, taken one after the other; what nobody takes is an error.
struct Arguments {
    private var words: [String] = []
    private var options: [String: String] = [:]
    private var flags: Set<String> = []

    private static let optionNames: Set = [
        "--store", "--tag", "--status", "--priority", "--after", "--description", "--to",
        "--create", "--remove",
    ]
    private static let flagNames: Set = ["--detach", "--with-dependencies", "--cut"]

    /// Sorts the arguments; nil when help is asked for.
    init?(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "-h", "--help": return nil
            case "--":
                words += rest
                return
            case _ where Arguments.flagNames.contains(argument):
                flags.insert(argument)
            case _ where argument.hasPrefix("--"):
                let parts = argument.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts[0])
                guard Arguments.optionNames.contains(name) else {
                    throw UsageError("there is no option \(name)")
                }
                guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
                    throw UsageError("\(name) needs a value")
                }
                options[name] = value
            default: words.append(argument)
            }
        }
    }

    mutating func option(_ name: String) -> String? {
        options.removeValue(forKey: name)
    }

    mutating func flag(_ name: String) -> Bool {
        flags.remove(name) != nil
    }

    mutating func status() -> TaskStatus? {
        option("--status").map(TaskStatus.init)
    }

    mutating func word(_ wanted: String) throws -> String {
        guard !words.isEmpty else { throw UsageError("\(wanted) is missing") }
        return words.removeFirst()
    }

    /// All words that are left, at least one.
    mutating func words(_ wanted: String) throws -> [String] {
        guard !words.isEmpty else { throw UsageError("\(wanted) is missing") }
        defer { words = [] }
        return words
    }

    mutating func id() throws -> LosslessID {
        LosslessID(parsing: try word("an id"))
    }

    /// - Throws: ``UsageError`` when something was given that the command has no use for.
    func finish() throws {
        let leftover = words.first ?? options.keys.min() ?? flags.min()
        if let leftover { throw UsageError("the command has no use for \"\(leftover)\"") }
    }
}
