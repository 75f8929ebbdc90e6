import DataBridgeCore
import Synchronization

// Pages, streams and observations, which stay open from one step to another.

extension CollectionOperator {
    func hold(
        _ operation: DifferentialOperation, _ memory: StoreMemory
    ) async throws -> Outcome? {
        switch operation {
        case .firstPage(let number, let view, let query, let size):
            memory.setPage(number, nil)
            let page = try await repository(view).page(typed(query), after: nil, size: size)
            memory.setPage(
                number, page.next.map { .init(view: view, query: query, size: size, cursor: $0) })
            return try outcome(page)
        case .strayPage(let number, let view, let query):
            guard let open = memory.page(number) else { return .skipped }
            return try outcome(
                try await repository(view).page(typed(query), after: open.cursor, size: open.size))
        case .openStream(let number, let view, let query, let first):
            let take = stream(view, query)
            memory.setStream(number, take)
            return try await take(max(first, 1))
        case .observe(let number, let view, let query):
            let look = observation(view, query)
            memory.setObserver(number, look)
            return .done
        default: return nil
        }
    }

    func nextPage(_ open: StoreMemory.OpenPage) async throws -> (Outcome, Cursor?) {
        let page = try await repository(open.view).page(
            typed(open.query), after: open.cursor, size: open.size)
        return (try outcome(page), page.next)
    }

    private func outcome(_ page: Page<E>) throws -> Outcome {
        .page(try page.items.map { try row($0) }, isLast: page.next == nil)
    }

    /// Gives the next elements of a stream.
    private func stream(
        _ view: CollectionView, _ query: RecordQuery
    ) -> @Sendable (Int) async throws -> Outcome {
        let puller = Puller(repository(view).stream(typed(query)))
        let patience = patience
        return { count in
            var rows: [Outcome.Row] = []
            while rows.count < count {
                guard let entity = try await puller.next("the stream", within: patience) else {
                    break
                }
                rows.append(try row(entity))
            }
            return .rows(rows)
        }
    }

    /// Gives what an observer knows once it has heard of everything.
    ///
    /// An observation passes a result on when ids or versions in it differ; so it is known whether
    /// there is one to come, and it must be what the query gives now.
    private func observation(
        _ view: CollectionView, _ query: RecordQuery
    ) -> @Sendable () async throws -> Outcome {
        let repository = repository(view)
        let query = typed(query)
        let puller = Puller(repository.observe(query))
        let delivered = Mutex<[Outcome.Row]?>(nil)
        let patience = patience
        return {
            let current = try await repository.records(query).map { try row($0) }
            let known = delivered.withLock { $0 }
            if let known, current.isOfSameVersions(as: known) { return .rows(current) }
            while true {
                guard let result = try await puller.next("the observer", within: patience) else {
                    throw Mismatch("the observer", expected: "a result", found: "its end")
                }
                guard try result.map({ try row($0) }).isSame(as: current) else { continue }
                delivered.withLock { $0 = current }
                return .rows(current)
            }
        }
    }
}

extension [Outcome.Row] {
    fileprivate func isOfSameVersions(as other: [Outcome.Row]) -> Bool {
        count == other.count
            && zip(self, other).allSatisfy { $0.id == $1.id && $0.version == $1.version }
    }

    /// Whether the values are the same, whatever the versions.
    func isSame(as other: [Outcome.Row]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.hasSameValues(as: $1) }
    }
}

extension Outcome.Row {
    /// Whether a close look finds the same values.
    ///
    /// The order of members is passed over: objects are equal in any, and a store that changes a
    /// text in place leaves members where they stand.
    func hasSameValues(as other: Outcome.Row) -> Bool {
        Identity.same(id, other.id) && values.count == other.values.count
            && zip(values, other.values).allSatisfy { Identity.same($0, $1, inAnyOrder: true) }
    }
}
