public import DataBridgeCore

/// Something that concurrent transactions do to each other and that some isolation level excludes.
///
/// The symbols are those of the literature: Berenson et al., "A Critique of ANSI SQL Isolation
/// Levels" (1995); Adya, "Weak Consistency: A Generalized Theory and Optimistic Implementations for
/// Distributed Transactions" (1999); Bailis et al., "Highly Available Transactions" (2013); Fekete,
/// O'Neil and O'Neil, "A Read-Only Transaction Anomaly Under Snapshot Isolation" (2004).
public enum Anomaly: String, CaseIterable, Hashable, Sendable {
    /// Two transactions overwrite each other's records, and what is left is a mixture.
    case dirtyWrite = "G0"
    /// A committed transaction has read what another one wrote and rolled back.
    case abortedRead = "G1a"
    /// A committed transaction has read what another one overwrote before its own commit.
    case intermediateRead = "G1b"
    /// Two committed transactions have each read what the other one wrote.
    case circularInformationFlow = "G1c"
    /// A transaction sees a commit and later sees a state from before it.
    case observedTransactionVanishes = "OTV"
    /// Two queries of one transaction see different states.
    case predicateManyPreceders = "PMP"
    /// Two transactions change what they both read, and one of the changes is gone.
    case lostUpdate = "P4"
    /// A transaction sees one record from before a commit and another one from after it.
    case readSkew = "G-single"
    /// Two transactions each change a record that the other one has only read.
    case writeSkew = "G2-item"
    /// Two transactions each add a record that the other one's query has not seen.
    case predicateWriteSkew = "G2"
    /// Two transactions would be in order, but a third that only reads sees a state that no order
    /// of the three explains.
    case readOnlyAnomaly = "read-only"

    /// The symbol in the literature, such as `G1a`.
    public var symbol: String { rawValue }

    /// The anomaly in a few words, such as `aborted read`.
    public var name: String {
        switch self {
        case .dirtyWrite: "dirty write"
        case .abortedRead: "aborted read"
        case .intermediateRead: "intermediate read"
        case .circularInformationFlow: "circular information flow"
        case .observedTransactionVanishes: "observed transaction vanishes"
        case .predicateManyPreceders: "predicate-many-preceders"
        case .lostUpdate: "lost update"
        case .readSkew: "read skew"
        case .writeSkew: "write skew"
        case .predicateWriteSkew: "write skew on a query"
        case .readOnlyAnomaly: "read-only anomaly"
        }
    }

    /// The weakest level of ``Isolation`` that excludes the anomaly.
    public var isExcludedFrom: Isolation {
        switch self {
        case .dirtyWrite, .abortedRead, .intermediateRead, .circularInformationFlow,
            .observedTransactionVanishes:
            .readCommitted
        case .predicateManyPreceders, .lostUpdate, .readSkew: .snapshot
        case .writeSkew, .predicateWriteSkew, .readOnlyAnomaly: .serializable
        }
    }
}
