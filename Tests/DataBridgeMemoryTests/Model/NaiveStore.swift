/// What the store must do, written as plainly as possible: whole copies, arrays, loops.
///
/// A transaction works on a copy of all records, made when it begins. When it commits and has
/// changed something, it fails if a commit since then has changed a record that it looked up, or
/// one that one of its queries would find before or after. It shares no code with the store.
struct NaiveStore {
    typealias Row = Outcome<Int>.Row

    struct Change {
        var id: Int
        var old: Row?
        var new: Row?
    }

    struct Transaction {
        var start: [Row]
        var rows: [Row]
        var commitCount: Int
        /// Ids that were looked up.
        var ids: [Int] = []
        /// Names that were looked for, to count them or to keep them unique.
        var names: [String] = []
        /// Whether marks of 1 or more were looked for.
        var hasQueried = false
        /// The version of each record that this transaction has seen last.
        var seen: [Int: Int] = [:]
        var outcomes: [Outcome<Int>] = []
        /// How many operations failed.
        var failures = 0
    }

    /// Whether what was only read counts at the commit.
    let isSerializable: Bool
    var rows = [Row(id: 1, mark: 0, name: "x", version: 1)]
    var commits: [[Change]] = []
    var lastVersion = 1
    var outcomes: [Outcome<Int>] = []
    /// How many operations failed.
    var failures = 0
    /// Whether each transaction changed anything, in the order of their ends.
    var changed: [Bool] = []

    init(isSerializable: Bool) {
        self.isSerializable = isSerializable
    }

    mutating func run(_ plan: Plan) {
        for transaction in plan.transactions { run(transaction) }
        for id in 1...2 { outcomes.append(.row(row(id, in: rows))) }
        outcomes.append(
            .rows(rows.filter { $0.mark >= 1 }, named: rows.filter { $0.name == "x" }.count))
        outcomes.append(.rows(rows, named: rows.count))
        for commit in commits {
            var told: [String] = []
            for change in commit {
                let word = change.old == nil ? "insert" : change.new == nil ? "delete" : "update"
                told.append("\(word) \(change.id)")
            }
            outcomes.append(.told(told))
        }
    }

    private mutating func run(_ plan: Plan.Transaction) {
        var transaction = Transaction(start: rows, rows: rows, commitCount: commits.count)
        run(plan.events, &transaction)
        let changes = changes(of: transaction)
        changed.append(!changes.isEmpty)
        failures += transaction.failures
        outcomes += transaction.outcomes
        guard plan.commits else {
            outcomes.append(.rolledBack)
            return
        }
        if changes.isEmpty {
            outcomes.append(.committed)
            return
        }
        for commit in commits.dropFirst(transaction.commitCount) {
            for other in commit where isAffected(transaction, changes, by: other) {
                outcomes.append(.failed("serialization"))
                return
            }
        }
        commits.append(changes)
        for change in changes {
            rows = rows.filter { $0.id != change.id }
            if let new = change.new { rows.append(new) }
        }
        rows.sort { $0.id < $1.id }
        outcomes.append(.committed)
    }

    private mutating func run(_ events: [Plan.Event], _ transaction: inout Transaction) {
        for event in events {
            switch event {
            case .operation(let operation):
                let before = transaction.rows
                let outcome = perform(operation, &transaction)
                if case .failed = outcome {
                    transaction.rows = before
                    transaction.failures += 1
                }
                transaction.outcomes.append(outcome)
            case .other(let other):
                // What this one has seen so far comes first.
                outcomes += transaction.outcomes
                transaction.outcomes = []
                run(other)
            case .savepoint(let events, let commits):
                let before = transaction.rows
                run(events, &transaction)
                if !commits { transaction.rows = before }
            }
        }
    }

    // MARK: Commits

    private func changes(of transaction: Transaction) -> [Change] {
        var changes: [Change] = []
        for id in 1...2 {
            let old = row(id, in: transaction.start)
            let new = row(id, in: transaction.rows)
            if old?.version != new?.version { changes.append(Change(id: id, old: old, new: new)) }
        }
        return changes
    }

    private func isAffected(
        _ transaction: Transaction, _ changes: [Change], by other: Change
    ) -> Bool {
        var ids = changes.map(\.id)
        var names = changes.compactMap { $0.new?.name }
        if isSerializable {
            ids += transaction.ids
            names += transaction.names
        }
        if ids.contains(other.id) { return true }
        for row in [other.old, other.new] {
            guard let row else { continue }
            if let name = row.name, names.contains(name) { return true }
            if isSerializable && transaction.hasQueried && row.mark >= 1 { return true }
        }
        return false
    }

    // MARK: Operations

    private func row(_ id: Int, in rows: [Row]) -> Row? {
        for row in rows where row.id == id { return row }
        return nil
    }

    private mutating func perform(
        _ operation: Plan.Operation, _ transaction: inout Transaction
    ) -> Outcome<Int> {
        switch operation {
        case .get(let id):
            transaction.ids.append(id)
            let found = row(id, in: transaction.rows)
            if let found { transaction.seen[id] = found.version }
            return .row(found)
        case .query:
            transaction.hasQueried = true
            transaction.names.append("x")
            return .rows(
                transaction.rows.filter { $0.mark >= 1 },
                named: transaction.rows.filter { $0.name == "x" }.count)
        case .insert(let id):
            transaction.ids.append(id)
            if row(id, in: transaction.rows) != nil { return .failed("alreadyExists") }
            return write(id, mark: 1, name: nil, &transaction)
        case .update(let id):
            transaction.ids.append(id)
            guard let old = row(id, in: transaction.rows) else { return .failed("notFound") }
            return write(id, mark: 1, name: old.name, &transaction)
        case .upsert(let id):
            transaction.ids.append(id)
            return write(id, mark: 2, name: "x", &transaction)
        case .delete(let id):
            transaction.ids.append(id)
            let isThere = row(id, in: transaction.rows) != nil
            transaction.rows = transaction.rows.filter { $0.id != id }
            return .removed(isThere)
        case .updateExpecting(let id):
            transaction.ids.append(id)
            guard let old = row(id, in: transaction.rows) else { return .failed("conflict gone") }
            if old.version != transaction.seen[id] ?? 1 { return .failed("conflict changed") }
            return write(id, mark: 3, name: nil, &transaction)
        }
    }

    private mutating func write(
        _ id: Int, mark: Int, name: String?, _ transaction: inout Transaction
    ) -> Outcome<Int> {
        var new = Row(id: id, mark: mark, name: name, version: 0)
        // What is as it was keeps its version: as it is now, or as it was at the beginning.
        for old in [row(id, in: transaction.rows), row(id, in: transaction.start)] {
            if let old, old.mark == mark, old.name == name, new.version == 0 {
                new.version = old.version
            }
        }
        if new.version == 0 {
            lastVersion += 1
            new.version = lastVersion
        }
        transaction.rows = transaction.rows.filter { $0.id != id } + [new]
        transaction.rows.sort { $0.id < $1.id }
        if let name {
            transaction.names.append(name)
            for other in transaction.rows where other.id != id && other.name == name {
                return .failed("constraint")
            }
        }
        transaction.seen[id] = new.version
        return .row(new)
    }
}
