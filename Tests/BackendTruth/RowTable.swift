import DataBridgeCore

/// The rows of one collection.
struct RowTable: Sendable {
    struct Row: Sendable {
        var columns: [RowColumn]
        var version: RecordVersion
    }

    let schema: CollectionSchema
    private let codings: [ColumnCoding]
    private var rows: [Value: Row] = [:]

    init(_ schema: CollectionSchema) {
        self.schema = schema
        codings = schema.fields.map(ColumnCoding.init)
    }

    var count: Int { rows.count }

    /// The ids above one, in their order.
    func ids(after id: Value? = nil) -> [Value] {
        let ids = rows.keys.sorted()
        guard let id else { return ids }
        return Array(ids.drop { !(id < $0) })
    }

    func record(_ id: Value) throws -> StoredRecord? {
        guard let row = rows[id] else { return nil }
        do {
            let values = try zip(codings, row.columns).map { try $0.value($1) }
            return StoredRecord(id: id, values: values, version: row.version)
        } catch let error as FieldValueError {
            throw error.corrupted(
                collection: schema.name, id: id,
                source: DataError.SourceLocation(file: "rows", pointer: "/" + id.idText))
        }
    }

    /// Stores a record, or removes what has the id.
    mutating func set(_ record: StoredRecord?, at id: Value) throws {
        guard let record else {
            rows[id] = nil
            return
        }
        do {
            rows[id] = Row(
                columns: try zip(codings, record.values).map { try $0.column($1) },
                version: record.version)
        } catch let error as FieldValueError {
            throw error.refused(collection: schema.name, id: id)
        }
    }

    /// The same rows under a newer schema: columns that are missing get their defaults.
    ///
    /// - Throws: `unsupported` when a column has another type, or is missing without a default.
    func adopted(by schema: CollectionSchema, policy: SchemaPolicy) throws -> RowTable {
        var sources: [(index: Int?, missing: RowColumn)] = []
        for field in schema.fields {
            let old = self.schema.fields.firstIndex { ByteOrder.equal($0.name, field.name) }
            if let old, self.schema.fields[old].type == field.type {
                sources.append((old, .null))
            } else if old == nil, policy != .verify, let value = field.valueWhenAbsent {
                sources.append((nil, try ColumnCoding(field: field).column(value)))
            } else {
                throw DataError.unsupported(
                    "The column \"\(field.name)\" is not what the schema says.",
                    collection: schema.name)
            }
        }
        var table = RowTable(schema)
        table.rows = rows.mapValues { row in
            Row(
                columns: sources.map { $0.index.map { row.columns[$0] } ?? $0.missing },
                version: row.version)
        }
        return table
    }
}
