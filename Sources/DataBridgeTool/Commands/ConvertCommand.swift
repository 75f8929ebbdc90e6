import DataBridgeCore

/// `databridge convert`.
struct ConvertCommand: Command {
    static let syntax = CommandSyntax(
        name: "convert", summary: "copies all collections of one store into another",
        positionals: [
            .init(name: "FROM", help: "the URL to read from"),
            .init(name: "TO", help: "the URL to write to; a JSON file that is not there is made"),
        ],
        options: [.existing, .idField],
        discussion: [
            .text(
                "Everything is read as of one moment and written in one transaction: all of it or "
                    + "nothing. What is no record, such as metadata beside the lists of a JSON "
                    + "file, stays behind.")
        ],
        examples: [
            .init(
                line: "databridge convert json:tasks.json json:copy.json",
                effect: "all collections of the first file into the second")
        ])

    let from: StoreURL
    let to: StoreURL
    let existing: ExistingRecords
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        from = try arguments.url("FROM")
        to = try arguments.url("TO")
        existing = try arguments.choice("existing", of: ExistingRecords.self) ?? .fail
        idName = arguments.idName
        // Two empty memories are two stores.
        if from == to, !from.path.isEmpty {
            throw arguments.error("FROM and TO are the same store.")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let progress = ProgressBar("convert", in: context.surroundings)
        defer { progress.finish() }
        let counts = try await context.withStore(from, for: .read, idName: idName) { source in
            try await context.withStore(to, for: .fill, idName: idName) { target in
                try await source.store.transaction(.readOnly) {
                    try await target.store.transaction {
                        try await copy(source, target, progress)
                    }
                }
            }
        }
        progress.finish()
        let written = counts.reduce(0) { $0 + $1.1.written }
        try context.console.line(
            "Copied \(written) record\(written == 1 ? "" : "s") in \(counts.count) "
                + "collection\(counts.count == 1 ? "" : "s") from \(from) into \(to).")
        for (name, count) in counts {
            let skipped = count.skipped > 0 ? ", \(count.skipped) skipped as they exist" : ""
            try context.console.line("  \(TerminalText.oneLine(name))  \(count.written)\(skipped)")
        }
        return .success
    }

    private func copy(
        _ source: OpenedStore, _ target: OpenedStore, _ progress: ProgressBar
    ) async throws -> [(String, RecordTransfer.Count)] {
        let transfer = RecordTransfer(store: target, existing: existing)
        var counts: [(String, RecordTransfer.Count)] = []
        var done = 0
        for collection in try await source.collections() {
            try await transfer.prepare(collection)
            var count = RecordTransfer.Count()
            var batch: [Document] = []
            for try await document in source.documents(in: collection).stream() {
                batch.append(document)
                guard batch.count == RecordTransfer.batch else { continue }
                count = count + (try await transfer.write(batch, to: collection))
                done += batch.count
                progress.update(done, of: nil)
                batch.removeAll(keepingCapacity: true)
            }
            count = count + (try await transfer.write(batch, to: collection))
            done += batch.count
            counts.append((collection, count))
        }
        return counts
    }
}
