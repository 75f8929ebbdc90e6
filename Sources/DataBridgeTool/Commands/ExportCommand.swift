import DataBridgeCore
import DataBridgeFiles

/// `databridge export`.
struct ExportCommand: Command {
    static let syntax = CommandSyntax(
        name: "export", summary: "writes the records of a store as JSON",
        positionals: [.url],
        options: [
            .init(name: "to", value: "FILE", help: "a file instead of standard output"),
            .init(name: "replace", help: "replace the file if it is there"),
            .init(
                name: "collection", value: "NAME", help: "only this collection",
                isRepeatable: true),
            .init(
                name: "format", value: "FORMAT",
                help:
                    "json (the default), one document with all collections, or jsonl, the records "
                    + "of one collection, one per line"),
            .idField,
        ],
        discussion: [
            .text(
                "All collections are read as of one moment. A collection named by a place, such as "
                    + "/master/tasks, stands in that place of the document again. A file is "
                    + "written whole or not at all, and only you can read it.")
        ],
        examples: [
            .init(
                line: "databridge export json:tasks.json --to backup.json",
                effect: "all collections in one document"),
            .init(
                line: "databridge export tasks.json --collection /master/tasks --format jsonl",
                effect: "the tasks of one tag, one per line"),
        ])

    let url: StoreURL
    let file: String?
    let replaces: Bool
    let collections: [String]
    let layout: ImportFile.Layout
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        url = try arguments.url()
        file = arguments.option("to")
        replaces = arguments.has("replace")
        collections = arguments.options("collection")
        layout = try arguments.choice("format", of: ImportFile.Layout.self) ?? .json
        idName = arguments.idName
        if replaces, file == nil { throw arguments.error("--replace goes with --to FILE.") }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        if let file { try checkTarget(file, context) }
        let progress = ProgressBar("export", in: context.surroundings)
        defer { progress.finish() }
        var content: [UInt8] = []
        try await context.withStore(url, for: .read, idName: idName) { opened in
            try await opened.store.transaction(.readOnly) {
                let exporter = Exporter(opened: opened, progress: progress) { bytes in
                    if file == nil {
                        try context.surroundings.output.write(bytes)
                    } else {
                        content += bytes
                    }
                }
                try await export(with: exporter)
            }
        }
        progress.finish()
        if let file {
            try context.write(content, to: file, expecting: replaces ? .anything : .absent)
            try context.console.line("Exported \(url) to \(file), \(content.count) bytes.")
        }
        return .success
    }

    private func export(with exporter: Exporter) async throws {
        var names: [String] = []
        for name in collections { names.append(try await exporter.opened.collection(named: name)) }
        if collections.isEmpty { names = try await exporter.opened.collections() }
        switch layout {
        case .json: try await exporter.writeDocument(try ExportTree(names))
        case .jsonl:
            guard names.count == 1, let name = names.first else {
                throw UsageError(
                    "JSON lines hold one collection, and there are \(names.count) "
                        + "(\(names.joined(separator: ", "))): choose with --collection NAME.",
                    command: Self.syntax.name)
            }
            try await exporter.writeLines(name)
        }
    }

    private func checkTarget(_ file: String, _ context: CommandContext) throws {
        guard !replaces, try context.exists(file) else { return }
        throw DataError(
            .alreadyExists, "The file \(file) is there already. Choose another, or give --replace.")
    }
}
