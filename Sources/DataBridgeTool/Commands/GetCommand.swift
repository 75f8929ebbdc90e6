import DataBridgeCore

/// `databridge get`.
struct GetCommand: Command {
    static let syntax = CommandSyntax(
        name: "get", summary: "shows one record",
        positionals: [
            .url, .collection,
            .init(
                name: "ID", help: "its id; 7 is the number or else the text, \"7\" only the text"),
        ],
        options: [
            .fields,
            .init(
                name: "format", value: "FORMAT",
                help: "json (the default), jsonl (on one line) or table"),
            .idField,
        ],
        discussion: [
            .text("Ends with exit code 3 and no output when there is no such record.")
        ],
        examples: [
            .init(line: "databridge get tasks.json /tasks 7", effect: "the record with the id 7"),
            .init(
                line: "databridge get tasks.json /master/tasks 92.10 --fields title,status",
                effect: "two of its fields; 92.10 is another id than 92.1"),
        ])

    let url: StoreURL
    let collection: String
    let id: RecordID
    let fields: [FieldPath]?
    let format: OutputFormat
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        url = try arguments.url()
        collection = arguments.positional("COLLECTION")
        id = RecordID(arguments.positional("ID"))
        fields = try arguments.fields()
        format = try arguments.choice("format", of: OutputFormat.self) ?? .json
        idName = arguments.idName
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let document = try await context.withStore(url, for: .read, idName: idName) { opened in
            let collection = try await opened.collection(named: self.collection)
            guard let document = try await id.find(in: opened.documents(in: collection)) else {
                throw id.notFound(in: collection)
            }
            return document
        }
        if format == .json {
            let selected = fields.map { document.object.selecting($0) } ?? document.object
            try context.console.line(
                String(decoding: RecordPrinter.pretty(.object(selected)), as: UTF8.self))
        } else {
            let printer = RecordPrinter(
                format, fields: fields, idName: idName, to: context.console)
            try printer.print(document.object)
            try printer.finish()
        }
        return .success
    }
}
