import DataBridgeCore

/// How ``SQLiteStore`` treats its file.
public struct SQLiteOptions: Sendable {
    /// What an acknowledged commit survives.
    public enum Durability: String, Hashable, Sendable {
        /// A power failure: every commit is synced before it is acknowledged.
        case full
        /// The end of the process. A power failure may take the newest commits; what is left is a
        /// state that once was.
        case process
    }

    /// What an acknowledged commit survives.
    public var durability: Durability
    /// Whether the file is never written.
    public var isReadOnly: Bool
    /// How long a transaction waits for other processes that write.
    ///
    /// Never zero.
    public var busyTimeout: Duration
    /// How many connections for reading are kept open when nobody uses them.
    public var readers: Int
    /// The page cache of each connection, in KiB.
    public var cacheKiB: Int
    /// How much of the file is mapped into memory, in bytes; 0 for none.
    public var mappedBytes: Int64
    /// How often the file is looked at for commits of other processes while somebody observes the
    /// store; nil for only when a transaction begins.
    public var pollInterval: Duration?
    /// Whether transactions that come together share a physical commit, each still atomic by
    /// itself.
    public var sharesCommits: Bool
    /// How long a finished transaction waits for one that runs before the commit they would share.
    public var groupDelay: Duration
    /// From how many pages on the write-ahead log is copied back into the database, on a thread of
    /// its own.
    public var checkpointPages: Int
    /// The name of SQLite's file layer (VFS); nil for the usual one.
    ///
    /// A test makes it fail.
    public var fileLayer: String?
    /// Whether opening makes and compares the tables of the declared schemas.
    ///
    /// Off for who only looks at collections that are there already, or makes them one by one.
    package var preparesSchemas = true

    /// Options; the defaults are the strict ones.
    public init(
        durability: Durability = .full, isReadOnly: Bool = false,
        busyTimeout: Duration = .seconds(10), readers: Int = 4, cacheKiB: Int = 2_048,
        mappedBytes: Int64 = 0, pollInterval: Duration? = .milliseconds(50),
        sharesCommits: Bool = true, groupDelay: Duration = .milliseconds(5),
        checkpointPages: Int = 1_000, fileLayer: String? = nil
    ) {
        precondition(busyTimeout > .zero, "the busy timeout is more than nothing")
        precondition(readers > 0 && cacheKiB > 0 && mappedBytes >= 0)
        self.durability = durability
        self.isReadOnly = isReadOnly
        self.busyTimeout = busyTimeout
        self.readers = readers
        self.cacheKiB = cacheKiB
        self.mappedBytes = mappedBytes
        self.pollInterval = pollInterval
        self.sharesCommits = sharesCommits
        self.groupDelay = groupDelay
        self.checkpointPages = checkpointPages
        self.fileLayer = fileLayer
    }
}
