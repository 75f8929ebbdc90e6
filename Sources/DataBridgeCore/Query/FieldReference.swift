/// A field of a record by its stored names, as filters, sorts and assignments hold it.
///
/// It holds no key path, so that queries are `Hashable` and `Sendable` values. A reference made
/// from a key path that the schema does not declare remembers that; every operation with it throws
/// `invalid` before any I/O.
public struct FieldReference: Hashable, Sendable, CustomStringConvertible {
    /// The stored names from the record inwards: `["address", "city"]`.
    ///
    /// Empty for the id of a ``Document``, whose name each collection chooses.
    public let path: [String]
    /// The key path that is not declared, if that is what was asked for.
    let undeclared: String?

    /// A field by the stored names on the way to it.
    public init(path: [String]) {
        self.path = path
        undeclared = nil
    }

    /// A field by its stored names joined by dots; no field is named by an empty text.
    init(dotted text: String) {
        let names = text.split(separator: ".").map(String.init)
        if names.isEmpty {
            self.init(undeclared: "\"\(text)\"")
        } else {
            self.init(path: names)
        }
    }

    init(undeclared keyPath: String) {
        path = []
        undeclared = keyPath
    }

    /// The names joined by dots.
    public var description: String {
        undeclared ?? (path.isEmpty ? "id" : path.joined(separator: "."))
    }

    /// Compares names by their bytes.
    public static func == (left: FieldReference, right: FieldReference) -> Bool {
        left.undeclared == right.undeclared && left.path.count == right.path.count
            && zip(left.path, right.path).allSatisfy { ByteOrder.equal($0, $1) }
    }

    /// Hashes the names' bytes.
    public func hash(into hasher: inout Hasher) {
        for name in path { Value.string(name).hash(into: &hasher) }
    }

    /// Where the field stands in records of the schema.
    ///
    /// - Throws: `invalid` when the schema has no such field.
    public func resolved(in schema: CollectionSchema) throws -> ResolvedField {
        if let undeclared {
            throw DataError(
                .invalid,
                "the key path \(undeclared) is not a field of the schema \"\(schema.name)\": "
                    + "declare it with Field(…), or name a declared field",
                collection: schema.name)
        }
        guard let field = schema.resolve(path) else {
            let known = schema.fields.map(\.name).joined(separator: ", ")
            throw DataError(
                .invalid,
                "the schema \"\(schema.name)\" has no field \"\(self)\"; it has \(known)",
                collection: schema.name, fields: [description])
        }
        return field
    }
}
