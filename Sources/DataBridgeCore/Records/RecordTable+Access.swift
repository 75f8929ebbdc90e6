/// How a ``RecordTable`` finds the records of a predicate.
enum RecordAccess: Sendable {
    /// By ids, in order and each once.
    case ids([Value])
    /// Through a range of the ids.
    case idRange(KeyRange)
    /// Through ranges of an index that do not overlap; in id order when it is one range in which
    /// all of the index's fields are fixed.
    case index(Int, [KeyRange], isInIDOrder: Bool)
    /// By looking at every record.
    case scan
}

extension RecordTable {
    /// Below this many records every filter on an indexed field uses its index, so that a plan
    /// says the same in a small test as in a large store.
    private static let smallCount = 1_000

    /// How the table finds the records of a predicate, for ``DataRepository/explain(_:)``.
    public func access(for predicate: RecordPredicate) -> QueryPlan.Access {
        switch access(for: predicate, limit: .max) {
        case .ids: .id
        case .idRange: .idRange
        case .index(let index, _, _): .index(indexes[index].layout.name)
        case .scan: .scan
        }
    }

    /// What a store that scans with ``scan(_:)`` says to ``StoreBackend/plan(_:in:)``: the filter
    /// runs in the store, through an index where there is one, and the rest in the core.
    public func plan(for query: RecordQuery) -> QueryPlan {
        let parts = QueryPlan.parts(of: query)
        return QueryPlan(
            access: access(for: query.predicate), inStore: parts.filter { $0 == .filter },
            inCore: parts.filter { $0 != .filter })
    }

    /// Chooses by id, a range of ids, or the index with the fewest candidates, or a scan.
    ///
    /// The records found contain all that match the predicate. Counting candidates is exact and
    /// costs O(log n), so no statistics are needed. Candidates that are not in id order must be
    /// sorted for each batch: a scan replaces them when they are more than an eighth of a large
    /// table, or when a batch with a limit finds enough in id order sooner.
    func access(for predicate: RecordPredicate, limit: Int) -> RecordAccess {
        let conditions = PredicateConditions(predicate)
        guard !conditions.isEmpty else { return .scan }
        var best = RecordAccess.scan
        var bestRank: Rank?
        // A collection of documents knows its id under no name, too.
        for id in [FieldReference(path: [schema.idName]), FieldReference(path: [])] {
            if let ids = conditions.fixedValues(of: id) {
                best = .ids(ids)
                bestRank = Rank(candidates: ids.count, restricted: .max, isSorted: true)
            } else if let range = conditions.ranges(in: [id])?.ranges.first {
                let rank = Rank(candidates: byID.count(in: range), restricted: 1, isSorted: true)
                if let bestRank, !(rank < bestRank) { continue }
                best = .idRange(range)
                bestRank = rank
            }
        }
        for (position, index) in indexes.enumerated() {
            guard let way = conditions.ranges(in: index.fields) else { continue }
            let found = way.ranges.reduce(0) { $0 + index.tree.count(in: $1) }
            let isInIDOrder = way.ranges.count == 1 && way.fixesAllFields
            let rank = Rank(
                candidates: found, restricted: way.restricted, isSorted: isInIDOrder)
            if let bestRank, !(rank < bestRank) { continue }
            if !isInIDOrder, !isWorthSorting(found, limit: limit) { continue }
            best = .index(position, way.ranges, isInIDOrder: isInIDOrder)
            bestRank = rank
        }
        return best
    }

    /// Which way is better: fewer candidates; of equals, as in an empty store, the one that more
    /// conditions speak for.
    private struct Rank: Comparable {
        let candidates: Int
        let restricted: Int
        let isSorted: Bool

        static func < (left: Rank, right: Rank) -> Bool {
            if left.candidates != right.candidates { return left.candidates < right.candidates }
            if left.restricted != right.restricted { return left.restricted > right.restricted }
            return left.isSorted && !right.isSorted
        }
    }

    private func isWorthSorting(_ found: Int, limit: Int) -> Bool {
        if count > RecordTable.smallCount, found > count / 8 { return false }
        guard limit < count else { return true }
        // A batch of `limit` records takes about `count * limit / found` steps in id order.
        let steps = Double(count) * Double(max(limit, 1)) / Double(max(found, 1))
        return Double(found) <= max(steps, Double(RecordTable.smallCount / 8))
    }
}
