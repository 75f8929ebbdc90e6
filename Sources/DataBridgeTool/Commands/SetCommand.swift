import DataBridgeCore

/// `databridge set`.
struct SetCommand: Command {
    static let syntax = CommandSyntax(
        name: "set", summary: "changes fields of one record, all of them or none",
        positionals: [
            .url, .collection, .init(name: "ID", help: "its id"),
            .init(
                name: "CHANGE", help: "field=value, field:=json, or field- to remove it",
                count: .oneOrMore),
        ],
        options: [
            .init(
                name: "create",
                help:
                    "make the record, and its collection, if there is none; its id is a number if "
                    + "it reads as one"
            ),
            .idField,
        ],
        discussion: [
            .heading("Changes"),
            .list([
                ("status=done", "a value that reads as JSON is that, any other is text"),
                ("priority=3", "so this is the number 3"),
                ("note:='\"3\"'", "JSON, or an error: here the text 3"),
                ("tags:='[\"a\",\"b\"]'", "a list"),
                ("owner.name=Ada", "a field inside an object; what is missing on the way is made"),
                ("subtasks.0.status=done", "inside the first element of a list"),
                ("note-", "the field goes away"),
            ]),
            .text(
                "Shows what changed. An id cannot be changed; delete the record and create another."
            ),
        ],
        examples: [
            .init(
                line: "databridge set tasks.json /tasks 7 status=done",
                effect: "one field; in a JSON file no other line changes"),
            .init(
                line:
                    "databridge set tasks.json /tasks 7 priority=high 'dependencies:=[1,2]' note-",
                effect: "three changes at once"),
            .init(
                line:
                    "databridge set tasks.json /tasks 41 title='Write it down' --create",
                effect: "a new record"),
        ])

    let url: StoreURL
    let collection: String
    let id: RecordID
    let changes: [FieldAssignment]
    let creates: Bool
    let idName: String

    init(_ arguments: ParsedArguments) throws {
        url = try arguments.url()
        collection = arguments.positional("COLLECTION")
        id = RecordID(arguments.positional("ID"))
        let idName = arguments.idName
        self.idName = idName
        creates = arguments.has("create")
        var changes: [FieldAssignment] = []
        for text in arguments.positionals("CHANGE") {
            let change = try arguments.located("CHANGE") { () throws(ExpressionError) in
                try FieldAssignment.parse(text)
            }
            guard change.path.names.first.map({ !ByteOrder.equal($0, idName) }) ?? false else {
                throw arguments.error(
                    "\"\(idName)\" is the id, which cannot be changed; delete the record and "
                        + "create another.")
            }
            changes.append(change)
        }
        self.changes = changes
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        try await context.withStore(url, for: .write, idName: idName) { opened in
            let edit = try await opened.store.transaction { () async throws -> Edit in
                let name = try await collection(in: opened)
                return try await change(opened.documents(in: name), name)
            }
            try report(edit, context.console)
            return .success
        }
    }

    /// What was done.
    private struct Edit: Sendable {
        let collection: String
        /// The record before; nil when it was created.
        let old: Document?
        let new: Document
    }

    /// The collection's name; a record that is created may be the first of its collection.
    private func collection(in opened: OpenedStore) async throws -> String {
        do {
            return try await opened.collection(named: collection)
        } catch DataError.Code.notFound where creates {
            try await opened.store.createCollection(collection, like: Document.self)
            return collection
        }
    }

    private func change(
        _ documents: any DataRepository<Document>, _ collection: String
    ) async throws -> Edit {
        guard let old = try await id.find(in: documents) else {
            guard creates else { throw id.notFound(in: collection) }
            var object = ValueObject()
            object[idName] = id.candidates[0].documentValue
            for change in changes { try change.apply(to: &object) }
            let new = try Document(object, idName: idName)
            return Edit(
                collection: collection, old: nil, new: try await documents.insert(new).value)
        }
        let new = try await documents.update(old.id) { document in
            for change in changes { try change.apply(to: &document.object) }
        }
        return Edit(collection: collection, old: old, new: new.value)
    }

    private func report(_ edit: Edit, _ console: Console) throws {
        let subject = TerminalText.oneLine("\(edit.collection) \(edit.new.id)")
        guard let old = edit.old?.object else {
            try console.line("\(subject): created")
            return
        }
        let new = edit.new.object
        var isChanged = false
        for path in changes.map(\.path).uniqued() {
            let before = Value.object(old).value(at: path.names)
            let after = Value.object(new).value(at: path.names)
            let wasThere = Value.object(old).holds(path.names[...])
            let isThere = Value.object(new).holds(path.names[...])
            guard before != after || wasThere != isThere else { continue }
            isChanged = true
            let from = wasThere ? Self.short(before) : "nothing"
            let to = isThere ? Self.short(after) : "nothing"
            try console.line("\(subject): \(TerminalText.oneLine(path.title)) \(from) -> \(to)")
        }
        if !isChanged { try console.line("\(subject): unchanged") }
    }

    private static func short(_ value: Value) -> String {
        TerminalText.truncated(TerminalText.oneLine(ValueText.json(value)), to: 60)
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions.
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

extension Value {
    /// Whether there is something at a path, `null` included.
    fileprivate func holds(_ path: ArraySlice<String>) -> Bool {
        guard let name = path.first else { return true }
        switch self {
        case .object(let object): return object[name]?.holds(path.dropFirst()) ?? false
        case .array(let elements):
            guard let index = Int(name), elements.indices.contains(index) else { return false }
            return elements[index].holds(path.dropFirst())
        default: return false
        }
    }
}
