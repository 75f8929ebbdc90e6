import DataBridgeFiles

/// A file opened through a volatile file system.
final class VolatileFile: OpenFile {
    private let base: any OpenFile
    private let disk: VolatileDisk

    init(_ base: any OpenFile, _ disk: VolatileDisk) {
        self.base = base
        self.disk = disk
    }

    var path: String { base.path }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try base.read(into: buffer, at: offset)
    }

    func write(_ bytes: RawSpan, at offset: Int64) throws(FileError) {
        try base.write(bytes, at: offset)
    }

    func append(_ bytes: RawSpan) throws(FileError) { try base.append(bytes) }

    func truncate(to size: Int64) throws(FileError) { try base.truncate(to: size) }

    func preallocate(_ size: Int64) throws(FileError) { try base.preallocate(size) }

    func sync(_ scope: SyncScope) throws(FileError) {
        try base.sync(scope)
        try disk.didSync(base)
    }

    func status() throws(FileError) -> FileStatus { try base.status() }

    func setMode(_ mode: FileMode) throws(FileError) { try base.setMode(mode) }

    func setOwner(user: UInt32?, group: UInt32?) throws(FileError) {
        try base.setOwner(user: user, group: group)
    }

    func setModified(_ time: FileTime) throws(FileError) { try base.setModified(time) }

    func tryLock(_ kind: LockKind) throws(FileError) -> Bool { try base.tryLock(kind) }

    func unlock() throws(FileError) { try base.unlock() }

    func hasWriters() throws(FileError) -> Bool? { try base.hasWriters() }

    func close() throws(FileError) { try base.close() }
}
