/// A regular file held open.
///
/// It may be used from several threads at once, except that `close` must come after everything
/// else. It closes itself when it is released, but then nobody learns of an error in closing.
public protocol OpenFile: AnyObject, Sendable {
    /// The path it was opened by, for messages.
    ///
    /// The file may have another name by now.
    var path: String { get }

    /// Reads from an offset until the buffer is full or the file ends.
    ///
    /// - Returns: The number of bytes read; fewer than asked for only at the end of the file.
    /// - Throws: `ioError`, `closed`, ….
    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int

    /// Writes all the bytes at an offset, extending the file where needed.
    ///
    /// When it fails, any part of them may have been written.
    ///
    /// - Throws: `noSpace`, `tooLarge`, `ioError`; `invalidArgument` on a file opened to append.
    func write(_ bytes: RawSpan, at offset: Int64) throws(FileError)

    /// Writes all the bytes at the end.
    ///
    /// As long as the system takes them in one go, which it does but for a full disk and the like,
    /// nothing another process appends comes in between. When it fails, a first part of them may
    /// have been written.
    ///
    /// - Throws: `noSpace`, `tooLarge`, `ioError`; `invalidArgument` on a file not opened to
    ///   append.
    func append(_ bytes: RawSpan) throws(FileError)

    /// Cuts the file off, or extends it with zeros.
    ///
    /// - Throws: `noSpace`, `ioError`, ….
    func truncate(to size: Int64) throws(FileError)

    /// Reserves the disk space for a length, and extends the file to it with zeros if it is
    /// shorter.
    ///
    /// - Throws: `noSpace`; `unsupported` when the file system cannot.
    func preallocate(_ size: Int64) throws(FileError)

    /// Waits until what was written is on the medium.
    ///
    /// After a failure the system may have dropped the data and forgotten about it, so that a
    /// second try would succeed without saving anything. Every further sync of this file fails
    /// therefore: write the data again, to another file.
    ///
    /// - Throws: `syncFailed`.
    func sync(_ scope: SyncScope) throws(FileError)

    /// What the file system says about the file.
    ///
    /// - Throws: `ioError`, `closed`, ….
    func status() throws(FileError) -> FileStatus

    /// Sets the permission bits.
    ///
    /// - Throws: `permissionDenied`, ….
    func setMode(_ mode: FileMode) throws(FileError)

    /// Gives the file to another user or group; nil keeps what it has.
    ///
    /// - Throws: `permissionDenied`, ….
    func setOwner(user: UInt32?, group: UInt32?) throws(FileError)

    /// Sets the time of the last modification.
    ///
    /// - Throws: `permissionDenied`, ….
    func setModified(_ time: FileTime) throws(FileError)

    /// Takes an advisory lock on the file unless somebody else has one that excludes it.
    ///
    /// The lock belongs to this opening: another opening of the same file, in this process too, is
    /// somebody else. It ends when the file is closed or the process ends. ``FileLock`` is how to
    /// wait for one.
    ///
    /// - Returns: Whether it was taken.
    /// - Throws: `unsupported` when the file system has no locks.
    func tryLock(_ kind: LockKind) throws(FileError) -> Bool

    /// Gives a lock back, if this opening has one.
    ///
    /// Closing does that too, but not at once if a program is just being started elsewhere in the
    /// process: its copy of the open file keeps the lock until it has got under way.
    ///
    /// - Throws: `closed`, ….
    func unlock() throws(FileError)

    /// Whether somebody has the file open for writing.
    ///
    /// The file must have been opened to read only.
    ///
    /// - Returns: Nil when that cannot be told: on macOS, on network file systems, and for files of
    ///   other users.
    /// - Throws: `closed`, ….
    func hasWriters() throws(FileError) -> Bool?

    /// Closes the file; a second time does nothing.
    ///
    /// - Throws: `ioError`, `noSpace` when a network file system reports a failed write only now.
    ///   The file is closed all the same.
    func close() throws(FileError)
}

/// How much a sync has to save.
public enum SyncScope: Hashable, Sendable {
    /// The content, and what is needed to read it back.
    case content
    /// All that, and times, mode and owner.
    case everything
}

/// Whether holders of a lock tolerate each other.
public enum LockKind: Hashable, Sendable {
    /// Any number of holders, as long as nobody holds it exclusively.
    case shared
    /// One holder.
    case exclusive
}
