import DataBridgeFiles

/// A file system that fails, tears, drops and interrupts calls as a test tells it to, and remembers
/// them all.
///
/// The calls that come through go to the real files, so that a test can look at what a crash at any
/// moment leaves behind:
///
/// ```swift
/// let fileSystem = FaultyFileSystem()
/// fileSystem.on(.call(7), .crash)
/// try? AtomicReplace(in: fileSystem).write(content, to: path, expecting: .anything)
/// #expect(try bytes(of: path) == old)
/// ```
public class FaultyFileSystem: FileSystem, @unchecked Sendable {
    // Unchecked because it is not final; it and its one subclass, in this module, hold constants.
    let base: any FileSystem
    let script: FaultScript
    /// What paths in the trace start with; nil outside of folders.
    let prefix: String?

    /// Creates one that does nothing but remember, until told otherwise.
    ///
    /// - Parameter base: Where the calls go.
    public convenience init(_ base: any FileSystem = SystemFileSystem()) {
        self.init(base, FaultScript(), prefix: nil)
    }

    fileprivate init(_ base: any FileSystem, _ script: FaultScript, prefix: String?) {
        self.base = base
        self.script = script
        self.prefix = prefix
    }

    /// Makes something happen to some calls to come.
    ///
    /// When several faults meet in one call, each `run` is run, and of the others the one added
    /// last decides.
    public func on(_ trigger: FileFault.Trigger, _ effect: FileFault.Effect) {
        script.add(FileFault(trigger, effect))
    }

    /// All calls so far, with what became of them.
    public var calls: [FileCall] {
        script.calls
    }

    /// Whether a crash has come.
    public var hasCrashed: Bool {
        script.hasCrashed
    }

    /// Forgets all calls and faults, and ends a crash.
    ///
    /// Files opened before a crash stay closed.
    public func reset() {
        script.reset()
    }

    /// Opens a regular file.
    public func open(_ path: String, _ options: OpenOptions) throws(FileError) -> any OpenFile {
        try script.perform(FileCall(.open, full(path))) { () throws(FileError) in
            let file = try base.open(path, options)
            script.track(file)
            return FaultyFile(file, script, path: full(path))
        }
    }

    /// Opens a folder.
    public func openFolder(_ path: String) throws(FileError) -> any FolderHandle {
        try script.perform(FileCall(.openFolder, full(path))) { () throws(FileError) in
            FaultyFolder(try base.openFolder(path), script)
        }
    }

    /// What has the name.
    public func status(
        _ path: String, followingLinks: Bool
    ) throws(FileError) -> FileStatus? {
        try script.perform(FileCall(.status, full(path))) { () throws(FileError) in
            try base.status(path, followingLinks: followingLinks)
        }
    }

    /// The names in a folder.
    public func entries(of folder: String) throws(FileError) -> [FolderEntry] {
        try script.perform(FileCall(.entries, full(folder))) { () throws(FileError) in
            try base.entries(of: folder)
        }
    }

    /// Makes a folder.
    public func makeFolder(_ path: String, mode: FileMode) throws(FileError) {
        try script.perform(FileCall(.makeFolder, full(path))) { () throws(FileError) in
            try base.makeFolder(path, mode: mode)
        }
    }

    /// Removes the name of a file.
    public func remove(_ path: String) throws(FileError) {
        try script.perform(FileCall(.remove, full(path))) { () throws(FileError) in
            try base.remove(path)
        }
    }

    /// Removes an empty folder.
    public func removeFolder(_ path: String) throws(FileError) {
        try script.perform(FileCall(.removeFolder, full(path))) { () throws(FileError) in
            try base.removeFolder(path)
        }
    }

    /// Gives a file or folder another name.
    public func rename(
        _ path: String, to newPath: String, _ rule: RenameRule
    ) throws(FileError) {
        try script.perform(FileCall(.rename, full(path), full(newPath))) {
            () throws(FileError) in
            try base.rename(path, to: newPath, rule)
        }
    }

    /// Exchanges what two names stand for.
    public func exchange(_ first: String, _ second: String) throws(FileError) {
        try script.perform(FileCall(.exchange, full(first), full(second))) {
            () throws(FileError) in
            try base.exchange(first, second)
        }
    }

    /// Where a symbolic link leads.
    public func readLink(_ path: String) throws(FileError) -> String {
        try script.perform(FileCall(.readLink, full(path))) { () throws(FileError) in
            try base.readLink(path)
        }
    }

    /// The bytes that can still be written.
    public func freeSpace(at path: String) throws(FileError) -> Int64 {
        try script.perform(FileCall(.freeSpace, full(path))) { () throws(FileError) in
            try base.freeSpace(at: path)
        }
    }

    private func full(_ path: String) -> String {
        guard let prefix, path.utf8.first != UInt8(ascii: "/") else {
            return path
        }
        return prefix + "/" + path
    }
}

/// A folder opened through a faulty file system.
// Unchecked because its superclass is; it adds a constant.
final class FaultyFolder: FaultyFileSystem, FolderHandle, @unchecked Sendable {
    private let folder: any FolderHandle

    fileprivate init(_ folder: any FolderHandle, _ script: FaultScript) {
        self.folder = folder
        super.init(folder, script, prefix: folder.path)
    }

    var path: String {
        folder.path
    }

    func sync() throws(FileError) {
        try script.perform(FileCall(.syncFolder, path)) { () throws(FileError) in
            try folder.sync()
        }
    }
}
