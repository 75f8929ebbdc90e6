import CSQLite
import DataBridgeSQLiteTestKit

/// A file opened through the methods of a VFS themselves, without SQLite in between.
final class DirectFile {
    private let memory: UnsafeMutableRawPointer
    private let name: UnsafeMutablePointer<CChar>
    private let file: UnsafeMutablePointer<sqlite3_file>
    let openCode: Int32

    init(_ path: String, _ vfs: FaultySQLiteVFS, flags: Int32 = DirectFile.database) throws {
        let methods = try Self.methods(vfs)
        memory = .allocate(byteCount: Int(methods.pointee.szOsFile), alignment: 16)
        file = memory.bindMemory(to: sqlite3_file.self, capacity: 1)
        // SQLite looks behind a name for parameters of its URL, which end in another zero.
        name = .allocate(capacity: path.utf8.count + 4)
        name.initialize(repeating: 0, count: path.utf8.count + 4)
        for (index, byte) in path.utf8.enumerated() { name[index] = CChar(bitPattern: byte) }
        openCode = methods.pointee.xOpen(methods, name, file, flags, nil)
    }

    deinit {
        if let methods { _ = methods.xClose(file) }
        memory.deallocate()
        name.deallocate()
    }

    static let database = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    static let journal = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE

    static func methods(_ vfs: FaultySQLiteVFS) throws -> UnsafeMutablePointer<sqlite3_vfs> {
        guard let methods = sqlite3_vfs_find(vfs.name) else {
            throw RawDatabase.Failure(code: SQLITE_ERROR, message: "no VFS \(vfs.name)")
        }
        return methods
    }

    /// Nil when the file is not open.
    var methods: sqlite3_io_methods? { file.pointee.pMethods?.pointee }

    func write(_ text: String, at offset: Int64 = 0) -> Int32? {
        var text = text
        return text.withUTF8 { methods?.xWrite(file, $0.baseAddress, Int32($0.count), offset) }
    }

    func read(_ count: Int, at offset: Int64 = 0) -> (code: Int32?, text: String) {
        var bytes = [UInt8](repeating: UInt8(ascii: "?"), count: count)
        let code = methods?.xRead(file, &bytes, Int32(count), offset)
        return (code, String(decoding: bytes, as: UTF8.self))
    }

    func sync() -> Int32? { methods?.xSync(file, SQLITE_SYNC_NORMAL) }
    func truncate(_ size: Int64) -> Int32? { methods?.xTruncate(file, size) }
    func lock(_ level: Int32) -> Int32? { methods?.xLock(file, level) }
    func unlock(_ level: Int32) -> Int32? { methods?.xUnlock(file, level) }

    func sectorSize() -> Int32? { methods?.xSectorSize(file) }

    /// The names of the VFSs, from the upper one down.
    func vfsName() -> String? {
        var name: UnsafeMutablePointer<CChar>?
        guard methods?.xFileControl(file, SQLITE_FCNTL_VFSNAME, &name) == SQLITE_OK, let name
        else { return nil }
        defer { sqlite3_free(name) }
        return String(cString: name)
    }

    func hint(_ operation: Int32, _ size: Int64) -> Int32? {
        var size = size
        return methods?.xFileControl(file, operation, &size)
    }

    func size() -> (code: Int32?, size: Int64) {
        var size: Int64 = -1
        let code = methods?.xFileSize(file, &size)
        return (code, size)
    }
}
