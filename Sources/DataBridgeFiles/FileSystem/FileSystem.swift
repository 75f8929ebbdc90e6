/// Everything DataBridge ever does to files and folders.
///
/// No other part of the tree opens a file, so that a test can stand in between and make any call
/// fail, tear or vanish. It is therefore kept small: what can be made of these calls is an
/// extension or a type on top (``FileSnapshot``, ``AtomicReplace``, ``FileLock``).
///
/// Every call is synchronous and may block on the disk; the caller chooses the thread. Paths are as
/// in POSIX: relative ones start at the working folder, or at the folder itself for a
/// ``FolderHandle``. A conforming type must
///
/// - throw a ``FileError`` that names operation and path, and leave everything as it was, unless
///   the error says that the outcome is unknown;
/// - carry on by itself after an interrupted call or a short write;
/// - pass no open file on to programs that are started;
/// - be safe to use from several threads at once.
public protocol FileSystem: Sendable {
    /// Opens a regular file, creating it where the options say so.
    ///
    /// - Throws: `notFound`, `alreadyExists`, `isAFolder`, `notARegularFile`, `permissionDenied`,
    ///   `readOnlyFileSystem`, `tooManyOpenFiles`, `noSpace`, ….
    func open(_ path: String, _ options: OpenOptions) throws(FileError) -> any OpenFile

    /// Opens a folder, to work on the names in it even if the folder itself is renamed or its path
    /// comes to mean another one.
    ///
    /// - Throws: `notFound`, `notAFolder`, `permissionDenied`, ….
    func openFolder(_ path: String) throws(FileError) -> any FolderHandle

    /// What has the name, or nil when nothing has.
    ///
    /// - Parameter followingLinks: Whether a symbolic link stands for what it leads to. One that
    ///   leads nowhere is then nothing.
    /// - Throws: `notAFolder` when a part of the path is a file; `permissionDenied`, ….
    func status(_ path: String, followingLinks: Bool) throws(FileError) -> FileStatus?

    /// The names in a folder, in no particular order, without `.` and `..`.
    ///
    /// - Throws: `notFound`, `notAFolder`, `permissionDenied`, ….
    func entries(of folder: String) throws(FileError) -> [FolderEntry]

    /// Makes a folder in one that exists.
    ///
    /// - Throws: `alreadyExists`, `notFound`, `noSpace`, ….
    func makeFolder(_ path: String, mode: FileMode) throws(FileError)

    /// Removes the name of a file, or a symbolic link itself.
    ///
    /// - Throws: `notFound`, `isAFolder`, `permissionDenied`, ….
    func remove(_ path: String) throws(FileError)

    /// Removes an empty folder.
    ///
    /// - Throws: `notFound`, `notAFolder`, `folderNotEmpty`, ….
    func removeFolder(_ path: String) throws(FileError)

    /// Gives a file or folder another name on the same file system, in one step.
    ///
    /// What the new name stood for is gone when `rule` is `replacing`; when it is `ifAbsent`, the
    /// call fails instead.
    ///
    /// - Throws: `notFound`, `alreadyExists`, `differentFileSystems`; `unsupported` when the file
    ///   system has no `ifAbsent`.
    func rename(_ path: String, to newPath: String, _ rule: RenameRule) throws(FileError)

    /// Exchanges what two names stand for, in one step, so that nothing is ever without a name.
    ///
    /// - Throws: `notFound` when either is absent; `unsupported` when the file system cannot.
    func exchange(_ first: String, _ second: String) throws(FileError)

    /// Where a symbolic link leads, as it is written in it.
    ///
    /// - Throws: `invalidArgument` when it is not a link; `notFound`, ….
    func readLink(_ path: String) throws(FileError) -> String

    /// The bytes that this user can still write to the file system a path is on.
    ///
    /// - Throws: `notFound`, `permissionDenied`, ….
    func freeSpace(at path: String) throws(FileError) -> Int64
}

/// What a rename does when the new name is taken.
public enum RenameRule: Hashable, Sendable {
    /// It takes its place.
    case replacing
    /// It fails with `alreadyExists`.
    case ifAbsent
}

/// A folder held open: a file system whose relative paths start there.
///
/// It stays the same folder when its path changes. It closes itself when it is released; there is
/// nothing that closing could lose.
public protocol FolderHandle: FileSystem, AnyObject {
    /// The path it was opened by, for messages.
    var path: String { get }

    /// Makes the names in the folder durable: what was created, renamed or removed in it.
    ///
    /// A failed one is never tried again on the same handle.
    ///
    /// - Throws: `syncFailed`; `unsupported` where folders cannot be synced (some network shares).
    func sync() throws(FileError)
}
