import DataBridgeCore

/// `databridge query`.
struct QueryCommand: Command {
    let url: StoreURL
    let collection: String
    let filter: FilterExpression?
    let sort: [Sort<Document>]
    let limit: Int?
    let offset: Int
    let pageSize: Int?
    let cursor: Cursor?
    let fields: [FieldPath]?
    let format: OutputFormat?
    let isCount: Bool
    let isExplain: Bool
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        url = try arguments.url()
        collection = arguments.positional("COLLECTION")
        var filters: [FilterExpression] = []
        for text in arguments.options("where") {
            filters.append(
                try arguments.located("--where") { () throws(ExpressionError) in
                    try FilterParser.parse(text)
                })
        }
        filter = filters.count > 1 ? .and(filters) : filters.first
        var sort: [Sort<Document>] = []
        for text in arguments.options("sort") {
            sort += try arguments.located("--sort") { () throws(ExpressionError) in
                try SortList.parse(text)
            }
        }
        self.sort = sort
        limit = try arguments.integer("limit", minimum: 0)
        offset = try arguments.integer("offset", minimum: 0) ?? 0
        pageSize = try arguments.integer("page", minimum: 1)
        cursor = arguments.option("after").map { Cursor($0) }
        fields = try arguments.fields()
        format = try arguments.choice("format", of: OutputFormat.self)
        isCount = arguments.has("count")
        isExplain = arguments.has("explain")
        idName = arguments.idName
        try Self.checkCombinations(arguments)
    }

    private static func checkCombinations(_ arguments: ParsedArguments) throws(UsageError) {
        if arguments.has("after"), !arguments.has("page") {
            throw arguments.error("--after goes with --page SIZE, which says how many follow.")
        }
        let exclusive = ["page", "count"].filter(arguments.has)
        guard let first = exclusive.first else { return }
        for name in ["limit", "offset"] where arguments.has(name) {
            throw arguments.error("--\(first) and --\(name) exclude each other; give one of them.")
        }
        if exclusive.count > 1 {
            throw arguments.error("--page and --count exclude each other; give one of them.")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        try await context.withStore(url, for: .read, idName: idName) { opened in
            let collection = try await opened.collection(named: self.collection)
            let documents = opened.documents(in: collection)
            let filter = self.filter?.filter(idName: idName) ?? .all
            let query = Query(where: filter, sortedBy: sort, limit: limit, offset: offset)
            if isExplain {
                try context.console.line("\(try documents.explain(query))")
            } else if isCount {
                try context.console.line("\(try await documents.count(where: filter))")
            } else if let pageSize {
                try await printPage(of: query, size: pageSize, documents, context)
            } else {
                try await printAll(of: query, documents, context)
            }
            return .success
        }
    }

    private func printAll(
        of query: Query<Document>, _ documents: any DataRepository<Document>,
        _ context: CommandContext
    ) async throws {
        let printer = makePrinter(context)
        for try await document in documents.stream(query) { try printer.print(document.object) }
        try finish(printer, context)
    }

    private func printPage(
        of query: Query<Document>, size: Int, _ documents: any DataRepository<Document>,
        _ context: CommandContext
    ) async throws {
        let page = try await documents.page(query, after: cursor, size: size)
        if format == .json {
            let items = page.items.map { document in
                Value.object(fields.map { document.object.selecting($0) } ?? document.object)
            }
            let next = page.next.map { Value.string($0.text) } ?? .null
            let whole: Value = .object(["items": .array(items), "next": next])
            try context.console.line(
                String(decoding: RecordPrinter.pretty(whole), as: UTF8.self))
            return
        }
        let printer = makePrinter(context)
        for document in page.items { try printer.print(document.object) }
        try finish(printer, context)
        if let next = page.next {
            try context.console.note("Next page: --page \(size) --after \(next)")
        }
    }

    private func makePrinter(_ context: CommandContext) -> RecordPrinter {
        RecordPrinter(
            format ?? context.defaultFormat, fields: fields, idName: idName, to: context.console)
    }

    private func finish(_ printer: RecordPrinter, _ context: CommandContext) throws {
        try printer.finish()
        if printer.count == 0, (format ?? context.defaultFormat) == .table {
            try context.console.note("No records.")
        }
    }
}
