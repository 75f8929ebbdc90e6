/// What a store can do beyond the least that every store does.
///
/// The conformance suite runs the cases that a store's capabilities select, and
/// ``DataStore/capabilities`` tells an app.
public struct StoreCapabilities: Hashable, Sendable {
    /// Isolation levels the store gives; a weaker level that is asked for is answered with the
    /// weakest of these that is at least as strong.
    public var isolation: Set<Isolation>
    /// Whether the store checks unique constraints and references itself.
    ///
    /// If not, the core does.
    public var enforcesConstraints: Bool
    /// Whether commit tokens are recorded with the commit.
    public var commitTokens: Bool
    /// How long positions of the change feed stay valid.
    public var feed: FeedDurability
    /// Whether a version may come back when a record's former content comes back.
    public var versionsRecur: Bool
    /// Whether commits of other processes are noticed.
    public var seesOtherProcesses: Bool
    /// Whether collections can be created and dropped.
    public var collections: Bool
    /// Whether acknowledged commits survive the end of the process.
    public var isDurable: Bool

    /// How long positions of the change feed stay valid.
    public enum FeedDurability: String, Hashable, Sendable {
        /// There is no feed.
        case none
        /// Until the process ends.
        case process
        /// Until the history is trimmed.
        case durable
    }

    /// The capabilities of a plain store in this process: serializable, with collections and a
    /// feed that ends with the process.
    public init(
        isolation: Set<Isolation> = [.serializable], enforcesConstraints: Bool = false,
        commitTokens: Bool = false, feed: FeedDurability = .process, versionsRecur: Bool = false,
        seesOtherProcesses: Bool = false, collections: Bool = true, isDurable: Bool = false
    ) {
        self.isolation = isolation
        self.enforcesConstraints = enforcesConstraints
        self.commitTokens = commitTokens
        self.feed = feed
        self.versionsRecur = versionsRecur
        self.seesOtherProcesses = seesOtherProcesses
        self.collections = collections
        self.isDurable = isDurable
    }
}
