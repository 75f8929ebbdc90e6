/// What a store knows of a collection: its name, fields, indexes and constraints, without the Swift
/// type of its entities.
///
/// This is what a backend works with.
public final class CollectionSchema: Sendable {
    /// The collection's name.
    public let name: String
    /// The stored fields, in initialiser order; a record's values stand in the same order.
    public let fields: [FieldLayout]
    /// Where the id stands in ``fields``.
    public let idIndex: Int
    /// Where the whole object of a schemaless ``Document`` stands in ``fields``; nil otherwise.
    public let documentIndex: Int?
    /// Indexes, those of unique constraints included.
    public let indexes: [IndexLayout]
    /// References to other collections.
    public let references: [ReferenceLayout]
    /// The schema's version, its oldest reader and the steps that lead to it.
    public let versioning: SchemaVersioning
    /// The field that marks a record as deleted while it stays stored, if there is one.
    public let softDeleteIndex: Int?

    package init(
        name: String, fields: [FieldLayout], idIndex: Int, documentIndex: Int? = nil,
        indexes: [IndexLayout] = [], references: [ReferenceLayout] = [],
        versioning: SchemaVersioning = SchemaVersioning(), softDeleteIndex: Int? = nil
    ) {
        self.name = name
        self.fields = fields
        self.idIndex = idIndex
        self.documentIndex = documentIndex
        self.indexes = indexes
        self.references = references
        self.versioning = versioning
        self.softDeleteIndex = softDeleteIndex
    }

    /// The same schema for a collection of another name.
    public func named(_ name: String) -> CollectionSchema {
        copy(name: name)
    }

    func copy(
        name: String? = nil, indexes: [IndexLayout]? = nil, references: [ReferenceLayout]? = nil,
        versioning: SchemaVersioning? = nil, softDeleteIndex: Int? = nil
    ) -> CollectionSchema {
        CollectionSchema(
            name: name ?? self.name, fields: fields, idIndex: idIndex,
            documentIndex: documentIndex, indexes: indexes ?? self.indexes,
            references: references ?? self.references,
            versioning: versioning ?? self.versioning,
            softDeleteIndex: softDeleteIndex ?? self.softDeleteIndex)
    }

    /// The field's name that holds the id.
    public var idName: String { fields[idIndex].name }

    /// Finds a field by its path of stored names, nested ones included.
    ///
    /// The empty path is the id, whatever its name.
    ///
    /// - Returns: nil when no such field is declared. In a collection of documents every path is
    ///   a field.
    public func resolve(_ path: [String]) -> ResolvedField? {
        guard let first = path.first else {
            return ResolvedField(index: idIndex, path: [], type: fields[idIndex].type)
        }
        let rest = Array(path.dropFirst())
        if let index = fields.firstIndex(where: { ByteOrder.equal($0.name, first) }),
            index != documentIndex
        {
            guard let type = fields[index].type.nested(rest[...]) else { return nil }
            return ResolvedField(index: index, path: rest, type: type)
        }
        guard let documentIndex else { return nil }
        return ResolvedField(index: documentIndex, path: path, type: .opaque)
    }
}

/// A field as found in a schema: an index into a record's values and the way on from there.
public struct ResolvedField: Hashable, Sendable {
    /// The index into a record's values.
    public var index: Int
    /// Member names (or array positions) inside that value.
    public var path: [String]
    /// The type at the end of the path.
    public var type: FieldType

    /// The field's value in a record's values; null when the way ends early.
    public func value(in values: [Value]) -> Value {
        path.isEmpty ? values[index] : values[index].value(at: path[...])
    }
}

extension FieldType {
    /// The type at the end of a path of member names, nil when there is none.
    func nested(_ path: ArraySlice<String>) -> FieldType? {
        guard let first = path.first else { return self }
        let rest = path.dropFirst()
        switch self {
        case .opaque: return .opaque
        case .dictionary(let value, _): return value.nested(rest)
        case .array(let element, _):
            return Int(first) == nil ? nil : element.nested(rest)
        case .embedded(let layout):
            return layout.fields.first { ByteOrder.equal($0.name, first) }?.type.nested(rest)
        default: return nil
        }
    }
}

/// An index or a unique constraint over one or several fields.
public struct IndexLayout: Hashable, Sendable {
    /// A name unique in the collection, derived from the fields.
    public var name: String
    /// The fields, outermost first; each is a path of stored names.
    public var fields: [[String]]
    /// Whether two records may not agree in all fields.
    ///
    /// Nil in any of them exempts a record.
    public var isUnique: Bool

    /// An index over the given fields.
    public init(fields: [[String]], isUnique: Bool) {
        self.fields = fields
        self.isUnique = isUnique
        let joined = fields.map { $0.joined(separator: ".") }.joined(separator: "_")
        name = (isUnique ? "unique_" : "index_") + joined
    }
}

/// A reference from a field to the ids of a collection.
public struct ReferenceLayout: Sendable {
    /// The index of the field that refers.
    public var field: Int
    /// The other end.
    public var target: ReferenceTarget

    /// The collection referred to, for a record of the given collection.
    public func targetCollection(from collection: CollectionSchema) -> String {
        target.isOwnEntity ? collection.name : target.collection()
    }
}
