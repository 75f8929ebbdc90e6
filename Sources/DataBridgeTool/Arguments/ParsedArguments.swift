/// The arguments of one command, sorted out.
struct ParsedArguments: Sendable {
    /// The command's name, for messages.
    let command: String
    private var positionals: [String: [String]] = [:]
    private var options: [String: [String]] = [:]

    init(command: String) {
        self.command = command
    }

    mutating func add(positional name: String, _ text: String) {
        positionals[name, default: []].append(text)
    }

    mutating func add(option name: String, _ text: String) {
        options[name, default: []].append(text)
    }

    /// The argument of a positional that must stand once.
    func positional(_ name: String) -> String { positionals[name]?.first ?? "" }

    /// The arguments of a positional.
    func positionals(_ name: String) -> [String] { positionals[name] ?? [] }

    /// The value of an option; nil when it is not given.
    func option(_ name: String) -> String? { options[name]?.first }

    /// The values of an option that may stand several times.
    func options(_ name: String) -> [String] { options[name] ?? [] }

    /// Whether an option is given.
    func has(_ name: String) -> Bool { options[name] != nil }

    /// The value of an option as a whole number.
    ///
    /// - Throws: when it is none, or smaller than the minimum.
    func integer(_ name: String, minimum: Int) throws(UsageError) -> Int? {
        guard let text = option(name) else { return nil }
        guard let number = Int(text), number >= minimum else {
            throw error("--\(name) takes a whole number, \(minimum) or greater, not \"\(text)\".")
        }
        return number
    }

    /// The value of an option as one of several words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(UsageError) -> Choice? where Choice.RawValue == String {
        guard let text = option(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue)
            let nearest = NearestName.of(text, among: words).map { " Did you mean \($0)?" } ?? ""
            let list = words.joined(separator: ", ")
            throw error("--\(name) takes one of \(list), not \"\(text)\".\(nearest)")
        }
        return choice
    }

    /// A complaint about these arguments.
    func error(_ message: String) -> UsageError {
        UsageError(message, command: command)
    }
}
