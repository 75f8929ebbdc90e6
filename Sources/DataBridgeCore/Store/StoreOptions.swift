/// What a store is opened with, whatever its backend.
public struct StoreOptions: Sendable {
    /// What opening does about differences between declared and stored schemas.
    public var schemaPolicy: SchemaPolicy
    /// Time and chance.
    public var services: RuntimeServices
    /// Hears of every operation; nil costs nothing.
    public var instrumentation: (any Instrumentation)?
    /// How much of the change feed is kept.
    public var feed: FeedRetention

    /// Options; the defaults suit an embedded store.
    public init(
        schemaPolicy: SchemaPolicy = .additive, services: RuntimeServices = RuntimeServices(),
        instrumentation: (any Instrumentation)? = nil, feed: FeedRetention = .commits(10_000)
    ) {
        self.schemaPolicy = schemaPolicy
        self.services = services
        self.instrumentation = instrumentation
        self.feed = feed
    }

    /// The defaults.
    public static let standard = StoreOptions()
}

/// How much of the change feed a store keeps.
public enum FeedRetention: Hashable, Sendable {
    /// Nothing: ``DataStore/changes(from:limit:)`` throws `unsupported`.
    case off
    /// The newest commits, at most this many.
    case commits(Int)
}
