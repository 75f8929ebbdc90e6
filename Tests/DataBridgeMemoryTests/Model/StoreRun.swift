import DataBridgeCore

/// Runs a plan on a real store.
final class StoreRun {
    typealias Row = Outcome<RecordVersion>.Row

    private struct RollBack: Error {}

    private let store: any DataStore
    private let pairs: any DataRepository<Pair>
    private let isolation: Isolation
    /// The version of record 1 at the beginning.
    private var firstVersion = RecordVersion(counter: 0)
    /// The versions that each running transaction has seen last, innermost last.
    private var seen: [[Int: RecordVersion]] = []
    private(set) var outcomes: [Outcome<RecordVersion>] = []

    init(_ store: any DataStore, _ isolation: Isolation) {
        self.store = store
        self.isolation = isolation
        pairs = store.repository(for: Pair.self)
    }

    /// - Returns: the version that record 1 has at the beginning.
    func run(_ plan: Plan) async throws -> RecordVersion {
        firstVersion = try await pairs.insert(Pair(id: 1, mark: 0, name: "x")).version
        let start = try await store.currentPosition()
        for transaction in plan.transactions { try await run(transaction) }
        for id in 1...2 { outcomes.append(.row(try await pairs.record(id).map(row))) }
        outcomes.append(try await query())
        let all = try await pairs.records(Query()).map(row)
        outcomes.append(.rows(all, named: try await pairs.count()))
        for commit in try await store.changes(from: start).commits {
            outcomes.append(
                .told(commit.changes.map { "\($0.operation.rawValue) \($0.id.idText)" }))
        }
        return firstVersion
    }

    private func run(_ plan: Plan.Transaction) async throws {
        seen.append([:])
        defer { seen.removeLast() }
        let options = TransactionOptions(isolation: isolation, retry: .never)
        do {
            try await store.transaction(options) {
                try await run(plan.events)
                if !plan.commits { throw RollBack() }
            }
            outcomes.append(.committed)
        } catch is RollBack {
            outcomes.append(.rolledBack)
        } catch let error as DataError {
            outcomes.append(.failed(error.code.rawValue))
        }
    }

    private func run(_ events: [Plan.Event]) async throws {
        for event in events {
            switch event {
            case .operation(let operation):
                do {
                    outcomes.append(try await perform(operation))
                } catch let error as DataError {
                    let detail = error.conflict.map { $0.isGone ? " gone" : " changed" } ?? ""
                    outcomes.append(.failed(error.code.rawValue + detail))
                }
            case .other(let other):
                try await store.withoutTransaction { try await run(other) }
            case .savepoint(let events, let commits):
                do {
                    try await store.transaction(TransactionOptions(isolation: isolation)) {
                        try await run(events)
                        if !commits { throw RollBack() }
                    }
                } catch is RollBack {}
            }
        }
    }

    private func perform(_ operation: Plan.Operation) async throws -> Outcome<RecordVersion> {
        switch operation {
        case .get(let id):
            guard let found = try await pairs.record(id) else { return .row(nil) }
            return noticed(found)
        case .query: return try await query()
        case .insert(let id):
            return noticed(try await pairs.insert(Pair(id: id, mark: 1, name: nil)))
        case .update(let id): return noticed(try await pairs.update(id) { $0.mark = 1 })
        case .upsert(let id):
            return noticed(try await pairs.upsert(Pair(id: id, mark: 2, name: "x")))
        case .delete(let id): return .removed(try await pairs.delete(id))
        case .updateExpecting(let id):
            let version = seen.last?[id] ?? firstVersion
            return noticed(
                try await pairs.update(Pair(id: id, mark: 3, name: nil), expecting: version))
        }
    }

    private func query() async throws -> Outcome<RecordVersion> {
        let found = try await pairs.records(Query(where: \.mark >= 1)).map(row)
        return .rows(found, named: try await pairs.count(where: \.name == "x"))
    }

    private func noticed(_ record: Record<Pair>) -> Outcome<RecordVersion> {
        seen[seen.count - 1][record.value.id] = record.version
        return .row(row(record))
    }

    private func row(_ record: Record<Pair>) -> Row {
        let pair = record.value
        return Row(id: pair.id, mark: pair.mark, name: pair.name, version: record.version)
    }
}

/// Holds what a store gave against what the naive one gave: the same but for the spelling of
/// versions, which must be the same or differ together.
struct OutcomeComparison {
    private var versions: [Int: RecordVersion] = [:]
    private var numbers: [RecordVersion: Int] = [:]

    /// The place of the first difference.
    mutating func difference(
        _ naive: [Outcome<Int>], _ real: [Outcome<RecordVersion>]
    ) -> Int? {
        for (index, (left, right)) in zip(naive, real).enumerated() where !same(left, right) {
            return index
        }
        return naive.count == real.count ? nil : min(naive.count, real.count)
    }

    mutating func pair(_ number: Int, _ version: RecordVersion) -> Bool {
        if versions[number] == nil && numbers[version] == nil {
            versions[number] = version
            numbers[version] = number
        }
        return versions[number] == version && numbers[version] == number
    }

    private mutating func same(_ left: Outcome<Int>, _ right: Outcome<RecordVersion>) -> Bool {
        switch (left, right) {
        case (.row(let left), .row(let right)): same(left.map { [$0] }, right.map { [$0] })
        case (.rows(let left, let leftCount), .rows(let right, let rightCount)):
            same(left, right) && leftCount == rightCount
        case (.removed(let left), .removed(let right)): left == right
        case (.failed(let left), .failed(let right)): left == right
        case (.committed, .committed), (.rolledBack, .rolledBack): true
        case (.told(let left), .told(let right)): left == right
        default: false
        }
    }

    private mutating func same(
        _ left: [Outcome<Int>.Row]?, _ right: [Outcome<RecordVersion>.Row]?
    ) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        guard left.count == right.count else { return false }
        for (a, b) in zip(left, right) {
            guard a.id == b.id, a.mark == b.mark, a.name == b.name, pair(a.version, b.version)
            else { return false }
        }
        return true
    }
}
