public import DataBridgeCore

/// What became of an anomaly when a schedule invited it.
public enum IsolationOutcome: Hashable, Sendable {
    /// The anomaly did not happen.
    case prevented(Means)
    /// The anomaly happened; the lines tell how, step by step.
    case observed([String])
    /// The store does not run transactions at this level, for the reason given.
    case notApplicable(String)

    /// How a store keeps an anomaly from happening.
    public enum Means: Hashable, Sendable {
        /// Every transaction saw what it should and committed, and none had to wait.
        case keptApart
        /// A transaction waited until another one had ended.
        case waited
        /// A transaction failed with this code and nothing of it is left.
        case failed(DataError.Code)
    }
}

extension IsolationOutcome: CustomStringConvertible {
    /// The outcome in a few words, as in a table.
    public var description: String {
        switch self {
        case .prevented(.keptApart): "prevented"
        case .prevented(.waited): "prevented: one waits"
        case .prevented(.failed(let code)): "prevented: `\(code)`"
        case .observed: "**possible**"
        case .notApplicable: "–"
        }
    }
}

extension IsolationOutcome.Means {
    /// What a store did in a story without an anomaly.
    init(_ story: Story) {
        // Of several codes the first transaction's is as good as any.
        if let failure = story.failures.min(by: { $0.key < $1.key }) {
            self = .failed(failure.value)
        } else {
            self = story.waited.isEmpty ? .keptApart : .waited
        }
    }
}
