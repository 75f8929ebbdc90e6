import CSQLite
import DataBridgeCore

/// Reads records of one table over one connection.
struct TableReader {
    let connection: SQLiteConnection
    let layout: TableLayout

    /// The record with an id.
    @inline(__always)
    func record(_ id: Value) throws -> StoredRecord? {
        let statement = try connection.statements(of: layout).getting()
        defer { statement.reset() }
        try layout.bind(id: id, to: statement, at: 0)
        guard try statement.step() else { return nil }
        return try layout.record(statement)
    }

    /// The records that a query selects.
    func records(_ query: RecordQuery) throws -> [StoredRecord] {
        var found: [StoredRecord] = []
        try forEach(try QuerySQL(layout: layout).selecting(layout.sql.selection, query)) {
            found.append(try layout.record($0))
        }
        return found
    }

    /// How many records a scan gives at a time, where nobody asked for a number.
    private static let batchSize = 1_024

    /// The next records in id order.
    func batch(_ scan: Scan) throws -> ScanBatch {
        let limit = min(scan.limit, TableReader.batchSize)
        let position = scan.after.map { KeysetPosition(values: [], id: $0) }
        let records: [StoredRecord]
        do {
            records = try self.records(
                RecordQuery(predicate: scan.predicate, limit: limit, after: position))
        } catch let failure as SQLiteFailure where failure.isTooLarge {
            // The core tests what it is given.
            records = try self.records(RecordQuery(limit: limit, after: position))
        }
        return ScanBatch(records, hasMore: records.count == limit)
    }

    /// Calls a closure with each row.
    func forEach(_ text: SQLText, _ body: (SQLiteStatement) throws -> Void) throws {
        let statement = try connection.statement(text.text)
        defer { statement.reset() }
        try text.bind(to: statement)
        while try statement.step() { try body(statement) }
    }
}

// MARK: Aggregates

extension TableReader {
    /// A value computed over the records that match.
    func aggregate(_ aggregate: Aggregate, _ predicate: RecordPredicate) throws -> Value {
        guard let field = try aggregate.field?.resolved(in: layout.schema) else {
            return try single("count(*)", predicate, .integer)
        }
        let column = layout.columns[field.index]
        let isNative = field.path.isEmpty && column.codec.comparesNatively
        switch aggregate {
        case .minimum where isNative:
            return try single("min(\(column.sql))", predicate, column.codec)
        case .maximum where isNative:
            return try single("max(\(column.sql))", predicate, column.codec)
        default: break
        }
        // Sums of integers may pass the range of 64 bits on the way, and those of doubles depend
        // on how rounding is made up for: the core adds up, value by value.
        var total = try AggregateEvaluation(aggregate, in: layout.schema)
        try forEach(try QuerySQL(layout: layout).selecting(column.sql, where: predicate)) {
            statement in
            let value = try column.codec.value(SQLiteColumn(statement: statement, index: 0))
            try total.add(field.path.isEmpty ? value : value.value(at: field.path[...]))
        }
        return try total.result()
    }

    private func single(
        _ expression: String, _ predicate: RecordPredicate, _ codec: ColumnCodec
    ) throws -> Value {
        var result = Value.null
        try forEach(try QuerySQL(layout: layout).selecting(expression, where: predicate)) {
            result = try codec.value(SQLiteColumn(statement: $0, index: 0))
        }
        return result
    }
}

// MARK: Queries that are too large

extension TableReader {
    /// The records that a query selects; nil for one that SQLite finds too large, which the core
    /// then runs.
    func recordsIfPossible(_ query: RecordQuery) throws -> [StoredRecord]? {
        do {
            return try records(query)
        } catch let failure as SQLiteFailure where failure.isTooLarge {
            return nil
        }
    }

    /// A value computed over the records that match; nil where SQLite finds the filter too large.
    func aggregateIfPossible(
        _ aggregate: Aggregate, _ predicate: RecordPredicate
    ) throws -> Value? {
        do {
            return try self.aggregate(aggregate, predicate)
        } catch let failure as SQLiteFailure where failure.isTooLarge {
            return nil
        }
    }
}
