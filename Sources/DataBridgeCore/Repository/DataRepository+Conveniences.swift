extension DataRepository {
    /// Whether there is an entity with the id.
    public func exists(_ id: E.ID) async throws -> Bool {
        try await record(id) != nil
    }

    /// Replaces the entity with the same id, whatever its version.
    ///
    /// - Throws: `notFound` when there is none, `constraint`, `invalid`.
    @discardableResult
    public func update(_ entity: E) async throws -> Record<E> {
        try await update(entity, expecting: nil)
    }

    /// Removes the entity with the id, whatever its version.
    ///
    /// - Returns: false when there was none.
    @discardableResult
    public func delete(_ id: E.ID) async throws -> Bool {
        try await delete(id, expecting: nil)
    }

    /// The entities that a filter selects.
    ///
    /// - Parameters:
    ///   - filter: which entities; all by default.
    ///   - sort: in which order; id order decides between equals.
    ///   - limit: how many at most.
    ///   - offset: how many to leave out at the start.
    public func find(
        where filter: Filter<E> = .all, sortedBy sort: Sort<E>..., limit: Int? = nil,
        offset: Int = 0
    ) async throws -> [E] {
        try await find(Query(where: filter, sortedBy: sort, limit: limit, offset: offset))
    }

    /// The first entity that a filter selects, or nil.
    public func first(
        where filter: Filter<E> = .all, sortedBy sort: Sort<E>...
    ) async throws -> E? {
        try await find(Query(where: filter, sortedBy: sort, limit: 1)).first
    }

    /// The first page of a query's result.
    public func page(_ query: Query<E>, size: Int) async throws -> Page<E> {
        try await page(query, after: nil, size: size)
    }

    /// The entities that a filter selects, one by one as the consumer asks for them.
    public func stream(
        where filter: Filter<E> = .all, sortedBy sort: Sort<E>...
    ) -> EntityStream<E> {
        stream(Query(where: filter, sortedBy: sort))
    }

    /// The latest result of a filter, now and after every commit that changes it.
    public func observe(
        where filter: Filter<E> = .all, sortedBy sort: Sort<E>..., limit: Int? = nil
    ) -> Observation<E> {
        observe(Query(where: filter, sortedBy: sort, limit: limit))
    }

    /// How many entities a filter selects.
    public func count(where filter: Filter<E> = .all) async throws -> Int {
        let count = try await aggregate(.count, where: filter)
        return try Int(fieldValue: count)
    }

    /// The sum of a number field over the entities that a filter selects; nil values count as 0.
    ///
    /// - Throws: `invalid` when an integer sum leaves the range of its type.
    public func sum<V: FieldValue & Numeric>(
        of field: KeyPath<E, V>, where filter: Filter<E> = .all
    ) async throws -> V {
        try await number(.sum(E.schema.reference(to: field)), filter)
    }

    /// The sum of an optional number field over the entities that a filter selects; nil values
    /// count as 0.
    ///
    /// - Throws: `invalid` when an integer sum leaves the range of its type.
    public func sum<V: FieldValue & Numeric>(
        of field: KeyPath<E, V?>, where filter: Filter<E> = .all
    ) async throws -> V {
        try await number(.sum(E.schema.reference(to: field)), filter)
    }

    private func number<V: FieldValue>(
        _ total: Aggregate, _ filter: Filter<E>
    ) async throws -> V {
        let value = try await aggregate(total, where: filter)
        do {
            return try V(fieldValue: value)
        } catch let error as FieldValueError {
            throw DataError(
                .invalid, "the sum cannot be given as \(V.self): \(error.message)",
                collection: collection)
        }
    }

    /// The mean of a number field over the entities that a filter selects; nil when there are none.
    public func average<V: FieldValue>(
        of field: KeyPath<E, V>, where filter: Filter<E> = .all
    ) async throws -> Double? {
        try await extreme(.average(E.schema.reference(to: field)), filter)
    }

    /// The smallest value of a field over the entities that a filter selects; nil when there are
    /// none.
    public func minimum<V: FieldValue>(
        of field: KeyPath<E, V>, where filter: Filter<E> = .all
    ) async throws -> V? {
        try await extreme(.minimum(E.schema.reference(to: field)), filter)
    }

    /// The smallest value of an optional field over the entities that a filter selects; nil when
    /// all are nil.
    public func minimum<V: FieldValue>(
        of field: KeyPath<E, V?>, where filter: Filter<E> = .all
    ) async throws -> V? {
        try await extreme(.minimum(E.schema.reference(to: field)), filter)
    }

    /// The largest value of a field over the entities that a filter selects; nil when there are
    /// none.
    public func maximum<V: FieldValue>(
        of field: KeyPath<E, V>, where filter: Filter<E> = .all
    ) async throws -> V? {
        try await extreme(.maximum(E.schema.reference(to: field)), filter)
    }

    /// The largest value of an optional field over the entities that a filter selects; nil when
    /// all are nil.
    public func maximum<V: FieldValue>(
        of field: KeyPath<E, V?>, where filter: Filter<E> = .all
    ) async throws -> V? {
        try await extreme(.maximum(E.schema.reference(to: field)), filter)
    }

    private func extreme<V: FieldValue>(
        _ extreme: Aggregate, _ filter: Filter<E>
    ) async throws -> V? {
        let value = try await aggregate(extreme, where: filter)
        do {
            return try V?(fieldValue: value)
        } catch let error as FieldValueError {
            throw DataError.corrupted(
                "A stored value cannot be given as \(V.self): \(error.message).",
                collection: collection)
        }
    }
}
