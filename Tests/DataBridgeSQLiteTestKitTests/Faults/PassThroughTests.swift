import CSQLite
import DataBridgeSQLiteTestKit
import Testing

/// What no fault is for comes from the system's VFS.
struct PassThroughTests {
    private let scratch: Scratch
    private let vfs: FaultySQLiteVFS
    private let methods: UnsafeMutablePointer<sqlite3_vfs>
    private let system: UnsafeMutablePointer<sqlite3_vfs>

    init() throws {
        scratch = try Scratch()
        vfs = try FaultySQLiteVFS()
        methods = try DirectFile.methods(vfs)
        system = try #require(sqlite3_vfs_find(nil))
    }

    @Test func timeAndChance() {
        var milliseconds: (ours: sqlite3_int64, systems: sqlite3_int64) = (0, 0)
        #expect(system.pointee.xCurrentTimeInt64(system, &milliseconds.systems) == SQLITE_OK)
        #expect(methods.pointee.xSleep(methods, 2000) >= 1000)
        #expect(methods.pointee.xCurrentTimeInt64(methods, &milliseconds.ours) == SQLITE_OK)
        #expect(milliseconds.ours > milliseconds.systems)
        var days = 0.0
        #expect(methods.pointee.xCurrentTime(methods, &days) == SQLITE_OK)
        #expect(abs(days - Double(milliseconds.ours) / 86_400_000) < 1)
        var bytes = [CChar](repeating: 0, count: 32)
        #expect(methods.pointee.xRandomness(methods, 32, &bytes) == 32)
        #expect(bytes.contains { $0 != 0 })
    }

    @Test func libraries() throws {
        // No name is the program itself.
        let program = try #require(methods.pointee.xDlOpen(methods, nil))
        #expect(methods.pointee.xDlSym(methods, program, "malloc") != nil)
        methods.pointee.xDlClose(methods, program)
        #expect(methods.pointee.xDlOpen(methods, scratch.path + "/none.so") == nil)
        var message = [CChar](repeating: 0, count: 500)
        methods.pointee.xDlError(methods, 500, &message)
        #expect(message.contains { $0 != 0 })
    }

    @Test func fileSaysWhatItIs() throws {
        let file = try DirectFile(scratch.path + "/data.db", vfs)
        #expect(file.sectorSize() == 4096)
        #expect(file.vfsName() == "\(vfs.name)/\(String(cString: system.pointee.zName))")
    }

    @Test func fileIsNotChangedByHints() throws {
        let file = try DirectFile(scratch.path + "/data.db", vfs)
        #expect(file.hint(SQLITE_FCNTL_CHUNK_SIZE, 65_536) == SQLITE_NOTFOUND)
        #expect(file.hint(SQLITE_FCNTL_SIZE_HINT, 65_536) == SQLITE_NOTFOUND)
        #expect(file.size().size == 0)
    }
}
