import DataBridgeCore
import Foundation
import JSONSyntax

extension BackendTruth {
    static func schemas() throws {
        let entities: [any EntitySchema] = [Folder.schema, Note.schema]
        try check(entities.map(\.collection.name) == ["folders", "notes"], "the declared ones")
        try check(entities[1].entityType == Note.self, "and their types")
        let schema = Note.schema.collection
        try check(schema.idIndex == 0 && schema.idName == "id", "the id")
        try check(schema.softDeleteIndex == 6 && schema.documentIndex == nil, "special fields")
        try check(Document.schema.collection.documentIndex == 1, "a document")
        let types = schema.fields.map(\.type)
        guard case .array(.string, optionalElements: false) = types[3],
            case .embedded(let place) = types[5]
        else { return try check(false, "\(types)") }
        try check(types[0] == .string && types[2] == .integer && types[6] == .date, "types")
        try check(types[2].name == "an integer", "a type's name")
        try check(types[5] == .embedded(place) && Note.Place.fieldType == types[5], "of a struct")
        try check(place.fields.map(\.name) == ["page", "line"] && place.key == "page", "embedded")
        try check(schema.fields[4].isOptional && schema.fields[2].defaultValue == 0, "fields")
        try check(schema.fields[4].valueWhenAbsent == .null, "a missing optional")
        try check(schema.fields[1].valueWhenAbsent == nil, "a missing title")
        try check(schema.indexes.map(\.name) == ["unique_title", "index_stars"], "indexes")
        try check(schema.indexes.map(\.isUnique) == [true, false], "one is unique")
        try check(schema.indexes[1].fields == [["stars"]], "its fields")
        let reference = schema.references[0]
        try check(reference.field == 4 && reference.target.onDelete == .restrict, "a reference")
        try check(reference.targetCollection(from: schema) == "folders", "to where")
        try check(schema.named("old").name == "old", "for another collection")
        try check(Note.schema.named("old").name == "old", "the same for the entity's schema")

        let resolved = schema.resolve(["place", "line"])
        try check(resolved?.index == 5 && resolved?.path == ["line"], "a field inside another")
        try check(resolved?.type == .integer, "its type")
        let values: [Value] = ["a", "A", 1, [], .null, ["page": 1, "line": 7], .null]
        try check(resolved?.value(in: values) == 7, "its value")
        try check(values[5].value(at: ["line"]) == 7, "by the path alone")
        try check(try CollectionTypes.all.map { try $0() }.count == 14, "every type has a column")

        let versions = schema.versioning
        try check(versions.version == 3 && versions.minimumReader == 2, "versions")
        try check(versions.versionField == "v", "where a record keeps it")
        var old: ValueObject = ["id": "a"]
        try versions.upgrade(&old, from: 1, minimumReader: 1)
        try check(old["stars"] == 1, "upgraded")
        do {
            try versions.upgrade(&old, from: 9, minimumReader: 9)
            try check(false, "a newer one is refused")
        } catch .unsupported {}
    }

    /// A value of each type of field, there and back through a column.
    private enum CollectionTypes {
        static let all: [@Sendable () throws -> Void] = [
            { try there(.bool(true), as: .bool) },
            { try there(.int(-7), as: .integer) },
            { try there(.double(0.1), as: .double) },
            { try there(.decimal(27.1), as: .decimal) },
            { try there(.string("é"), as: .string) },
            { try there(.date(Date(timeIntervalSinceReferenceDate: 0.1)), as: .date) },
            { try there(.uuid(UUID()), as: .uuid) },
            { try there(.data(Data([0, 255])), as: .data) },
            { try there(.duration(.milliseconds(1_500)), as: .duration) },
            { try there(.spelledNumber(try number("92.10")), as: .losslessID) },
            { try there(.object(["page": 1, "line": 7]), as: Note.Place.fieldType) },
            { try there(.array([.int(1), .null]), as: .array(.integer, optionalElements: true)) },
            {
                try there(
                    .object(["a": 1.5]), as: .dictionary(.double, optionalValues: false))
            },
            { try there(.array([.number(try number("1e400")), .bool(false)]), as: .opaque) },
        ]

        static func number(_ text: String) throws -> LosslessNumber {
            guard let number = LosslessNumber(text) else {
                throw Falsehood(subject: text, line: #line)
            }
            return number
        }

        static func there(_ value: Value, as type: FieldType) throws {
            var layout = Note.schema.collection.fields[0]
            layout.name = "any"
            layout.type = type
            let coding = ColumnCoding(field: layout)
            let back = try coding.value(try coding.column(value))
            try check(back == value, "\(type.name): \(back)")
            do {
                _ = try coding.value(.blob(Data([1])))
                try check(type == .data, "what is no \(type.name) is refused")
            } catch let error as FieldValueError {
                try check(error.path == ["any"] && !error.message.isEmpty, error.message)
            }
        }
    }
}
