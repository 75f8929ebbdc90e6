/// What a power failure leaves of what SQLite wrote since it last synced.
///
/// What was synced is there in all of them. A name in a folder lasts once the folder was synced,
/// which SQLite does with the first sync of a journal and when it deletes one under
/// `synchronous=EXTRA`. The shared memory (`-shm`) is never there.
public enum SQLitePowerLoss: CaseIterable, Hashable, Sendable {
    /// Nothing of it.
    case dropsUnsynced
    /// Any of the writes, truncations, new and deleted names, each by itself: the disk wrote them
    /// in whatever order it liked.
    case keepsSome
    /// The same, and of a write any of its sectors of 512 bytes: some new, some old, some garbage.
    ///
    /// Bytes that were not written to stay as they were, which is what SQLite relies on
    /// (`SQLITE_IOCAP_POWERSAFE_OVERWRITE`).
    case tears
    /// All of it, as after a kill of the process.
    case keepsAll

    /// Whether the outcome depends on the seed.
    public var isRandom: Bool {
        self == .keepsSome || self == .tears
    }
}
