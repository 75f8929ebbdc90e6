extension StoreRepository {
    func insert(_ entity: E) async throws -> Record<E> {
        try await insert(all: [entity])[0]
    }

    func insert(all entities: [E]) async throws -> [Record<E>] {
        let news = try entities.map { try newInScope($0) }
        let stored = try await engine.write(.insert, layout, rowCount: { $0.count }) { session in
            var written: [StoredRecord] = []
            written.reserveCapacity(news.count)
            if let inserting = session.inserting {
                for new in news { written.append(try await inserting.insert(new, in: layout)) }
                try await check(written, session)
                return written
            }
            for new in news {
                guard try await session.read(new.id, in: layout) == nil else {
                    throw DataError.alreadyExists(collection: collection, id: new.id)
                }
                try await write(new, replacing: nil, session, &written)
            }
            try await check(written, session)
            return written
        }
        return zip(entities, stored).map { Record(value: $0, version: $1.version) }
    }

    func update(_ entity: E, expecting version: RecordVersion?) async throws -> Record<E> {
        let new = try newInScope(entity)
        let stored = try await engine.write(.update, layout, rowCount: { _ in 1 }) { session in
            let old = try await existing(new.id, expecting: version, session)
            return try await replace(old, with: new, session)
        }
        return Record(value: entity, version: stored.version)
    }

    func update(_ id: E.ID, _ change: (inout E) throws -> Void) async throws -> Record<E> {
        let key = try key(id)
        return try await engine.write(.update, layout, rowCount: { _ in 1 }) { session in
            let old = try await existing(key, expecting: nil, session)
            var entity = try entity(old)
            try change(&entity)
            let new = try newInScope(entity)
            guard new.id == key else {
                throw DataError(
                    .invalid,
                    "An update cannot change the id. Delete the record and insert a new "
                        + "one.",
                    collection: collection, recordID: key, fields: [layout.idName])
            }
            let stored = try await replace(old, with: new, session)
            return Record(value: entity, version: stored.version)
        }
    }

    func upsert(_ entity: E) async throws -> Record<E> {
        try await upsert(all: [entity])[0]
    }

    func upsert(all entities: [E]) async throws -> [Record<E>] {
        let news = try entities.map { try newInScope($0) }
        let stored = try await engine.write(.upsert, layout, rowCount: { $0.count }) { session in
            var written: [StoredRecord] = []
            written.reserveCapacity(news.count)
            for new in news {
                let old = try await session.read(new.id, in: layout)
                if let old, try !isInScope(old.values) {
                    throw DataError.alreadyExists(collection: collection, id: new.id)
                }
                try await write(new, replacing: old, session, &written)
            }
            // Of an id given twice the later state is the one that counts.
            var last: [Value: StoredRecord] = [:]
            for record in written { last[record.id] = record }
            // In the order given, so that the same batch fails for the same reason every time.
            var checked: Set<Value> = []
            let states = written.compactMap { record in
                checked.insert(record.id).inserted ? last[record.id] : nil
            }
            try await check(states, session)
            return written.map { last[$0.id] ?? $0 }
        }
        return try stored.map { try record($0) }
    }

    func delete(_ id: E.ID, expecting version: RecordVersion?) async throws -> Bool {
        let key = try key(id)
        return try await engine.write(.delete, layout, rowCount: { $0 ? 1 : 0 }) { session in
            guard let old = try await visible(key, session) else {
                guard version == nil else {
                    throw DataError.conflict(.gone, collection: collection, id: key)
                }
                return false
            }
            if let version, version != old.version {
                throw DataError.conflict(
                    .changed(current: old.version), collection: collection, id: key)
            }
            try await remove([old], session)
            return true
        }
    }

    func delete(ids: [E.ID]) async throws -> Int {
        let keys = try ids.map { try key($0) }
        return try await engine.write(.delete, layout, rowCount: { $0 }) { session in
            var found: [StoredRecord] = []
            var seen: Set<Value> = []
            for key in keys where seen.insert(key).inserted {
                if let old = try await visible(key, session) { found.append(old) }
            }
            try await remove(found, session)
            return found.count
        }
    }
}

// MARK: By query

extension StoreRepository {
    func updateAll(where filter: Filter<E>, set: [Assignment<E>]) async throws -> Int {
        let assignments = try ResolvedAssignment.resolve(set, in: layout)
        let evaluation = try selection(filter)
        return try await engine.write(.updateAll, layout, rowCount: { $0 }) { session in
            let selected = try await evaluation.records(from: session)
            var written: [StoredRecord] = []
            for old in selected {
                let new = try assigned(assignments, to: old)
                try await write(new, replacing: old, session, &written)
            }
            try await check(written, session)
            return selected.count
        }
    }

    private func assigned(
        _ assignments: [ResolvedAssignment], to old: StoredRecord
    ) throws -> NewRecord {
        var values = old.values
        do {
            for assignment in assignments { try assignment.apply(to: &values) }
            let entity = try schema.coding.build(values)
            // What the entity itself would store is what counts: it may normalise.
            let new = try newInScope(entity)
            guard new.id == old.id else {
                throw DataError(.invalid, "An assignment cannot change the id.")
            }
            return new
        } catch {
            var invalid = DataError.wrapping(
                error, as: .invalid,
                "The assignments make a record that is no \(E.self): "
                    + FieldValueError.text(of: error) + ".")
            invalid.collection = collection
            invalid.recordID = old.id
            throw invalid
        }
    }

    func deleteAll(where filter: Filter<E>) async throws -> Int {
        let evaluation = try selection(filter)
        return try await engine.write(.deleteAll, layout, rowCount: { $0 }) { session in
            let selected = try await evaluation.records(from: session)
            try await remove(selected, session)
            return selected.count
        }
    }

    private func selection(_ filter: Filter<E>) throws -> QueryEvaluation {
        let predicate = try viewed(try filter.checked(in: layout))
        return try QueryEvaluation(RecordQuery(predicate: predicate), in: layout)
    }
}

// MARK: Steps

extension StoreRepository {
    private func newInScope(_ entity: E) throws -> NewRecord {
        let new = try newRecord(entity)
        guard try isInScope(new.values) else {
            throw DataError(
                .invalid, "The record lies outside the scope of this repository.",
                collection: collection, recordID: new.id)
        }
        return new
    }

    private func visible(
        _ key: Value, _ session: any StoreSession
    ) async throws -> StoredRecord? {
        guard let old = try await session.read(key, in: layout), try isVisible(old) else {
            return nil
        }
        return old
    }

    /// The record an update is about.
    private func existing(
        _ key: Value, expecting version: RecordVersion?, _ session: any StoreSession
    ) async throws -> StoredRecord {
        guard let old = try await visible(key, session) else {
            if version != nil {
                throw DataError.conflict(.gone, collection: collection, id: key)
            }
            throw DataError.notFound(collection: collection, id: key)
        }
        if let version, version != old.version {
            throw DataError.conflict(
                .changed(current: old.version), collection: collection, id: key)
        }
        return old
    }

    private func replace(
        _ old: StoredRecord, with new: NewRecord, _ session: any StoreSession
    ) async throws -> StoredRecord {
        var written: [StoredRecord] = []
        try await write(new, replacing: old, session, &written)
        try await check(written, session)
        return written[0]
    }

    private func write(
        _ new: NewRecord, replacing old: StoredRecord?, _ session: any StoreSession,
        _ written: inout [StoredRecord]
    ) async throws {
        if let old, old.values == new.values {
            written.append(old)
            return
        }
        guard let stored = try await session.write(new, replacing: old, in: layout) else {
            throw DataError(
                .corrupted, "The \(engine.backend.name) backend stored a record and returned none.",
                collection: collection, recordID: new.id)
        }
        written.append(stored)
        // A write that marks a record as deleted is a delete to those that refer to it.
        if let old, !old.isSoftDeleted(in: layout), stored.isSoftDeleted(in: layout) {
            try await followDeletes(of: [stored], session)
        }
    }

    private func check(_ written: [StoredRecord], _ session: any StoreSession) async throws {
        guard !engine.capabilities.enforcesConstraints else { return }
        try await ConstraintChecker(declared: engine.declared, session: session)
            .check(written, in: layout)
    }

    private func remove(_ records: [StoredRecord], _ session: any StoreSession) async throws {
        let now = Value.date(engine.services.wallClock.now())
        for record in records { try await session.remove(record, in: layout, now: now) }
        try await followDeletes(of: records, session)
    }

    private func followDeletes(
        of records: [StoredRecord], _ session: any StoreSession
    ) async throws {
        guard !engine.capabilities.enforcesConstraints else { return }
        try await ConstraintChecker(declared: engine.declared, session: session)
            .followDeletes(
                of: records, in: layout, now: .date(engine.services.wallClock.now()))
    }
}
