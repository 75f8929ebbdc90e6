extension StoreRepository {
    func get(_ id: E.ID) async throws -> E? {
        // The hottest path of all: no unit, no session, no report, nothing suspends.
        if let reader = engine.committedReader, UnitList.unit(of: engine) == nil {
            if Task.isCancelled { throw DataError.cancelled() }
            try engine.checkOpen()
            guard let record = try reader.committedRecord(try key(id), in: layout),
                try isVisible(record)
            else { return nil }
            return try entity(record)
        }
        return try await engine.instrumentation.measure(
            .get, store: engine.backend.name, collection: collection,
            clock: engine.services.clock, rowCount: { $0 == nil ? 0 : 1 }
        ) {
            try await stored(id).map { try entity($0) }
        }
    }

    func record(_ id: E.ID) async throws -> Record<E>? {
        try await engine.instrumentation.measure(
            .get, store: engine.backend.name, collection: collection,
            clock: engine.services.clock, rowCount: { $0 == nil ? 0 : 1 }
        ) {
            try await stored(id).map { try record($0) }
        }
    }

    /// The record with the id that is in view.
    private func stored(_ id: E.ID) async throws -> StoredRecord? {
        let key = try key(id)
        let layout = layout
        let record: StoredRecord?
        if let unit = UnitList.unit(of: engine) {
            record = try await unit.perform { try await $0.read(key, in: layout) }
        } else {
            if Task.isCancelled { throw DataError.cancelled() }
            try engine.checkOpen()
            record = try await engine.backend.readCommitted(key, in: layout)
        }
        guard let record, try isVisible(record) else { return nil }
        return record
    }

    func find(_ query: Query<E>) async throws -> [E] {
        let evaluation = try QueryEvaluation(try untyped(query), in: layout)
        return try await reading(.find, rowCount: { $0.count }) { session in
            try await evaluation.records(from: session).map { try entity($0) }
        }
    }

    /// The stored records that a query selects, without building entities.
    func storedRecords(_ query: Query<E>) async throws -> [StoredRecord] {
        let evaluation = try QueryEvaluation(try untyped(query), in: layout)
        return try await reading(.find, rowCount: { $0.count }) { session in
            try await evaluation.records(from: session)
        }
    }

    func records(_ query: Query<E>) async throws -> [Record<E>] {
        let evaluation = try QueryEvaluation(try untyped(query), in: layout)
        return try await reading(.find, rowCount: { $0.count }) { session in
            try await evaluation.records(from: session).map { try record($0) }
        }
    }

    func page(_ query: Query<E>, after cursor: Cursor?, size: Int) async throws -> Page<E> {
        guard size >= 1, size < .max else {
            throw DataError(
                .invalid, "A page holds at least one record.", collection: collection)
        }
        var untyped = try untyped(query)
        untyped.offset = 0
        untyped.limit = size + 1
        let identity = untyped
        untyped.after = try cursor?.position(for: identity, in: collection)
        let evaluation = try QueryEvaluation(untyped, in: layout)
        return try await reading(.page, rowCount: { $0.items.count }) { session in
            let records = try await evaluation.records(from: session)
            let items = try records.prefix(size).map { try entity($0) }
            guard records.count > size else { return Page(items: items, next: nil) }
            let position = evaluation.position(of: records[size - 1])
            return Page(
                items: items,
                next: Cursor(position: position, query: identity, collection: collection))
        }
    }

    func aggregate(_ aggregate: Aggregate, where filter: Filter<E>) async throws -> Value {
        let predicate = try viewed(try filter.checked(in: layout))
        let evaluation = try QueryEvaluation(RecordQuery(predicate: predicate), in: layout)
        let empty = try AggregateEvaluation(aggregate, in: layout)
        return try await reading(aggregate == .count ? .count : .aggregate) { session in
            if let querying = session.querying,
                let value = try await querying.aggregate(aggregate, over: predicate, in: layout)
            {
                return value
            }
            var total = empty
            try await evaluation.forEachMatch(session) { try total.add($0) }
            return try total.result()
        }
    }

    func explain(_ query: Query<E>) throws -> QueryPlan {
        let untyped = try untyped(query)
        _ = try QueryEvaluation(untyped, in: layout)
        return try engine.backend.plan(untyped, in: layout)
    }

    func stream(_ query: Query<E>) -> EntityStream<E> {
        EntityStream(repository: self, query: query)
    }

    func observe(_ query: Query<E>) -> Observation<E> {
        Observation(repository: self, query: query)
    }
}
