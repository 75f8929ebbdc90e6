extension Plan.Transaction {
    /// The transaction inside this one, and whether it is the last thing that happens in it.
    var inner: (transaction: Plan.Transaction, isLast: Bool)? {
        for (index, event) in events.enumerated() {
            switch event {
            case .other(let other): return (other, index == events.count - 1)
            case .savepoint(let events, let commits):
                let nested = Plan.Transaction(events, commits: commits).inner
                if let nested { return (nested.transaction, index == self.events.count - 1) }
            case .operation: break
            }
        }
        return nil
    }
}

extension Plan {
    /// Every sequence of a length that begins with one operation.
    static func sequences(
        of length: Int, from first: Operation, out all: [Operation]
    ) -> [[Operation]] {
        var sequences = [[first]]
        for _ in 1..<max(length, 1) {
            sequences = sequences.flatMap { sequence in
                all.map { sequence + [$0] }
            }
        }
        return sequences
    }

    /// Every plan that does these operations in this order.
    static func all(_ operations: [Operation], withSavepoints: Bool) -> [Plan] {
        var plans: [Plan] = []
        let ends = [true, false]
        for commits in ends {
            add(Transaction(operations, commits: commits), withSavepoints, &plans)
        }
        for start in 0..<operations.count {
            for end in start + 1...operations.count where end - start < operations.count {
                for (innerCommits, outerCommits) in ends.flatMap({ a in ends.map { (a, $0) } }) {
                    let other = Transaction(operations[start..<end], commits: innerCommits)
                    guard isAscending(operations[start..<end]) else { continue }
                    let events =
                        operations[..<start].map(Event.operation) + [.other(other)]
                        + operations[end...].map(Event.operation)
                    add(Transaction(events, commits: outerCommits), withSavepoints, &plans)
                }
            }
        }
        for middle in 1..<max(operations.count, 1) {
            let (first, second) = (operations[..<middle], operations[middle...])
            guard isAscending(first), isAscending(second) else { continue }
            for commits in ends {
                plans.append(
                    Plan(transactions: [
                        Transaction(first, commits: true), Transaction(second, commits: commits),
                    ]))
            }
        }
        return plans
    }

    /// Adds a transaction, and the same with a savepoint around any part of it.
    private static func add(
        _ transaction: Transaction, _ withSavepoints: Bool, _ plans: inout [Plan]
    ) {
        let events = transaction.events
        var run: [Operation] = []
        for event in events + [.savepoint([], commits: true)] {
            if case .operation(let operation) = event {
                run.append(operation)
            } else {
                guard isAscending(run[...]) else { return }
                run = []
            }
        }
        plans.append(Plan(transactions: [transaction]))
        guard withSavepoints else { return }
        for start in events.indices {
            for end in start + 1...events.count {
                for commits in [true, false] {
                    let nested = Event.savepoint(Array(events[start..<end]), commits: commits)
                    let wrapped = events[..<start] + [nested] + events[end...]
                    plans.append(
                        Plan(transactions: [
                            Transaction(Array(wrapped), commits: transaction.commits)
                        ]))
                }
            }
        }
    }

    /// Whether operations that only read, where they stand next to each other, ascend.
    private static func isAscending(_ operations: ArraySlice<Operation>) -> Bool {
        zip(operations, operations.dropFirst()).allSatisfy { left, right in
            guard let left = left.rankAsRead, let right = right.rankAsRead else { return true }
            return left < right
        }
    }
}
