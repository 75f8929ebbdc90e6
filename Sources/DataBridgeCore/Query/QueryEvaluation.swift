/// Runs an untyped query over a session: by the session itself where it can, else by scanning and
/// evaluating here.
struct QueryEvaluation {
    let schema: CollectionSchema
    let query: RecordQuery
    private let predicate: CompiledPredicate
    private let order: RecordOrder

    /// Resolves the query's fields.
    ///
    /// - Throws: `invalid`, before any I/O.
    init(_ query: RecordQuery, in schema: CollectionSchema) throws {
        self.schema = schema
        self.query = query
        predicate = try CompiledPredicate(query.predicate, in: schema)
        order = try RecordOrder(query.sort, in: schema)
    }

    /// The selected records in the query's order and window.
    func records(from session: any StoreSession) async throws -> [StoredRecord] {
        guard query.reach > 0 else { return [] }
        if let querying = session.querying,
            let found = try await querying.find(query, in: schema)
        {
            return found
        }
        return order.isIDOrder
            ? try await inIDOrder(session) : try await sorted(session)
    }

    private func inIDOrder(_ session: any StoreSession) async throws -> [StoredRecord] {
        let wanted = query.reach
        guard wanted > 0 else { return [] }
        var found: [StoredRecord] = []
        var after = query.after?.id
        // With a limit, ask for a little more than is wanted and grow: the filter may reject much.
        var size = wanted == .max ? Int.max : max(wanted, 64)
        while true {
            let batch = try await session.scan(
                Scan(of: schema, predicate: query.predicate, after: after, limit: size))
            for record in batch.records where predicate.matches(record.values) {
                found.append(record)
                if found.count == wanted { return Array(found.dropFirst(query.offset)) }
            }
            guard batch.hasMore, let last = batch.records.last else { break }
            after = last.id
            size = size > .max / 4 ? .max : size * 4
        }
        return query.offset == 0 ? found : Array(found.dropFirst(query.offset))
    }

    private func sorted(_ session: any StoreSession) async throws -> [StoredRecord] {
        let wanted = query.reach
        guard wanted > 0 else { return [] }
        var found: [StoredRecord] = []
        // Keeps at most twice what is wanted, so that a small limit needs little memory.
        let bound = wanted > .max / 2 - 1_024 ? Int.max : max(wanted * 2, 1_024)
        try await forEachMatch(session) { record in
            if let position = query.after, !order.isBehind(record, position) { return }
            found.append(record)
            if found.count >= bound {
                found.sort(by: order.isLess)
                found.removeLast(found.count - wanted)
            }
        }
        found.sort(by: order.isLess)
        let end = min(wanted, found.count)
        return Array(found[min(query.offset, end)..<end])
    }

    /// Calls a closure with every record that matches the filter, in id order.
    func forEachMatch(
        _ session: any StoreSession, _ body: (StoredRecord) throws -> Void
    ) async throws {
        var after: Value?
        while true {
            let batch = try await session.scan(
                Scan(of: schema, predicate: query.predicate, after: after))
            for record in batch.records where predicate.matches(record.values) {
                try body(record)
            }
            guard batch.hasMore, let last = batch.records.last else { return }
            after = last.id
        }
    }

    /// The place of a record in the query's order.
    func position(of record: StoredRecord) -> KeysetPosition {
        order.position(of: record)
    }

    /// Whether the query's order is that of the ids alone.
    var isIDOrder: Bool { order.isIDOrder }
}
