public import DataBridgeCore

/// What a check of a ``ListHistory`` found.
public struct HistoryReport: Sendable {
    /// How many transactions the history has.
    public internal(set) var transactionCount = 0
    /// How many of them committed.
    public internal(set) var committedCount = 0
    /// How many dependencies between transactions were found.
    public internal(set) var dependencyCount = 0
    /// What was found, at most ten of a kind.
    public internal(set) var findings: [HistoryFinding] = []

    /// The findings that the level excludes.
    ///
    /// Those that only the real time of transactions shows are excluded by no level.
    public func violations(of isolation: Isolation) -> [HistoryFinding] {
        findings.filter { !$0.needsRealtime && $0.kind.isExcludedFrom <= isolation }
    }

    static let limitPerKind = 10

    mutating func add(_ finding: HistoryFinding) {
        let same = findings.count {
            $0.kind == finding.kind && $0.needsRealtime == finding.needsRealtime
        }
        if same < HistoryReport.limitPerKind { findings.append(finding) }
    }
}

extension HistoryReport: CustomStringConvertible {
    /// The numbers, and each finding.
    public var description: String {
        ([
            "\(transactionCount) transactions, \(committedCount) committed, "
                + "\(dependencyCount) dependencies, \(findings.count) findings"
        ]
            + findings.map(\.description)).joined(separator: "\n")
    }
}

/// One thing in a history that some isolation level excludes.
public struct HistoryFinding: Sendable {
    /// What it is.
    public var kind: Kind
    /// Whether it is one only because of when the transactions ran.
    public var needsRealtime = false
    /// The transactions concerned, in the order of the cycle where there is one.
    public var transactions: [Int]
    /// Why it is one, line by line.
    public var reasons: [String]

    /// What can be wrong with a history.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A cycle of writes that overwrite each other.
        case dirtyWrite = "G0"
        /// A value was read, or is there, whose transaction was rolled back.
        case abortedRead = "G1a"
        /// A list was read as it was in the middle of a transaction.
        case intermediateRead = "G1b"
        /// A cycle of writes and reads of what was written.
        case circularInformationFlow = "G1c"
        /// A cycle in which one transaction has read what another one then overwrote.
        case readSkew = "G-single"
        /// A cycle in which several transactions have read what others then overwrote.
        case antiDependencyCycle = "G2"
        /// A transaction reads something else than it has just read or written.
        case internalInconsistency = "internal"
        /// A value was read that nobody appended to this list.
        case garbageRead = "garbage"
        /// A value is in a list twice, or was appended twice.
        case duplicateAppend = "duplicate"
        /// A value is not there in the end, though its transaction committed.
        case lostAppend = "lost"
        /// Two reads of a list do not agree on the order of its values.
        case incompatibleOrder = "incompatible-order"

        /// The weakest level that excludes it.
        public var isExcludedFrom: Isolation {
            switch self {
            case .dirtyWrite, .abortedRead, .intermediateRead, .circularInformationFlow,
                .garbageRead, .duplicateAppend:
                .readCommitted
            // An append reads the list and writes it, which may lose another one below snapshot.
            case .readSkew, .internalInconsistency, .lostAppend, .incompatibleOrder: .snapshot
            case .antiDependencyCycle: .serializable
            }
        }
    }
}

extension HistoryFinding: CustomStringConvertible {
    /// The kind and the reasons.
    public var description: String {
        let time = needsRealtime ? ", in real time" : ""
        return "\(kind.rawValue)\(time):\n  " + reasons.joined(separator: "\n  ")
    }
}
