import DataBridgeCore

/// The arguments of a command that reports on a whole store.
struct ReportArguments {
    private enum Format: String, CaseIterable {
        case table, json
    }

    let url: StoreURL
    let idName: String
    private let format: Format?

    init(_ arguments: ParsedArguments) throws {
        url = try arguments.url()
        format = try arguments.choice("format", of: Format.self)
        idName = arguments.idName
    }

    /// Whether the report is for a program: as asked for, else where nobody watches.
    func isJSON(in context: CommandContext) -> Bool {
        (format ?? (context.surroundings.outputTerminal == nil ? .json : .table)) == .json
    }
}
