import DataBridgeCore
import JSONSyntax

/// Turns the changes of a commit into edits of the text.
struct FileEdits {
    let file: LoadedFile
    /// What the collections are read as, those included that are not in the text yet.
    private let schemas: [Value: CollectionSchema]
    private let commit: SnapshotCommit
    /// The deletes of the commit, by id.
    let departures: [Value: [Change]]

    init(_ file: LoadedFile, schemas: [Value: CollectionSchema], commit: SnapshotCommit) {
        self.file = file
        self.schemas = schemas
        self.commit = commit
        departures = Dictionary(
            grouping: commit.changes.filter { $0.operation == .delete }, by: \.id)
    }

    /// What the commit changes in the text.
    ///
    /// - Throws: `invalid` for what JSON cannot hold, and for collections that have no place in the
    ///   document.
    func splices() throws -> [JSONSplice] {
        var editor = JSONEditor(file.tape)
        var made = commit.created
        for change in commit.changes
        where file.collections[.string(change.collection)] == nil
            && !made.contains(where: { ByteOrder.equal($0.name, change.collection) })
        {
            guard let schema = schemas[.string(change.collection)] else {
                throw DataError.collectionNotFound(change.collection)
            }
            made.append(schema)
        }
        for name in commit.dropped
        where !made.contains(where: { ByteOrder.equal($0.name, name) }) {
            try remove(name, &editor, keeping: made)
        }
        // Objects that are to be made around new collections, each once for all it holds.
        var newParents: [Value: [(name: String, list: [UInt8])]] = [:]
        for schema in made { try make(schema, commit, &editor, &newParents) }
        for (parent, lists) in newParents.sorted(by: { $0.key < $1.key }) {
            guard case .string(let name) = parent else { continue }
            guard !made.contains(where: { isNamed($0.name, [name]) }) else {
                throw DataError.invalid("A list holds no other collections.", collection: name)
            }
            var writer = JSONWriter()
            writer.beginObject()
            for (inner, list) in lists {
                writer.key(inner)
                list.withUnsafeBufferPointer { writer.raw($0) }
            }
            writer.endObject()
            editor.set(name, in: file.tape.root, to: try JSONTape(parsing: writer.finish()).root)
        }
        for change in commit.changes
        where !made.contains(where: { ByteOrder.equal($0.name, change.collection) }) {
            try apply(change, in: commit, &editor)
        }
        return editor.splices()
    }
}

// MARK: Records

extension FileEdits {
    private func apply(
        _ change: Change, in commit: SnapshotCommit, _ editor: inout JSONEditor
    ) throws {
        guard let collection = file.collections[.string(change.collection)] else {
            throw DataError.collectionNotFound(change.collection)
        }
        switch (collection.element(change.id), change.new) {
        case (nil, nil): return
        case (nil, let new?):
            let entering = try enteringText(change, new, schema: collection.schema, in: commit)
            editor.append(entering.root, to: collection.array)
        case (let element?, nil):
            editor.remove(at: element.position, from: collection.array)
        case (_?, _?) where change.old == nil:
            // A record that could not be read stands there under the same id.
            throw DataError.alreadyExists(collection: change.collection, id: change.id)
        case (let element?, let new?):
            try update(element.node, change.old, new, in: collection, &editor)
        }
    }

    private func update(
        _ node: JSONNode, _ old: StoredRecord?, _ new: StoredRecord,
        in collection: IndexedCollection, _ editor: inout JSONEditor
    ) throws {
        let matching = collection.schema.matching
        let before = try old.map { try text($0, collection.coding) }
        let after = try text(new, collection.coding)
        guard let before, let upgraded = try collection.coding.upgraded(node) else {
            editor.update(node, from: before?.root ?? node, to: after.root, matching: matching)
            return
        }
        // The text is of an older version of the schema. It becomes what the upgrade steps make of
        // it, with the change on top; else the steps would run again on the changed record.
        var upgrade = JSONEditor(upgraded)
        upgrade.update(upgraded.root, from: before.root, to: after.root, matching: matching)
        let target = try JSONTape(parsing: upgrade.finish())
        editor.update(node, from: node, to: target.root, matching: matching)
    }

    /// A record as JSON text of its own.
    func text(_ record: StoredRecord, _ coding: JSONRecordCoding) throws -> JSONTape {
        var writer = JSONWriter()
        do {
            try coding.write(record.values, to: &writer)
        } catch let error as FieldValueError {
            throw DataError.invalid(
                "The value of \"\(error.path.joined(separator: "."))\" cannot be written as JSON: "
                    + "\(error.message).",
                collection: coding.schema.name, id: record.id, fields: error.path)
        }
        return try JSONTape(parsing: writer.finish())
    }
}

extension CollectionSchema {
    /// Which elements of arrays in a record are one and the same before and after a change.
    var matching: JSONMatching {
        .members(
            Dictionary(
                fields.map { ($0.name, $0.type.matching) }, uniquingKeysWith: { first, _ in first })
        )
    }
}

extension FieldType {
    fileprivate var matching: JSONMatching {
        switch self {
        case .embedded(let layout):
            .members(
                Dictionary(
                    layout.fields.map { ($0.name, $0.type.matching) },
                    uniquingKeysWith: { first, _ in first }))
        case .array(.embedded(let layout), _):
            .elements(by: layout.key, FieldType.embedded(layout).matching)
        case .array(let element, _): .elements(by: nil, element.matching)
        default: .automatic
        }
    }
}

// MARK: Collections

extension FileEdits {
    private func pointer(_ name: String) throws -> JSONPointer {
        guard let pointer = try? JSONPointer(name), (1...2).contains(pointer.tokens.count) else {
            throw DataError.invalid(
                "A collection of a JSON file is named by a pointer of one or two parts, such as "
                    + "/tasks or /master/tasks.",
                collection: name)
        }
        return pointer
    }

    /// Puts a new collection with its records into the text.
    private func make(
        _ schema: CollectionSchema, _ commit: SnapshotCommit, _ editor: inout JSONEditor,
        _ newParents: inout [Value: [(name: String, list: [UInt8])]]
    ) throws {
        var writer = JSONWriter()
        writer.beginArray()
        for change in commit.changes where ByteOrder.equal(change.collection, schema.name) {
            guard let new = change.new else { continue }
            let node = try enteringText(change, new, schema: schema, in: commit).root
            node.withSource { writer.raw($0) }
        }
        writer.endArray()
        let list = writer.finish()
        let root = file.tape.root
        if schema.name.isEmpty || root.kind == .array {
            guard schema.name.isEmpty, root.kind == .array else {
                throw DataError.invalid(
                    "The document is a list, so it has no other collections.",
                    collection: schema.name)
            }
            editor.replace(root, with: try JSONTape(parsing: list).root)
            return
        }
        let pointer = try pointer(schema.name)
        let tokens = pointer.tokens
        if file.collections[.string(schema.name)] == nil, let taken = root[pointer],
            taken.kind != .array || taken.count > 0
        {
            throw DataError.invalid(
                "Something else stands at this place in the file. Choose another name.",
                collection: schema.name)
        }
        if tokens.count == 1 {
            editor.set(tokens[0], in: root, to: try JSONTape(parsing: list).root)
            return
        }
        guard let parent = root[tokens[0]] else {
            newParents[.string(tokens[0]), default: []].append((tokens[1], list))
            return
        }
        guard parent.kind == .object else {
            throw DataError.invalid(
                "\"\(tokens[0])\" is no object in this file, so it holds no collections.",
                collection: schema.name)
        }
        editor.set(tokens[1], in: parent, to: try JSONTape(parsing: list).root)
    }

    /// Takes a collection out of the text; with it the object around it, where that held nothing
    /// else but notes about it.
    private func remove(
        _ name: String, _ editor: inout JSONEditor, keeping made: [CollectionSchema]
    ) throws {
        guard file.collections[.string(name)] != nil else { return }
        let tokens = try pointer(name).tokens
        let root = file.tape.root
        guard tokens.count == 2, let parent = root[tokens[0]] else {
            editor.remove(tokens[0], from: root)
            return
        }
        let isAlone = parent.members.allSatisfy { member in
            member.key.equals(tokens[1]) || member.key.equals("metadata")
        }
        let hasOthers = !isAlone || made.contains { isInside($0.name, tokens[0]) }
        if hasOthers {
            editor.remove(tokens[1], from: parent)
        } else {
            editor.remove(tokens[0], from: root)
        }
    }

    private func isNamed(_ name: String, _ tokens: [String]) -> Bool {
        (try? JSONPointer(name)) == JSONPointer(tokens: tokens)
    }

    private func isInside(_ name: String, _ parent: String) -> Bool {
        guard let tokens = try? JSONPointer(name).tokens, tokens.count == 2 else { return false }
        return ByteOrder.equal(tokens[0], parent)
    }
}
