import DataBridgeCore

// Arguments that several commands have, so that they read and mean the same everywhere.

extension CommandSyntax.Positional {
    static let url = CommandSyntax.Positional(
        name: "URL", help: "where the data is: tasks.json, json:tasks.json, tasks.db, memory:")
    static let collection = CommandSyntax.Positional(
        name: "COLLECTION",
        help: "which collection; in a JSON file the place of its list, such as /tasks or tasks")
}

extension CommandSyntax.Option {
    static let idField = CommandSyntax.Option(
        name: "id-field", value: "NAME", help: "the field that holds the id, if it is not \"id\"")
    static let format = CommandSyntax.Option(
        name: "format", value: "FORMAT",
        help: "table, json or jsonl (an object per line); by default a table on a terminal and "
            + "jsonl elsewhere")
    static let reportFormat = CommandSyntax.Option(
        name: "format", value: "FORMAT",
        help: "table or json; by default table on a terminal and json elsewhere")
    static let fields = CommandSyntax.Option(
        name: "fields", value: "A,B", help: "show these fields only; owner.name reaches inside",
        isRepeatable: true)
    static let existing = CommandSyntax.Option(
        name: "existing", value: "WHAT",
        help:
            "what to do with a record whose id is there already: fail (the default), replace, skip")
}

extension ParsedArguments {
    /// The field that holds the id.
    var idName: String { option("id-field") ?? "id" }

    /// The URL of a positional.
    func url(_ name: String = "URL") throws -> StoreURL { try StoreURL(positional(name)) }

    /// The fields to show; nil for all.
    func fields() throws -> [FieldPath]? {
        guard has("fields") else { return nil }
        var fields: [FieldPath] = []
        for text in options("fields") {
            fields += try located("--fields") { () throws(ExpressionError) in
                try FieldPath.list(text)
            }
        }
        return fields
    }

    /// Runs a closure, and says of its error which argument it is about.
    func located<Result>(
        _ argument: String, _ body: () throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        do {
            return try body()
        } catch {
            throw error.about(argument, of: command)
        }
    }
}

/// What becomes of a record whose id is in the target already.
enum ExistingRecords: String, CaseIterable, Sendable {
    /// The command fails and changes nothing.
    case fail
    /// The new record takes its place.
    case replace
    /// The old record stays.
    case skip
}
