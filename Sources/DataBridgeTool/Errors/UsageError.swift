/// A command line that is not as it should be.
struct UsageError: Error, Hashable {
    /// What is wrong and what to do about it.
    let message: String
    /// The command whose help tells more; nil for the tool's own.
    var command: String?

    init(_ message: String, command: String? = nil) {
        self.message = message
        self.command = command
    }

    /// Where to read more.
    var hint: String {
        "See: databridge help" + (command.map { " " + $0 } ?? "")
    }
}
