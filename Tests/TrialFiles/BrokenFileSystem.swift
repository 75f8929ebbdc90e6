import DataBridgeFiles
import Synchronization

/// A file system with a planted bug.
public final class BrokenFileSystem: FolderHandle {
    /// What the files and folders of one file system share.
    final class Memory: Sendable {
        /// Files whose sync was put off.
        let unsynced = Mutex<[any OpenFile]>([])
        /// Files that are never closed.
        let kept = Mutex<[any OpenFile]>([])
    }

    /// What else happens around the exchange of two names, to give others time.
    public struct Pauses: Sendable {
        let before: @Sendable () -> Void
        let after: @Sendable () -> Void

        /// Creates pauses.
        public init(
            before: @escaping @Sendable () -> Void = {}, after: @escaping @Sendable () -> Void = {}
        ) {
            self.before = before
            self.after = after
        }
    }

    private let base: any FileSystem
    private let folder: (any FolderHandle)?
    private let bug: FileBug?
    private let pauses: Pauses
    private let memory: Memory

    /// Creates one over another.
    ///
    /// - Parameter bug: nil for none.
    public convenience init(
        _ base: any FileSystem = SystemFileSystem(), _ bug: FileBug?, pauses: Pauses = Pauses()
    ) {
        self.init(base, nil, bug, pauses, Memory())
    }

    private init(
        _ base: any FileSystem, _ folder: (any FolderHandle)?, _ bug: FileBug?, _ pauses: Pauses,
        _ memory: Memory
    ) {
        self.base = base
        self.folder = folder
        self.bug = bug
        self.pauses = pauses
        self.memory = memory
    }

    /// The path it was opened by.
    public var path: String { folder?.path ?? "." }

    /// Makes the names in the folder durable.
    public func sync() throws(FileError) {
        guard let folder else { throw FileError(.unsupported, "sync folder", path) }
        let unsynced = memory.unsynced.withLock { files in
            defer { files = [] }
            return files
        }
        for file in unsynced { try file.sync(.everything) }
        switch bug {
        case .skipsFolderSync: return
        case .ignoresFailedFolderSync: try? folder.sync()
        case .retriesFailedSync:
            do { try folder.sync() } catch { try folder.sync() }
        default: try folder.sync()
        }
    }

    /// Opens a regular file.
    public func open(_ path: String, _ options: OpenOptions) throws(FileError) -> any OpenFile {
        BrokenFile(try base.open(path, options), bug, memory)
    }

    /// Opens a folder.
    public func openFolder(_ path: String) throws(FileError) -> any FolderHandle {
        let folder = try base.openFolder(path)
        return BrokenFileSystem(folder, folder, bug, pauses, memory)
    }

    /// What has the name.
    public func status(
        _ path: String, followingLinks: Bool
    ) throws(FileError) -> FileStatus? {
        try base.status(path, followingLinks: followingLinks)
    }

    /// The names in a folder.
    public func entries(of folder: String) throws(FileError) -> [FolderEntry] {
        try base.entries(of: folder)
    }

    /// Makes a folder.
    public func makeFolder(_ path: String, mode: FileMode) throws(FileError) {
        try base.makeFolder(path, mode: mode)
    }

    /// Removes the name of a file.
    public func remove(_ path: String) throws(FileError) {
        if bug == .leavesTemporaryFiles, path.hasSuffix(".tmp") { return }
        try base.remove(path)
    }

    /// Removes an empty folder.
    public func removeFolder(_ path: String) throws(FileError) {
        try base.removeFolder(path)
    }

    /// Gives a file or folder another name.
    public func rename(
        _ path: String, to newPath: String, _ rule: RenameRule
    ) throws(FileError) {
        switch bug {
        case .ignoresFailedRename: try? base.rename(path, to: newPath, rule)
        case .writesInPlace where !newPath.hasSuffix(".tmp"): try writeOver(newPath, path)
        case .removesAtOnce where newPath.contains("-gone-"): try base.remove(path)
        default: try base.rename(path, to: newPath, rule)
        }
    }

    /// Exchanges what two names stand for.
    public func exchange(_ first: String, _ second: String) throws(FileError) {
        if bug == .writesInPlace || bug == .renamesInsteadOfExchanging {
            throw FileError(.unsupported, "exchange", second)
        }
        pauses.before()
        try base.exchange(first, second)
        pauses.after()
    }

    /// Where a symbolic link leads.
    public func readLink(_ path: String) throws(FileError) -> String {
        try base.readLink(path)
    }

    /// The bytes that can still be written.
    public func freeSpace(at path: String) throws(FileError) -> Int64 {
        try base.freeSpace(at: path)
    }

    private func writeOver(_ path: String, _ newContent: String) throws(FileError) {
        let bytes = try FileSnapshot.read(newContent, in: base).bytes
        let file = try base.open(path, OpenOptions(.readAndWrite, creation: .ifAbsent(.dataFile)))
        try file.truncate(to: 0)
        try file.write(bytes.span.bytes, at: 0)
        try file.sync(.everything)
        try file.close()
        try base.remove(newContent)
    }
}
