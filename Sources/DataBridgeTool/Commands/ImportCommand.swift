import DataBridgeCore
import DataBridgeFiles
import JSONSyntax

/// `databridge import`.
struct ImportCommand: Command {
    let file: String
    let target: StoreURL
    let layout: ImportFile.Layout
    let collection: String?
    let existing: ExistingRecords
    let isLenient: Bool
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        file = arguments.positional("FILE")
        guard let url = arguments.option("to") else {
            throw arguments.error("--to URL is missing: it says where the records go.")
        }
        target = try StoreURL(url)
        layout =
            try arguments.choice("format", of: ImportFile.Layout.self) ?? Self.layout(of: file)
        collection = arguments.option("collection")
        existing = try arguments.choice("existing", of: ExistingRecords.self) ?? .fail
        isLenient = arguments.has("lenient")
        idName = arguments.idName
    }

    private static func layout(of file: String) -> ImportFile.Layout {
        [".jsonl", ".ndjson"].contains { ByteOrder.hasSuffixIgnoringASCIICase(file, $0) }
            ? .jsonl : .json
    }

    /// The file's name in messages.
    private var name: String { file == "-" ? "standard input" : file }

    /// Where records go that cannot be imported.
    private var sideFile: String { (file == "-" ? "stdin" : file) + ".rejected.jsonl" }

    func run(in context: CommandContext) async throws -> ExitCode {
        let bytes = try context.read(file)
        let source = try ImportFile.read(
            bytes, file: name, layout: layout, collection: collection, idName: idName,
            isLenient: isLenient)
        let progress = ProgressBar("import", in: context.surroundings)
        defer { progress.finish() }
        let result = try await context.withStore(target, for: .fill, idName: idName) { opened in
            try await opened.store.transaction {
                let importer = Importer(
                    source: source, isLenient: isLenient,
                    transfer: RecordTransfer(store: opened, existing: existing),
                    progress: progress)
                let result = try await importer.run()
                // Inside the transaction: without the side file, no record is imported either.
                if !result.rejected.isEmpty { try writeSideFile(result.rejected, context) }
                return result
            }
        }
        progress.finish()
        try report(result, of: source, context.console)
        return .success
    }

    private func writeSideFile(_ rejected: [RejectedRecord], _ context: CommandContext) throws {
        var writer = JSONWriter()
        for record in rejected { record.write(to: &writer) }
        try context.write(writer.finish(), to: sideFile, expecting: .anything)
    }

    private func report(
        _ result: Importer.Result, of source: ImportFile, _ console: Console
    ) throws {
        let written = result.counts.reduce(0) { $0 + $1.count.written }
        let isDryRun = target.scheme == "memory"
        let verb = isDryRun ? "Would import" : "Imported"
        let lists = Self.plural(result.counts.count, "collection")
        try console.line(
            "\(verb) \(Self.plural(written, "record")) in \(lists) from \(name) into \(target).")
        let width = result.counts.map { DisplayWidth.of($0.name) }.max() ?? 0
        for (name, count) in result.counts {
            let title = TerminalText.padded(TerminalText.oneLine(name), to: width)
            let skipped = count.skipped > 0 ? ", \(count.skipped) skipped as they exist" : ""
            try console.line("  \(title)  \(count.written)\(skipped)")
        }
        if isDryRun { try console.note("A memory: store keeps nothing, so this was a dry run.") }
        if !source.leftOut.isEmpty {
            let places = source.leftOut.map(TerminalText.oneLine).joined(separator: ", ")
            try console.note("Left out, as they hold no records: \(places).")
        }
        guard !result.rejected.isEmpty else { return }
        try console.warning(
            "\(Self.plural(result.rejected.count, "record")) could not be imported and stand in "
                + "\(sideFile):")
        for record in result.rejected.prefix(20) {
            try console.note(
                "  \(name):\(record.line):\(record.column): \(TerminalText.oneLine(record.reason))")
        }
        if result.rejected.count > 20 {
            try console.note("  and \(result.rejected.count - 20) more")
        }
    }

    private static func plural(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
