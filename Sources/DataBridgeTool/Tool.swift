import DataBridgeCore

/// The command-line tool, from its arguments to its exit code.
package enum Tool {
    /// The version of this package.
    package static let version = "0.1.0"

    static let commands: [any Command.Type] = [
        ImportCommand.self, ExportCommand.self, QueryCommand.self, GetCommand.self,
        SetCommand.self, DeleteCommand.self, StatsCommand.self, ConvertCommand.self,
        DoctorCommand.self,
    ]

    /// Runs one command.
    ///
    /// - Parameters:
    ///   - arguments: the words behind the program's name.
    ///   - surroundings: the world to work in.
    package static func run(
        _ arguments: [String], in surroundings: Surroundings
    ) async -> ExitCode {
        let isVerbose = arguments.prefix { $0 != "--" }.contains { $0 == "--verbose" || $0 == "-v" }
        let console = Console(surroundings: surroundings, isVerbose: isVerbose)
        do {
            return try await dispatch(arguments[...], console)
        } catch {
            for line in ErrorReport(error, isVerbose: isVerbose).lines.enumerated() {
                let prefix = line.offset == 0 ? "databridge: " : ""
                let text = Style.red.applied(to: prefix, if: console.colorsErrors) + line.element
                // Where messages cannot be written, the exit code still tells.
                try? console.note(text)
            }
            return ExitCode(error)
        }
    }

    private static func dispatch(
        _ arguments: ArraySlice<String>, _ console: Console
    ) async throws -> ExitCode {
        guard let name = arguments.first else {
            try console.note(
                "databridge: a command is missing: \(names.joined(separator: ", ")), help.")
            return .usage
        }
        switch name {
        case "help", "--help", "-h": return try help(arguments.dropFirst(), console)
        case "--version", "version":
            try console.line("databridge \(version)")
            return .success
        default: break
        }
        guard let type = command(named: name) else { throw unknown(name) }
        let parsed = try ArgumentParser.parse(arguments.dropFirst(), of: type.syntax)
        if parsed.has("help") {
            try show(type.syntax, console)
            return .success
        }
        let context = CommandContext(surroundings: console.surroundings, console: console)
        return try await type.init(parsed).run(in: context)
    }

    private static var names: [String] { commands.map { $0.syntax.name } }

    private static func command(named name: String) -> (any Command.Type)? {
        commands.first { $0.syntax.name == name }
    }

    private static func unknown(_ name: String) -> UsageError {
        if name.first == "-" { return UsageError("The command comes before its options.") }
        let nearest = NearestName.of(name, among: names + ["help"])
        return UsageError(
            "There is no command \"\(TerminalText.oneLine(name))\"."
                + (nearest.map { " Did you mean \($0)?" } ?? ""))
    }

    // MARK: Help

    private static func help(_ rest: ArraySlice<String>, _ console: Console) throws -> ExitCode {
        if let name = rest.first(where: { $0.first != "-" }) {
            guard let type = command(named: name) else { throw unknown(name) }
            try show(type.syntax, console)
        } else {
            let page = HelpPage.overview(
                commands.map { $0.syntax }, width: width(console), isStyled: console.colorsOutput)
            try console.line(page.joined(separator: "\n"))
        }
        return .success
    }

    private static func show(_ syntax: CommandSyntax, _ console: Console) throws {
        let page = HelpPage.of(syntax, width: width(console), isStyled: console.colorsOutput)
        try console.line(page.joined(separator: "\n"))
    }

    private static func width(_ console: Console) -> Int {
        console.surroundings.outputTerminal?.width ?? 80
    }
}
