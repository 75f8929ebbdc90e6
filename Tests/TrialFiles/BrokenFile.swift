import DataBridgeFiles

/// A file of a file system with a planted bug.
final class BrokenFile: OpenFile {
    private let base: any OpenFile
    private let bug: FileBug?
    private let memory: BrokenFileSystem.Memory

    init(_ base: any OpenFile, _ bug: FileBug?, _ memory: BrokenFileSystem.Memory) {
        self.base = base
        self.bug = bug
        self.memory = memory
    }

    var path: String { base.path }

    private var isLockFile: Bool { path.hasSuffix("lock") }

    private var keepsLock: Bool {
        isLockFile && (bug == .keepsLocks || bug == .keepsLocksWhenCancelled && Task.isCancelled)
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try base.read(into: buffer, at: offset)
    }

    func write(_ bytes: RawSpan, at offset: Int64) throws(FileError) {
        var bytes = bytes
        if bug == .writesHalfWhenCancelled, Task.isCancelled {
            bytes = bytes.extracting(first: bytes.byteCount / 2)
        }
        do {
            try base.write(bytes, at: offset)
        } catch  where bug == .ignoresFullDisk && error.code == .noSpace {
            return
        }
    }

    func append(_ bytes: RawSpan) throws(FileError) { try base.append(bytes) }

    func truncate(to size: Int64) throws(FileError) { try base.truncate(to: size) }

    func preallocate(_ size: Int64) throws(FileError) { try base.preallocate(size) }

    func sync(_ scope: SyncScope) throws(FileError) {
        switch bug {
        case .skipsFileSync: return
        case .renamesBeforeSync: memory.unsynced.withLock { $0.append(base) }
        case .ignoresFailedFileSync: try? base.sync(scope)
        case .retriesFailedSync:
            do { try base.sync(scope) } catch { try base.sync(scope) }
        default: try base.sync(scope)
        }
    }

    func status() throws(FileError) -> FileStatus { try base.status() }

    func setMode(_ mode: FileMode) throws(FileError) { try base.setMode(mode) }

    func setOwner(user: UInt32?, group: UInt32?) throws(FileError) {
        try base.setOwner(user: user, group: group)
    }

    func setModified(_ time: FileTime) throws(FileError) { try base.setModified(time) }

    func tryLock(_ kind: LockKind) throws(FileError) -> Bool {
        if isLockFile, bug == .ignoresLocks { return true }
        if isLockFile, bug == .ignoresSharedLocks, kind == .shared { return true }
        return try base.tryLock(kind)
    }

    func unlock() throws(FileError) {
        if !keepsLock { try base.unlock() }
    }

    func hasWriters() throws(FileError) -> Bool? { try base.hasWriters() }

    func close() throws(FileError) {
        if keepsLock {
            memory.kept.withLock { $0.append(base) }
        } else if bug != .renamesBeforeSync {
            // A file that is still to be synced stays open; it closes itself when it is released.
            try base.close()
        }
    }
}
