/// What a workload asked a store to commit and what the store answered, to be held against what is
/// found after a fault, a kill or a power failure.
///
/// Each transaction writes its own mark. The workload notes it before the commit and again when
/// the answer is there:
///
/// ```swift
/// var ledger = CommitLedger<Int>()
/// ledger.issue(7)
/// _ = try await log.insert(Entry("7"))
/// ledger.acknowledge(7)
/// let marks: [Int] = …  // read back after the fault
/// #expect(ledger.findings(found: marks) == [])
/// ```
///
/// It is a value: a workload in a process that is killed prints its notes, and whoever reads them
/// keeps the ledger.
public struct CommitLedger<Mark: Hashable & Sendable>: Sendable {
    /// The marks of all commits that were tried, in that order.
    public private(set) var issued: [Mark] = []
    /// The marks of the commits that the store said are durable.
    public private(set) var acknowledged: Set<Mark> = []
    /// The marks of the transactions that the store said are rolled back.
    public private(set) var rolledBack: Set<Mark> = []

    private var known: Set<Mark> = []

    /// A ledger without an entry.
    public init() {}

    /// Notes that a commit is about to be tried; to be called before it.
    ///
    /// The mark must be new: each transaction has its own.
    public mutating func issue(_ mark: Mark) {
        let isNew = known.insert(mark).inserted
        precondition(isNew, "Each transaction needs a mark of its own; this one was issued before.")
        issued.append(mark)
    }

    /// Notes that the store called the commit durable.
    ///
    /// A commit that failed with an unknown outcome is neither acknowledged nor rolled back.
    public mutating func acknowledge(_ mark: Mark) {
        expectIssued(mark)
        acknowledged.insert(mark)
    }

    /// Notes that the store called the transaction rolled back.
    public mutating func rollBack(_ mark: Mark) {
        expectIssued(mark)
        rolledBack.insert(mark)
    }

    /// What is wrong with the marks that are found afterwards: nothing when every acknowledged
    /// commit is there, whole, and nothing else but issued ones that were not rolled back.
    ///
    /// - Parameters:
    ///   - found: Every mark in the store, as often as it stands there.
    ///   - partsPerCommit: How often a transaction writes its mark, such as once in each of two
    ///     tables. A mark found less or more often than that is half a transaction.
    /// - Returns: The findings in the order in which the marks were issued; invented marks last.
    public func findings(
        found: some Sequence<Mark>, partsPerCommit: Int = 1
    ) -> [LedgerFinding<Mark>] {
        var counts: [Mark: Int] = [:]
        var invented: [Mark] = []
        for mark in found {
            counts[mark, default: 0] += 1
            if counts[mark] == 1, !known.contains(mark) { invented.append(mark) }
        }
        var findings: [LedgerFinding<Mark>] = []
        for mark in issued {
            let count = counts[mark] ?? 0
            if count == 0 {
                if acknowledged.contains(mark) { findings.append(.lost(mark)) }
            } else if rolledBack.contains(mark) {
                findings.append(.revived(mark))
            } else if count != partsPerCommit {
                findings.append(.torn(mark, parts: count))
            }
        }
        return findings + invented.map { .invented($0) }
    }

    private func expectIssued(_ mark: Mark) {
        precondition(known.contains(mark), "A commit is issued before the store answers it.")
    }
}
