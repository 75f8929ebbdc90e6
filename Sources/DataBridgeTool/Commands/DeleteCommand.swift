import DataBridgeCore

/// `databridge delete`.
struct DeleteCommand: Command {
    static let syntax = CommandSyntax(
        name: "delete", summary: "removes records by their ids, all of them or none",
        positionals: [
            .url, .collection, .init(name: "ID", help: "an id", count: .oneOrMore),
        ],
        options: [
            .init(
                name: "ignore-missing", help: "do not mind ids that no record has"),
            .idField,
        ],
        discussion: [
            .text(
                "When one of the ids is not there, nothing is removed and the exit code is 3, "
                    + "unless --ignore-missing is given.")
        ],
        examples: [
            .init(line: "databridge delete tasks.json /tasks 7", effect: "removes one record"),
            .init(
                line: "databridge delete tasks.json /tasks 7 8 9 --ignore-missing",
                effect: "removes those of the three that are there"),
        ])

    let url: StoreURL
    let collection: String
    let ids: [RecordID]
    let ignoresMissing: Bool
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        url = try arguments.url()
        collection = arguments.positional("COLLECTION")
        ids = arguments.positionals("ID").map { RecordID($0) }
        ignoresMissing = arguments.has("ignore-missing")
        idName = arguments.idName
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let (collection, count) = try await context.withStore(url, for: .write, idName: idName) {
            opened in
            let collection = try await opened.collection(named: self.collection)
            let documents = opened.documents(in: collection)
            let count = try await opened.store.transaction {
                var found: Set<LosslessID> = []
                for id in ids {
                    if let document = try await id.find(in: documents) {
                        found.insert(document.id)
                    } else if !ignoresMissing {
                        throw id.notFound(in: collection)
                    }
                }
                return try await documents.delete(ids: found.sorted())
            }
            return (collection, count)
        }
        try context.console.line(
            "\(collection): removed \(count == 1 ? "1 record" : "\(count) records")")
        return .success
    }
}
