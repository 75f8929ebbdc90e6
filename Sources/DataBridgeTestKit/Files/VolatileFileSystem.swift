import DataBridgeFiles

/// A file system that knows what of a folder a power failure would leave, and can make it so.
///
/// Killing a process leaves everything that it has written in the system's memory, and proves
/// nothing about syncs. Here only what was synced is safe: the content of a file by a sync of the
/// file, the names in a folder by a sync of the folder.
///
/// ```swift
/// let disk = VolatileFileSystem(folder: "/srv/tasks")
/// let fileSystem = FaultyFileSystem(disk)
/// fileSystem.on(.call(7), .crash)
/// try? AtomicReplace(in: fileSystem).write(content, to: path, expecting: .anything)
/// try disk.losePower(.everything)
/// #expect(try bytes(of: path) == old)
/// ```
///
/// Files keep their identity through it, as they do on a real disk. What was in the folder at the
/// beginning counts as synced. Edits that do not go through this object do too.
public class VolatileFileSystem: FileSystem, @unchecked Sendable {
    // Unchecked because it is not final; it and its one subclass, in this module, hold constants.
    private let base: any FileSystem
    fileprivate let disk: VolatileDisk
    private let prefix: String?

    /// Creates one.
    ///
    /// - Parameters:
    ///   - base: Where the calls go.
    ///   - folder: The absolute path of the folder that is at stake, with those in it. Files that
    ///     lose their names wait beside it, in a folder of the same name and `.unlinked`, for as
    ///     long as the object lives.
    public convenience init(_ base: any FileSystem = SystemFileSystem(), folder: String) {
        self.init(base, VolatileDisk(base, root: folder), prefix: nil)
    }

    fileprivate init(_ base: any FileSystem, _ disk: VolatileDisk, prefix: String?) {
        self.base = base
        self.disk = disk
        self.prefix = prefix
    }

    /// Brings the folder to what a power failure would leave of it.
    ///
    /// Nothing may be using it meanwhile; files opened before stay open, and are not to be used
    /// again.
    ///
    /// - Throws: what the real file system throws.
    public func losePower(_ loss: PowerLoss) throws(FileError) {
        try disk.losePower(loss)
    }

    /// Opens a regular file.
    public func open(_ path: String, _ options: OpenOptions) throws(FileError) -> any OpenFile {
        let full = full(path)
        if options.access != .read { try disk.willChangeNames(in: [full]) }
        let isNew = try base.status(path) == nil
        let file = try base.open(path, options)
        if options.access != .read { try disk.willChange(file, isNew: isNew) }
        return VolatileFile(file, disk)
    }

    /// Opens a folder.
    public func openFolder(_ path: String) throws(FileError) -> any FolderHandle {
        VolatileFolder(try base.openFolder(path), disk, path: full(path))
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
        try disk.willChangeNames(in: [full(path)])
        try base.makeFolder(path, mode: mode)
        disk.didMakeFolder(full(path))
    }

    /// Removes the name of a file.
    public func remove(_ path: String) throws(FileError) {
        try disk.willChangeNames(in: [full(path)])
        guard try disk.keepFile(at: full(path)) else {
            return try base.remove(path)
        }
    }

    /// Removes an empty folder.
    public func removeFolder(_ path: String) throws(FileError) {
        try disk.willChangeNames(in: [full(path)])
        try base.removeFolder(path)
    }

    /// Gives a file or folder another name.
    public func rename(
        _ path: String, to newPath: String, _ rule: RenameRule
    ) throws(FileError) {
        try disk.willChangeNames(in: [full(path), full(newPath)])
        // A folder replaces no file, and a file that has both names already keeps them.
        if rule == .replacing, let source = try base.status(path, followingLinks: false),
            source.kind != .folder,
            try base.status(newPath, followingLinks: false)?.identity != source.identity
        {
            _ = try disk.keepFile(at: full(newPath))
        }
        try base.rename(path, to: newPath, rule)
    }

    /// Exchanges what two names stand for.
    public func exchange(_ first: String, _ second: String) throws(FileError) {
        try disk.willChangeNames(in: [full(first), full(second)])
        try base.exchange(first, second)
    }

    /// Where a symbolic link leads.
    public func readLink(_ path: String) throws(FileError) -> String {
        try base.readLink(path)
    }

    /// The bytes that can still be written.
    public func freeSpace(at path: String) throws(FileError) -> Int64 {
        try base.freeSpace(at: path)
    }

    private func full(_ path: String) -> String {
        guard let prefix, path.utf8.first != UInt8(ascii: "/") else { return path }
        return path == "." ? prefix : prefix + "/" + path
    }
}

/// A folder opened through a volatile file system.
// Unchecked because its superclass is; it adds constants.
final class VolatileFolder: VolatileFileSystem, FolderHandle, @unchecked Sendable {
    private let folder: any FolderHandle
    let path: String

    fileprivate init(_ folder: any FolderHandle, _ disk: VolatileDisk, path: String) {
        self.folder = folder
        self.path = path
        super.init(folder, disk, prefix: path)
    }

    func sync() throws(FileError) {
        try folder.sync()
        try disk.didSyncFolder(path)
    }
}
