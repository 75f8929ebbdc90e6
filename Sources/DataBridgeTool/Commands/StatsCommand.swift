import DataBridgeCore

/// `databridge stats`.
struct StatsCommand: Command {
    static let syntax = CommandSyntax(
        name: "stats", summary: "shows the collections of a store, their sizes, ids and fields",
        positionals: [.url],
        options: [.reportFormat, .idField],
        discussion: [
            .text("Reads every record. The bytes are those of the records in compact JSON.")
        ],
        examples: [
            .init(line: "databridge stats tasks.json", effect: "what is in the file"),
            .init(
                line: "databridge stats tasks.json --format json | jq -r '.collections[].name'",
                effect: "the names of the collections"),
        ])

    private let arguments: ReportArguments

    init(_ arguments: ParsedArguments) throws {
        self.arguments = try ReportArguments(arguments)
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let progress = ProgressBar("stats", in: context.surroundings)
        defer { progress.finish() }
        let statistics = try await context.withStore(
            arguments.url, for: .read, idName: arguments.idName
        ) { opened in
            try await opened.store.transaction(.readOnly) {
                try await collect(opened, progress)
            }
        }
        progress.finish()
        let size = try context.fileSize(of: arguments.url)
        if arguments.isJSON(in: context) {
            let whole: Value = [
                "url": .string(arguments.url.description), "size": size.map { .int($0) } ?? .null,
                "collections": .array(statistics.map(\.value)),
            ]
            try context.console.line(
                String(decoding: RecordPrinter.pretty(whole), as: UTF8.self))
        } else {
            try printTables(statistics, size: size, context)
        }
        return .success
    }

    private func collect(
        _ opened: OpenedStore, _ progress: ProgressBar
    ) async throws -> [CollectionStatistics] {
        var all: [CollectionStatistics] = []
        var done = 0
        for name in try await opened.collections() {
            var statistics = CollectionStatistics(name: name)
            for try await document in opened.documents(in: name).stream() {
                statistics.add(document)
                done += 1
                progress.update(done, of: nil)
            }
            all.append(statistics)
        }
        return all
    }

    private func printTables(
        _ all: [CollectionStatistics], size: Int64?, _ context: CommandContext
    ) throws {
        let console = context.console
        try console.line("\(arguments.url)" + (size.map { "  \($0) bytes" } ?? ""))
        try console.line()
        try context.printTable(
            [
                .init(title: "COLLECTION"), .init(title: "RECORDS", alignsRight: true),
                .init(title: "BYTES", alignsRight: true), .init(title: "IDS"),
            ],
            all.map { one in
                [
                    TerminalText.oneLine(one.name), String(one.records), String(one.bytes),
                    one.ids.text,
                ]
            })
        for one in all where one.records > 0 {
            try console.line()
            try console.line(TerminalText.oneLine(one.name))
            try context.printTable(
                [
                    .init(title: "FIELD"), .init(title: "RECORDS", alignsRight: true),
                    .init(title: "KINDS"),
                ],
                one.fields.map {
                    [TerminalText.oneLine($0.name), String($0.records), $0.kinds.text]
                }, indent: "  ")
        }
    }
}

extension CommandContext {
    /// The size of the file behind a URL; nil when it is none.
    fileprivate func fileSize(of url: StoreURL) throws -> Int64? {
        guard !url.path.isEmpty, (url.authority ?? "").isEmpty else { return nil }
        return try size(of: url.path)
    }

    /// Prints a whole table.
    func printTable(
        _ columns: [TextTable.Column], _ rows: [[String]], indent: String = ""
    ) throws(OutputError) {
        let width = surroundings.outputTerminal.map { $0.width - indent.utf8.count }
        let table = TextTable(columns, rows: rows, width: width)
        let heading = Style.bold.applied(to: table.heading, if: console.colorsOutput)
        try console.line(indent + heading)
        for row in rows { try console.line(indent + table.line(row)) }
    }
}
