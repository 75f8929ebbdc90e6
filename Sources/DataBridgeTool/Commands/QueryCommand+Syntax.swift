extension QueryCommand {
    static let syntax = CommandSyntax(
        name: "query", summary: "finds records by a filter, in an order, page by page",
        positionals: [.url, .collection],
        options: [
            .init(
                name: "where", value: "FILTER",
                help: "only records for which the filter holds; several must hold together",
                isRepeatable: true),
            .init(
                name: "sort", value: "FIELD[:desc],…",
                help: "the order; by id without it and between equals", isRepeatable: true),
            .init(name: "limit", value: "N", help: "at most N records"),
            .init(name: "offset", value: "N", help: "leave the first N out"),
            .init(
                name: "page", value: "SIZE",
                help: "one page of SIZE records; where the next one begins goes to standard error, "
                    + "or with --format json into the output"),
            .init(name: "after", value: "CURSOR", help: "the page that begins there"),
            .fields, .format,
            .init(name: "count", help: "only how many there are"),
            .init(name: "explain", help: "only how the store would find them"),
            .idField,
        ],
        discussion: [
            .heading("Filters"),
            .list([
                ("status = pending", "equal; != is its opposite and holds for missing fields too"),
                ("priority >= 3", "< <= > >= compare numbers by value and text by its bytes"),
                ("status in (done, review)", "one of several; not in (…) is the opposite"),
                ("id between 10 and 19", "both ends included"),
                ("title prefix \"Fix\"", "begins with; suffix: ends with"),
                (
                    "title contains \"api\"",
                    "holds the text, or has it as an element if it is a list"
                ),
                ("dependencies contains 3", "the list has the element 3"),
                (
                    "title contains~i api",
                    "~i ignores the case of ASCII letters; prefix~i, suffix~i"
                ),
                ("details is null", "missing or null; is not null is the opposite"),
                ("dependencies = []", "JSON arrays and objects compare as a whole"),
                ("not (a = 1 and b = 2)", "not before and before or; parentheses as usual"),
            ]),
            .text(
                "A field is a name, or names joined by dots: owner.name, subtasks.0.status. Names "
                    + "with other marks, and the names and, or, not, stand in quotes: \"due "
                    + "date\". A value is a number, true, false, null, a text in single or double "
                    + "quotes, or a word, which is a text as well: status = pending. Put the "
                    + "filter in quotes of the shell."),
        ],
        examples: [
            .init(
                line: "databridge query tasks.json /tasks --where 'status = pending' "
                    + "--sort priority:desc,id",
                effect: "pending tasks, by priority"),
            .init(
                line: "databridge query tasks.json master/tasks "
                    + "--where 'title contains~i \"api\" and not (status in (done, cancelled))' "
                    + "--fields id,title,status",
                effect: "three fields of the open tasks about an API"),
            .init(
                line: "databridge query tasks.json tasks --where 'dependencies contains 3' --count",
                effect: "how many tasks depend on task 3"),
            .init(
                line: "databridge query tasks.json tasks --page 20 --format json",
                effect: "the first page, with the cursor for --after of the next one"),
            .init(
                line: "databridge query tasks.json tasks --where 'subtasks is not null' "
                    + "--format jsonl | jq .id",
                effect: "a JSON object per line, for another program"),
        ])
}
