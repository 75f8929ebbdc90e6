import JSONSyntax

/// A record whose fields are not known when the program is written: an ordered object of values,
/// with an id among them.
///
/// Every JSON object with an id member is a document; nothing in it is lost or respelled. Filters
/// name its fields by path (`.field("a.b")`), and every path is a field.
///
/// ```swift
/// let tasks = store.repository(for: Document.self, in: "/master/tasks")
/// let open = try await tasks.find(where: .field("status") == "pending")
/// ```
public struct Document: Entity, Hashable {
    /// The id, in its own kind and spelling.
    public let id: LosslessID
    /// All members, the id among them, in their order.
    public var object: ValueObject

    /// A document from an object.
    ///
    /// - Parameters:
    ///   - object: the members.
    ///   - name: the name of the member that holds the id.
    /// - Throws: `invalid` when that member is missing or is neither a number nor a string.
    public init(_ object: ValueObject, idName name: String = "id") throws {
        guard let member = object[name] else {
            throw DataError(
                .invalid, "The object has no member \"\(name)\" to be its id.", fields: [name])
        }
        guard let id = LosslessID(member: member) else {
            throw DataError(
                .invalid,
                "The member \"\(name)\" is \(member.kindName); an id is a string or a "
                    + "number.",
                fields: [name])
        }
        self.id = id
        self.object = object
    }

    /// A member by name; nil when it is absent.
    public subscript(name: String) -> Value? {
        get { object[name] }
        set { object[name] = newValue }
    }

    /// Documents of the collection `documents`, identified by their member `id`.
    public static let schema: Schema<Document> = Document.schema(named: "documents")

    /// Documents of a collection.
    ///
    /// - Parameters:
    ///   - name: the collection's name.
    ///   - idName: the member that holds the id.
    ///   - indexes: paths of members to index, each joined by dots.
    public static func schema(
        named name: String, idName: String = "id", indexes: [String] = []
    ) -> Schema<Document> {
        let fields = [
            FieldLayout(name: idName, type: .losslessID),
            // No member has this name: the whole object stands here.
            FieldLayout(name: "", type: .opaque),
        ]
        let coding = RecordCoding<Document>(
            declarations: FieldDeclarations(fields, paths: FieldPaths(id: \Document.id)),
            build: { values in
                guard case .object(let object) = values[1] else {
                    throw FieldValueError.mismatch(expected: "an object", found: values[1])
                }
                return try Document(object, idName: idName)
            },
            read: { document in
                guard let member = document.object[idName], let id = LosslessID(member: member)
                else {
                    throw FieldValueError("the id is missing or no id", path: [idName])
                }
                return [id.value, .object(document.object)]
            },
            decode: { node in
                guard case .object(let object) = Value(json: node) else {
                    throw FieldValueError.mismatch(expected: "an object", json: node)
                }
                return try Document(object, idName: idName)
            },
            encode: { try Value.object($0.object).writeJSON(to: &$1) })
        let layouts = indexes.map { path in
            IndexLayout(fields: [path.split(separator: ".").map(String.init)], isUnique: false)
        }
        return Schema(
            collection: CollectionSchema(
                name: name, fields: fields, idIndex: 0, documentIndex: 1, indexes: layouts),
            coding: coding)
    }
}

extension LosslessID {
    /// The id that a member of an object spells; nil for anything but numbers and strings.
    public init?(member: Value) {
        switch member {
        case .int(let integer): self = .integer(integer)
        case .string(let text): self = .string(text)
        case .number(let number), .spelledNumber(let number): self = .number(number)
        case .double(let double):
            guard let number = LosslessNumber("\(double)") else { return nil }
            self = .number(number)
        default: return nil
        }
    }
}
