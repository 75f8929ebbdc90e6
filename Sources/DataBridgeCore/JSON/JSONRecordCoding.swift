public import JSONSyntax

/// How the records of one collection are read from JSON and written to it, value by value.
///
/// Make one per collection and keep it. Members are found by name, fastest where they stand in the
/// order of the schema; members that are not declared are passed over.
///
/// ```swift
/// let coding = JSONRecordCoding(schema.collection)
/// let values = try coding.values(from: node)
/// ```
public struct JSONRecordCoding: Sendable {
    /// The collection.
    public let schema: CollectionSchema
    private let members: [JSONMemberCoding]
    private let versionKey: JSONKey?

    /// Prepares a schema.
    public init(_ schema: CollectionSchema) {
        self.schema = schema
        members = schema.fields.map(JSONMemberCoding.init)
        versionKey = schema.versioning.versionField.map { JSONKey($0) }
    }

    /// The id of a record.
    ///
    /// - Throws: ``FieldValueError`` when the node is no object, or its id is missing or of another
    ///   kind.
    public func id(of node: JSONNode) throws -> Value {
        guard node.kind == .object else {
            throw FieldValueError.mismatch(expected: "an object", json: node)
        }
        var cursor = node.memberCursor()
        return try members[schema.idIndex].value(&cursor)
    }

    /// The values of a record, one per field of the schema, in its order.
    ///
    /// A field that is absent reads as its default, or as nil if it is optional. A record that was
    /// written with an older version of the schema goes through the upgrade steps first.
    ///
    /// - Throws: ``FieldValueError`` with the path of the member that cannot be read; what upgrade
    ///   steps throw; `unsupported` for a record of a newer version.
    public func values(from node: JSONNode) throws -> [Value] {
        guard node.kind == .object else {
            throw FieldValueError.mismatch(expected: "an object", json: node)
        }
        if let documentIndex = schema.documentIndex {
            var values = [Value](repeating: .null, count: members.count)
            values[schema.idIndex] = try id(of: node)
            values[documentIndex] = Value(json: node)
            return values
        }
        if let upgraded = try upgraded(node) { return try current(upgraded.root) }
        return try current(node)
    }

    private func current(_ node: JSONNode) throws -> [Value] {
        var cursor = node.memberCursor()
        var values: [Value] = []
        values.reserveCapacity(members.count)
        for member in members { values.append(try member.value(&cursor)) }
        return values
    }

    /// A record as the upgrade steps leave it, its version field included; nil when it is of the
    /// schema's version already.
    ///
    /// - Throws: what ``SchemaVersioning/upgrade(_:from:minimumReader:)`` throws.
    package func upgraded(_ node: JSONNode) throws -> JSONTape? {
        guard let versionKey, let stored = try version(of: node, versionKey),
            stored != schema.versioning.version, case .object(var object) = Value(json: node)
        else { return nil }
        try schema.versioning.upgrade(&object, from: stored, minimumReader: stored)
        object.set(versionKey.name, to: .int(Int64(schema.versioning.version)))
        var writer = JSONWriter(capacity: node.span.count + 64)
        try Value.object(object).writeJSON(to: &writer)
        return try JSONTape(parsing: writer.finish())
    }

    private func version(of node: JSONNode, _ key: JSONKey) throws -> Int? {
        guard let member = node[key] else { return 1 }
        return try FieldValueError.nesting(in: key.name) { try Int(json: member) }
    }

    /// Writes a record as an object, its fields in the schema's order.
    ///
    /// Nil is left out where an absent member reads as nil. A schema that keeps its version in the
    /// record adds it.
    ///
    /// - Throws: ``FieldValueError`` for what JSON cannot hold.
    public func write(_ values: [Value], to writer: inout JSONWriter) throws {
        if let documentIndex = schema.documentIndex {
            return try values[documentIndex].writeJSON(to: &writer)
        }
        writer.beginObject()
        // By position: pairs would copy, and so retain, every member and value.
        for index in 0..<min(members.count, values.count) {
            try members[index].write(values[index], to: &writer)
        }
        if let versionKey, schema.versioning.version > 1,
            !members.contains(where: { $0.key == versionKey })
        {
            writer.key(versionKey)
            writer.int(schema.versioning.version)
        }
        writer.endObject()
    }
}
