internal import CSQLite

extension SQLiteFault {
    /// What a call fails with: an extended result code of SQLite.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The number, as SQLite's own header has it.
        public var rawValue: Int32

        /// A code by its number; `0` would be no failure.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        // The second byte says what failed. Swift does not see the macros of SQLite's header.
        private static func io(_ detail: Int32) -> Code {
            Code(rawValue: SQLITE_IOERR | detail << 8)
        }

        /// `SQLITE_IOERR`: something went wrong with a file.
        public static let ioFailed = Code(rawValue: SQLITE_IOERR)
        /// `SQLITE_IOERR_READ`.
        public static let readFailed = io(1)
        /// `SQLITE_IOERR_SHORT_READ`: the file is said to end there.
        public static let shortRead = io(2)
        /// `SQLITE_IOERR_WRITE`.
        public static let writeFailed = io(3)
        /// `SQLITE_IOERR_FSYNC`.
        public static let syncFailed = io(4)
        /// `SQLITE_IOERR_DIR_FSYNC`.
        public static let folderSyncFailed = io(5)
        /// `SQLITE_IOERR_TRUNCATE`.
        public static let truncateFailed = io(6)
        /// `SQLITE_IOERR_FSTAT`.
        public static let sizeFailed = io(7)
        /// `SQLITE_IOERR_LOCK`.
        public static let lockFailed = io(15)
        /// `SQLITE_IOERR_UNLOCK`.
        public static let unlockFailed = io(8)
        /// `SQLITE_IOERR_CHECKRESERVEDLOCK`.
        public static let checkLockFailed = io(14)
        /// `SQLITE_IOERR_SHMMAP`.
        public static let sharedMemoryMapFailed = io(21)
        /// `SQLITE_IOERR_SHMLOCK`.
        public static let sharedMemoryLockFailed = io(20)
        /// `SQLITE_IOERR_ACCESS`.
        public static let accessFailed = io(13)
        /// `SQLITE_IOERR_DELETE`.
        public static let deleteFailed = io(10)
        /// `SQLITE_FULL`: the disk is full.
        public static let full = Code(rawValue: SQLITE_FULL)
        /// `SQLITE_NOMEM`: memory has run out.
        public static let noMemory = Code(rawValue: SQLITE_NOMEM)
        /// `SQLITE_BUSY`: somebody else has the lock.
        public static let busy = Code(rawValue: SQLITE_BUSY)
        /// `SQLITE_CANTOPEN`.
        public static let cannotOpen = Code(rawValue: SQLITE_CANTOPEN)
    }

    /// How often a call fails.
    public enum Repetition: Hashable, Sendable {
        /// This one time.
        case once
        /// From this time on.
        case forEver
    }
}
