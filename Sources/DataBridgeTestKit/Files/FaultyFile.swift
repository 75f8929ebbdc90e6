import DataBridgeFiles

/// A file opened through a faulty file system.
final class FaultyFile: OpenFile {
    let path: String
    private let base: any OpenFile
    private let script: FaultScript

    init(_ base: any OpenFile, _ script: FaultScript, path: String) {
        self.base = base
        self.script = script
        self.path = path
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try script.perform(FileCall(.read, path, byteCount: buffer.count)) {
            () throws(FileError) in
            try base.read(into: buffer, at: offset)
        }
    }

    func write(_ bytes: RawSpan, at offset: Int64) throws(FileError) {
        try script.performWrite(FileCall(.write, path, byteCount: bytes.byteCount), bytes) {
            (bytes) throws(FileError) in
            try base.write(bytes, at: offset)
        }
    }

    func append(_ bytes: RawSpan) throws(FileError) {
        try script.performWrite(FileCall(.append, path, byteCount: bytes.byteCount), bytes) {
            (bytes) throws(FileError) in
            try base.append(bytes)
        }
    }

    func truncate(to size: Int64) throws(FileError) {
        try script.perform(FileCall(.truncate, path)) { () throws(FileError) in
            try base.truncate(to: size)
        }
    }

    func preallocate(_ size: Int64) throws(FileError) {
        try script.perform(FileCall(.preallocate, path)) { () throws(FileError) in
            try base.preallocate(size)
        }
    }

    func sync(_ scope: SyncScope) throws(FileError) {
        try script.perform(FileCall(.sync, path)) { () throws(FileError) in
            try base.sync(scope)
        }
    }

    func status() throws(FileError) -> FileStatus {
        try script.perform(FileCall(.fileStatus, path)) { () throws(FileError) in
            try base.status()
        }
    }

    func setMode(_ mode: FileMode) throws(FileError) {
        try script.perform(FileCall(.setMode, path)) { () throws(FileError) in
            try base.setMode(mode)
        }
    }

    func setOwner(user: UInt32?, group: UInt32?) throws(FileError) {
        try script.perform(FileCall(.setOwner, path)) { () throws(FileError) in
            try base.setOwner(user: user, group: group)
        }
    }

    func setModified(_ time: FileTime) throws(FileError) {
        try script.perform(FileCall(.setModified, path)) { () throws(FileError) in
            try base.setModified(time)
        }
    }

    func tryLock(_ kind: LockKind) throws(FileError) -> Bool {
        try script.perform(FileCall(.tryLock, path)) { () throws(FileError) in
            try base.tryLock(kind)
        }
    }

    func unlock() throws(FileError) {
        try script.perform(FileCall(.unlock, path)) { () throws(FileError) in
            try base.unlock()
        }
    }

    func hasWriters() throws(FileError) -> Bool? {
        try script.perform(FileCall(.hasWriters, path)) { () throws(FileError) in
            try base.hasWriters()
        }
    }

    func close() throws(FileError) {
        try script.perform(FileCall(.close, path)) { () throws(FileError) in
            try base.close()
        }
    }
}
