/// The steps of checking a history: who wrote what, in which order, and who depends on whom.
struct HistoryCheck {
    /// Who appended a value.
    struct Append {
        var transaction: Int
        var key: Int
        /// What the same transaction appended next to the same list.
        var next: Int?
    }

    let transactions: [ListHistory.Transaction]
    let final: [Int: [Int]]?
    var report = HistoryReport()
    var appends: [Int: Append] = [:]
    /// The longest list seen of each key: the order of its values.
    var orders: [Int: [Int]] = [:]
    var graph: DependencyGraph

    init(_ history: ListHistory) {
        transactions = history.transactions
        final = history.final
        graph = DependencyGraph(nodeCount: transactions.count)
        report.transactionCount = transactions.count
        report.committedCount = history.committedCount
    }

    mutating func run(realtime: Bool) -> HistoryReport {
        collectAppends()
        for index in transactions.indices where transactions[index].outcome == .committed {
            checkInside(index)
        }
        findOrders()
        checkFinal()
        // In one order, so that of several cycles the same one is shown each time.
        for (key, order) in orders.sorted(by: { $0.key < $1.key }) { addWriteEdges(key, order) }
        for index in transactions.indices where transactions[index].outcome == .committed {
            addReadEdges(index)
        }
        if realtime { addRealtimeEdges() }
        report.dependencyCount = graph.edgeCount
        findCycles(realtime: realtime)
        report.findings.sort { $0.kind.rawValue < $1.kind.rawValue }
        return report
    }

    /// Calls a closure with each read of a transaction.
    func forEachRead(_ index: Int, _ body: (_ key: Int, _ values: [Int]) -> Void) {
        for case .read(let key, let values) in transactions[index].operations { body(key, values) }
    }

    // MARK: Who wrote what

    private mutating func collectAppends() {
        for (index, transaction) in transactions.enumerated() {
            var last: [Int: Int] = [:]
            for case .append(let value, let key) in transaction.operations {
                if let other = appends[value] {
                    add(
                        .duplicateAppend, [other.transaction, index],
                        ["Both append \(value), so it does not tell who wrote it."])
                }
                appends[value] = Append(transaction: index, key: key)
                if let previous = last.updateValue(value, forKey: key) {
                    appends[previous]?.next = value
                }
            }
        }
    }

    /// Whether what a transaction wrote may be there: it committed, or nobody knows.
    func mayCount(_ index: Int) -> Bool { transactions[index].outcome != .rolledBack }

    // MARK: Within one transaction

    /// Holds each read of a transaction against what the transaction knows already.
    private mutating func checkInside(_ index: Int) {
        var known: [Int: [Int]] = [:]
        var own: [Int: [Int]] = [:]
        for operation in transactions[index].operations {
            switch operation {
            case .append(let value, let key):
                known[key]?.append(value)
                own[key, default: []].append(value)
            case .read(let key, let values):
                let mine = own[key] ?? []
                if let expected = known[key], expected != values {
                    add(
                        .internalInconsistency, [index],
                        ["It reads list \(key) as \(values), but must see \(expected)."])
                } else if !values.reversed().starts(with: mine.reversed()) {
                    add(
                        .internalInconsistency, [index],
                        ["It reads list \(key) as \(values), without its own \(mine) at the end."])
                }
                known[key] = values
                checkRead(index, key, values)
            }
        }
    }

    /// Looks for values in a list that must not be seen in it.
    private mutating func checkRead(_ index: Int, _ key: Int, _ values: [Int]) {
        let name = name(index)
        var seen: Set<Int> = []
        for value in values where !seen.insert(value).inserted {
            add(.duplicateAppend, [index], ["\(name) reads \(value) twice: list \(key) \(values)."])
        }
        for value in values {
            guard let append = appends[value], append.key == key else {
                add(
                    .garbageRead, [index],
                    ["\(name) reads \(value) in list \(key), where nobody put it."])
                continue
            }
            let writer = append.transaction
            if writer == index { continue }
            if !mayCount(writer) {
                add(
                    .abortedRead, [writer, index],
                    [
                        "\(name) reads \(value) in list \(key): \(self.name(writer)) appended it "
                            + "and was rolled back."
                    ])
            } else if let next = append.next, !seen.contains(next) {
                add(
                    .intermediateRead, [writer, index],
                    [
                        "\(name) reads list \(key) with \(value) and without \(next): "
                            + "\(self.name(writer)) appended both."
                    ])
            }
        }
    }

    func name(_ index: Int) -> String { "T\(index)" }

    mutating func add(
        _ kind: HistoryFinding.Kind, _ transactions: [Int], _ reasons: [String],
        needsRealtime: Bool = false
    ) {
        report.add(
            HistoryFinding(
                kind: kind, needsRealtime: needsRealtime, transactions: transactions,
                reasons: reasons))
    }
}
