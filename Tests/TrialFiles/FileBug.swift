/// A mistake of a file layer.
///
/// The fault tests run on file systems that make one of these, to show that they would notice.
public enum FileBug: String, CaseIterable, Sendable {
    /// Syncs of files say that they succeeded and do nothing.
    case skipsFileSync
    /// Syncs of folders say that they succeeded and do nothing.
    case skipsFolderSync
    /// Files are synced with the folder only, after they have their names.
    case renamesBeforeSync
    /// A sync of a file that failed says that it succeeded.
    case ignoresFailedFileSync
    /// A sync of a folder that failed says that it succeeded.
    case ignoresFailedFolderSync
    /// A sync that failed is tried again, which proves nothing.
    case retriesFailedSync
    /// A write to a full disk says that it succeeded.
    case ignoresFullDisk
    /// A rename that failed says that it succeeded.
    case ignoresFailedRename
    /// Temporary files stay.
    case leavesTemporaryFiles
    /// New content is written over the old, instead of taking its name.
    case writesInPlace
    /// Names are not exchanged but replaced, so that what they stood for is gone.
    case renamesInsteadOfExchanging
    /// A removal takes the file away at once, whatever it is by now.
    case removesAtOnce
    /// Locks are always free.
    case ignoresLocks
    /// Shared locks exclude nobody.
    case ignoresSharedLocks
    /// Locks are never given back.
    case keepsLocks
    /// In a cancelled task, locks are not given back.
    case keepsLocksWhenCancelled
    /// In a cancelled task, half of the bytes are written.
    case writesHalfWhenCancelled
}
