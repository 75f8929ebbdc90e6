import DataBridgeCore
import JSONSyntax

/// The shape of a collection as JSON text, which the database keeps beside the table: columns alone
/// do not tell a date from a string.
enum LayoutText {
    /// The text of a collection's shape.
    static func text(of schema: CollectionSchema, _ columns: [TableColumn]) throws -> String {
        let fields = columns.map { column -> Value in
            var object = field(column.field)
            object.set("column", to: .string(column.name))
            return .object(object)
        }
        var object: ValueObject = [
            "fields": .array(fields), "id": .int(Int64(schema.idIndex)),
        ]
        if let index = schema.documentIndex {
            object.set("document", to: .int(Int64(index)))
        }
        if let index = schema.softDeleteIndex {
            object.set("softDelete", to: .int(Int64(index)))
        }
        var writer = JSONWriter()
        try Value.object(object).writeJSON(to: &writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private static func field(_ field: FieldLayout) -> ValueObject {
        var object: ValueObject = [
            "name": .string(field.name), "type": type(field.type),
        ]
        if field.isOptional { object.set("optional", to: .bool(true)) }
        return object
    }

    /// A type's shape.
    static func text(of type: FieldType) -> Value { self.type(type) }

    private static func type(_ type: FieldType) -> Value {
        switch type {
        case .bool: "bool"
        case .integer: "integer"
        case .double: "double"
        case .decimal: "decimal"
        case .string: "string"
        case .date: "date"
        case .uuid: "uuid"
        case .data: "data"
        case .duration: "duration"
        case .losslessID: "id"
        case .opaque: "json"
        case .embedded(let layout):
            .object(["fields": .array(layout.fields.map { .object(field($0)) })])
        case .array(let element, let isOptional):
            .object(["array": self.type(element), "optional": .bool(isOptional)])
        case .dictionary(let value, let isOptional):
            .object(["dictionary": self.type(value), "optional": .bool(isOptional)])
        }
    }
}

// MARK: Reading

extension LayoutText {
    /// What is known of a table from its text.
    struct Stored: Sendable {
        var fields: [FieldLayout]
        var columns: [String]
        var idIndex: Int
        var documentIndex: Int?
        var softDeleteIndex: Int?

        /// The collection as far as its table tells.
        func schema(named name: String) -> CollectionSchema {
            CollectionSchema(
                name: name, fields: fields, idIndex: idIndex, documentIndex: documentIndex,
                softDeleteIndex: softDeleteIndex)
        }
    }

    /// Reads a collection's shape.
    ///
    /// - Throws: `corrupted`.
    static func read(_ text: String, of collection: String) throws -> Stored {
        guard let tape = try? JSONTape(parsing: text),
            case .object(let object) = Value(
                json: tape.root), case .array(let list)? = object["fields"],
            let id = integer(object["id"])
        else { throw malformed(collection) }
        var stored = Stored(
            fields: [], columns: [], idIndex: id, documentIndex: integer(object["document"]),
            softDeleteIndex: integer(object["softDelete"]))
        for entry in list {
            guard case .object(let entry) = entry, case .string(let column)? = entry["column"],
                let field = readField(entry)
            else { throw malformed(collection) }
            stored.fields.append(field)
            stored.columns.append(column)
        }
        let indexes = [id, stored.documentIndex, stored.softDeleteIndex].compactMap { $0 }
        guard indexes.allSatisfy(stored.fields.indices.contains) else {
            throw malformed(collection)
        }
        return stored
    }

    private static func malformed(_ collection: String) -> DataError {
        .corrupted(
            "The database's own description of the collection cannot be read. Restore a backup.",
            collection: collection)
    }

    private static func integer(_ value: Value?) -> Int? {
        guard case .int(let integer)? = value else { return nil }
        return Int(integer)
    }

    private static func readField(_ object: ValueObject) -> FieldLayout? {
        guard case .string(let name)? = object["name"],
            let type = object["type"].flatMap(readType)
        else { return nil }
        return FieldLayout(
            name: name, type: type, isOptional: object["optional"] == .bool(true))
    }

    private static func readType(_ value: Value) -> FieldType? {
        switch value {
        case "bool": return .bool
        case "integer": return .integer
        case "double": return .double
        case "decimal": return .decimal
        case "string": return .string
        case "date": return .date
        case "uuid": return .uuid
        case "data": return .data
        case "duration": return .duration
        case "id": return .losslessID
        case "json": return .opaque
        case .object(let object): return readNested(object)
        default: return nil
        }
    }

    private static func readNested(_ object: ValueObject) -> FieldType? {
        let isOptional = object["optional"] == .bool(true)
        if let element = object["array"].flatMap(readType) {
            return .array(element, optionalElements: isOptional)
        }
        if let value = object["dictionary"].flatMap(readType) {
            return .dictionary(value, optionalValues: isOptional)
        }
        guard case .array(let list)? = object["fields"] else { return nil }
        var fields: [FieldLayout] = []
        for entry in list {
            guard case .object(let entry) = entry, let field = readField(entry) else { return nil }
            fields.append(field)
        }
        return .embedded(EmbeddedLayout(fields: fields))
    }
}
