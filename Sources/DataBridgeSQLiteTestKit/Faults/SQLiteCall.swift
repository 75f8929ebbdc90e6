/// What SQLite asks of its files, as a ``FaultySQLiteVFS`` counts it.
public enum SQLiteCall: Int, CaseIterable, Hashable, Sendable {
    // In the order of `databridge_call`.
    /// Opening a file, or making it.
    case open
    /// Closing a file; never fails, so that descriptors and locks go.
    case close
    /// Reading from a file.
    case read
    /// Writing to a file.
    case write
    /// Shortening a file.
    case truncate
    /// Syncing a file; with the first sync of a journal, its folder too.
    case sync
    /// Asking for the size of a file.
    case fileSize
    /// Taking a lock on the database, or a stronger one.
    case lock
    /// Giving a lock on the database back.
    case unlock
    /// Asking whether somebody is about to write.
    case checkLock
    /// Everything else that is asked of an open file, hints for the most part.
    case control
    /// Getting at the shared memory of the write-ahead log.
    case sharedMemoryMap
    /// Taking a lock in the shared memory.
    case sharedMemoryLock
    /// Giving a lock in the shared memory back; made whatever a fault says, as SQLite does not ask.
    case sharedMemoryUnlock
    /// Letting go of the shared memory; made whatever a fault says, as SQLite does not ask.
    case sharedMemoryUnmap
    /// Deleting a file.
    case delete
    /// Asking whether a file is there.
    case access
    /// Completing a path.
    case fullPath
}

extension SQLiteCall {
    /// The code with which the system's own files would fail such a call.
    public var usualFailure: SQLiteFault.Code {
        switch self {
        case .open: .cannotOpen
        case .read: .readFailed
        case .write: .writeFailed
        case .truncate: .truncateFailed
        case .sync: .syncFailed
        case .fileSize: .sizeFailed
        case .lock: .lockFailed
        case .unlock: .unlockFailed
        case .checkLock: .checkLockFailed
        case .sharedMemoryMap: .sharedMemoryMapFailed
        case .sharedMemoryLock: .sharedMemoryLockFailed
        case .delete: .deleteFailed
        case .access: .accessFailed
        case .fullPath: .cannotOpen
        case .close, .control, .sharedMemoryUnlock, .sharedMemoryUnmap: .ioFailed
        }
    }
}

/// Which of its files SQLite makes a call about.
public enum SQLiteFileRole: Int, CaseIterable, Hashable, Sendable {
    // In the order of `databridge_file`.
    /// The database itself, and questions about any path that is not one of the others.
    case database
    /// The rollback journal.
    case journal
    /// The write-ahead log.
    case log
    /// Temporary files, statement journals and journals over several databases.
    case other
}
