/// How a transaction runs.
public struct TransactionOptions: Sendable {
    /// How much of what others do at the same time the transaction may notice.
    public var isolation: Isolation
    /// Whether the transaction only reads.
    ///
    /// A write in it throws `readOnly`.
    public var isReadOnly: Bool
    /// How long the transaction may last.
    ///
    /// It acts at the next call: that call throws `timeout`.
    public var timeout: Duration?
    /// How often the body runs again after `serialization` and `busy`.
    public var retry: RetryPolicy
    /// A token recorded in the same commit, by which ``TransactionManager/outcome(of:)`` settles
    /// an unknown outcome later.
    public var token: CommitToken?

    /// Options of a transaction; the defaults are the strict ones.
    public init(
        isolation: Isolation = .serializable, isReadOnly: Bool = false, timeout: Duration? = nil,
        retry: RetryPolicy = .standard, token: CommitToken? = nil
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.timeout = timeout
        self.retry = retry
        self.token = token
    }

    /// Serializable, read-write, three attempts.
    public static let standard = TransactionOptions()

    /// One committed state throughout, no writes.
    public static let readOnly = TransactionOptions(isReadOnly: true)
}

/// How much of what others do at the same time a transaction may notice, weakest first.
public enum Isolation: String, Hashable, Sendable, Comparable, CaseIterable, Codable {
    /// Reads see what is committed at the time of each read.
    case readCommitted
    /// Reads see one committed state; two writers of one record cannot both commit.
    case snapshot
    /// As if the transactions ran one after the other.
    case serializable

    private var strength: Int {
        switch self {
        case .readCommitted: 0
        case .snapshot: 1
        case .serializable: 2
        }
    }

    /// Whether the first level is weaker.
    public static func < (left: Isolation, right: Isolation) -> Bool {
        left.strength < right.strength
    }
}

/// How often and how fast a transaction's body runs again.
///
/// Only `serialization` and `busy` are retried, only by the outermost transaction, and only when
/// it is known that nothing was committed. The waiting time doubles from `baseDelay`, is cut at
/// `maximumDelay`, and is then spread evenly between half of it and the whole (jitter).
public struct RetryPolicy: Hashable, Sendable {
    /// How often the body runs in all; at least 1.
    public var attempts: Int
    /// The longest wait before the second run.
    public var baseDelay: Duration
    /// The longest wait at all.
    public var maximumDelay: Duration

    /// A policy.
    public init(
        attempts: Int, baseDelay: Duration = .milliseconds(2),
        maximumDelay: Duration = .milliseconds(250)
    ) {
        precondition(attempts >= 1, "a transaction runs at least once")
        self.attempts = attempts
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// Three attempts.
    public static let standard = RetryPolicy(attempts: 3)

    /// One attempt.
    public static let never = RetryPolicy(attempts: 1)

    /// The wait before the given run.
    ///
    /// - Parameters:
    ///   - run: the number of the run that follows, from 2.
    ///   - chance: a random number from 0 to 1.
    func delay(beforeRun run: Int, chance: Double) -> Duration {
        let doublings = min(run - 2, 30)
        let grown = baseDelay * (1 << doublings)
        let bounded = min(grown, maximumDelay)
        return bounded * (0.5 + chance / 2)
    }
}

/// Names one attempt to commit, so that its outcome can be asked for later.
public struct CommitToken: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The token's text.
    public let text: String

    /// A token with the given text, which the caller makes unique (a UUID, a request id).
    public init(_ text: String) {
        self.text = text
    }

    /// The token's text.
    public var description: String { text }

    /// Compares by bytes.
    public static func == (left: CommitToken, right: CommitToken) -> Bool {
        ByteOrder.equal(left.text, right.text)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        Value.string(text).hash(into: &hasher)
    }
}
