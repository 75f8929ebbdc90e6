#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The machine's file system.
///
/// Relative paths start at the process's working folder.
public struct SystemFileSystem: FileSystem {
    private static let workingFolder = SystemFolder(at: AT_FDCWD)

    /// Creates it; all instances are the same.
    public init() {}

    /// Opens a regular file, creating it where the options say so.
    public func open(_ path: String, _ options: OpenOptions) throws(FileError) -> any OpenFile {
        try Self.workingFolder.open(path, options)
    }

    /// Opens a folder, to work on the names in it.
    public func openFolder(_ path: String) throws(FileError) -> any FolderHandle {
        try Self.workingFolder.openFolder(path)
    }

    /// What has the name, or nil when nothing has.
    public func status(
        _ path: String, followingLinks: Bool
    ) throws(FileError) -> FileStatus? {
        try Self.workingFolder.status(path, followingLinks: followingLinks)
    }

    /// The names in a folder, in no particular order.
    public func entries(of folder: String) throws(FileError) -> [FolderEntry] {
        try Self.workingFolder.entries(of: folder)
    }

    /// Makes a folder in one that exists.
    public func makeFolder(_ path: String, mode: FileMode) throws(FileError) {
        try Self.workingFolder.makeFolder(path, mode: mode)
    }

    /// Removes the name of a file, or a symbolic link itself.
    public func remove(_ path: String) throws(FileError) {
        try Self.workingFolder.remove(path)
    }

    /// Removes an empty folder.
    public func removeFolder(_ path: String) throws(FileError) {
        try Self.workingFolder.removeFolder(path)
    }

    /// Gives a file or folder another name on the same file system, in one step.
    public func rename(
        _ path: String, to newPath: String, _ rule: RenameRule
    ) throws(FileError) {
        try Self.workingFolder.rename(path, to: newPath, rule)
    }

    /// Exchanges what two names stand for, in one step.
    public func exchange(_ first: String, _ second: String) throws(FileError) {
        try Self.workingFolder.exchange(first, second)
    }

    /// Where a symbolic link leads, as it is written in it.
    public func readLink(_ path: String) throws(FileError) -> String {
        try Self.workingFolder.readLink(path)
    }

    /// The bytes that this user can still write to the file system a path is on.
    public func freeSpace(at path: String) throws(FileError) -> Int64 {
        try Self.workingFolder.freeSpace(at: path)
    }
}
