/// How a commit ended.
public enum CommitOutcome: String, Hashable, Sendable, Codable {
    /// Everything was written, as durably as the transaction asked.
    case committed
    /// Nothing was written.
    case rolledBack
    /// The backend did not say; `outcome(of:)` settles it for a transaction with a token.
    case unknown
}
