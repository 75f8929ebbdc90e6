/// What transactions on lists did and saw: each appends values, which are used once only, and reads
/// whole lists.
///
/// A value tells who wrote it, and a list tells the order in which its values were written. So the
/// reads alone say how the transactions depend on each other, and ``check(realtime:)`` finds the
/// cycles that no isolation level may show. The idea is Elle's: Kingsbury and Alvaro, "Elle:
/// Inferring Isolation Anomalies from Experimental Observations" (VLDB 2020).
public struct ListHistory: Sendable {
    /// The transactions, in any order; findings name them by their index.
    public var transactions: [Transaction]
    /// The lists as they are after everything ended; nil when nobody looked.
    public var final: [Int: [Int]]?

    /// A history.
    public init(_ transactions: [Transaction] = [], final: [Int: [Int]]? = nil) {
        self.transactions = transactions
        self.final = final
    }
}

extension ListHistory {
    /// One transaction, as the one saw it who ran it.
    public struct Transaction: Sendable {
        /// What it did, in order.
        public var operations: [Operation]
        /// How it ended.
        public var outcome: Outcome
        /// When it was begun, on any clock that counts up.
        public var began: Int
        /// When its end was known, on the same clock.
        public var ended: Int

        /// A transaction.
        public init(
            _ operations: [Operation], _ outcome: Outcome = .committed, began: Int = 0,
            ended: Int = .max
        ) {
            self.operations = operations
            self.outcome = outcome
            self.began = began
            self.ended = ended
        }
    }

    /// What a transaction does to a list.
    public enum Operation: Hashable, Sendable {
        /// Adds a value, used nowhere else, to the end of the list with the key.
        case append(Int, to: Int)
        /// Sees the whole list with the key; a list that is not there is empty.
        case read(key: Int, [Int])
    }

    /// How a transaction ended.
    public enum Outcome: Hashable, Sendable {
        /// It took effect.
        case committed
        /// It had no effect.
        case rolledBack
        /// Nobody knows.
        case unknown
    }

    /// How many transactions committed.
    public var committedCount: Int { transactions.count { $0.outcome == .committed } }

    /// Looks for everything that an isolation level excludes.
    ///
    /// The time it takes grows with the number of operations and the length of the lists read.
    ///
    /// - Parameter realtime: whether a transaction that ended before another one began must also
    ///   come before it, as strict serializability wants.
    /// - Returns: what was found, each with its reason.
    public func check(realtime: Bool = false) -> HistoryReport {
        var check = HistoryCheck(self)
        return check.run(realtime: realtime)
    }
}
