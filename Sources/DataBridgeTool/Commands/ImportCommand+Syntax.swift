extension ImportCommand {
    static let syntax = CommandSyntax(
        name: "import", summary: "puts the records of a file into a store, all of them or none",
        positionals: [
            .init(name: "FILE", help: "a JSON document or JSON lines; - reads standard input")
        ],
        options: [
            .init(
                name: "to", value: "URL",
                help:
                    "where the records go; a JSON file that is not there is made, memory: is a dry "
                    + "run"),
            .init(
                name: "lenient",
                help: "put what cannot be imported into FILE.rejected.jsonl and go on"),
            .existing,
            .init(
                name: "collection", value: "NAME",
                help: "the name of the collection; by default the place of the list in the document"
            ),
            .init(
                name: "format", value: "FORMAT",
                help: "json or jsonl; by default jsonl for .jsonl and .ndjson, json for all else"),
            .idField,
        ],
        discussion: [
            .text(
                "In a document every list of objects is a collection, named by its place: a file "
                    + "with tags gives /master/tasks and so on. What stands beside the lists is "
                    + "left out, and named."),
            .text(
                "Without --lenient the first record that is no object, has no id, or has one that "
                    + "is taken ends the import with its line and column, and nothing is written. "
                    + "With it such records go into the side file, one JSON object per line with "
                    + "collection, line, column, reason and the record; only you can read it."),
        ],
        examples: [
            .init(
                line: "databridge import tasks.json --to json:copy.json",
                effect: "all tags of a tasks.json"),
            .init(
                line: "databridge import tasks.json --to memory:",
                effect: "a dry run: what would be imported"),
            .init(
                line: "databridge import old.json --to tasks.json --lenient --existing skip",
                effect: "what is new and sound; the rest is in old.json.rejected.jsonl"),
            .init(
                line: "jq -c '.items[]' api.json | databridge import - --to items.json "
                    + "--format jsonl --collection /items",
                effect: "records from another program"),
        ])
}
