import CSQLite
import DataBridgeSQLiteTestKit
import Testing

struct FaultySQLiteVFSTests {
    private let scratch: Scratch
    private let vfs: FaultySQLiteVFS
    private var path: String { scratch.path + "/data.db" }

    init() throws {
        scratch = try Scratch()
        vfs = try FaultySQLiteVFS()
    }

    // MARK: Names

    @Test func namesAreUniqueAndKnownToSQLite() throws {
        let other = try FaultySQLiteVFS(prefix: "slow")
        #expect(other.name.hasPrefix("slow-"))
        #expect(vfs.name.hasPrefix("faulty-"))
        #expect(other.name != (try FaultySQLiteVFS(prefix: "slow").name))
        #expect(sqlite3_vfs_find(other.name) != nil)
    }

    @Test func nameIsGoneWithTheLastReference() throws {
        let name = try FaultySQLiteVFS().name
        #expect(sqlite3_vfs_find(name) == nil)
    }

    @Test func connectionThatWasLeftOpenGetsErrors() throws {
        var vfs: FaultySQLiteVFS? = try FaultySQLiteVFS()
        let database = try RawDatabase(path, vfs: vfs?.name)
        try database.run("CREATE TABLE t(x); BEGIN EXCLUSIVE")
        vfs = nil
        #expect(throws: RawDatabase.Failure.self) { try database.run("SELECT * FROM t; COMMIT") }
        database.close()
        try RawDatabase(path).run("BEGIN EXCLUSIVE; SELECT * FROM t; COMMIT")
    }

    @Test func theSystemSFileIsUnderneath() throws {
        let database = try RawDatabase(path, vfs: vfs.name)
        try database.run("CREATE TABLE t(x)")
        #expect(try RawDatabase(path).column("SELECT name FROM sqlite_schema") == ["t"])
    }

    // MARK: Counts

    @Test func countsAreExact() throws {
        let file = try DirectFile(path, vfs)
        let journal = try DirectFile(path + "-journal", vfs, flags: DirectFile.journal)
        for _ in 1...3 { #expect(file.write("abc") == SQLITE_OK) }
        #expect(journal.write("abc") == SQLITE_OK)
        #expect(journal.sync() == SQLITE_OK)
        #expect(file.read(3).text == "abc")
        #expect(file.truncate(2) == SQLITE_OK)
        #expect(file.size().size == 2)
        #expect(file.lock(SQLITE_LOCK_SHARED) == SQLITE_OK)
        #expect(file.unlock(SQLITE_LOCK_NONE) == SQLITE_OK)
        let counts = vfs.counts
        #expect(
            counts.description
                == "open 2, read 1, write 4, truncate 1, sync 1, fileSize 1, lock 1, unlock 1")
        #expect(counts.total == 12)
        #expect(counts[.write, .database] == 3)
        #expect(counts[.write, .journal] == 1)
        #expect(counts[.sync, .database] == 0)
    }

    @Test func commitInTheLogSyncsOnceAndNotAtAllWithoutDurability() throws {
        let database = try RawDatabase(path, vfs: vfs.name)
        try database.run("PRAGMA journal_mode=WAL; CREATE TABLE t(x)")
        for (synchronous, syncs) in [("FULL", 1), ("NORMAL", 0)] {
            try database.run("PRAGMA synchronous=\(synchronous)")
            let before = vfs.counts
            try database.run("INSERT INTO t VALUES (1)")
            let difference = vfs.counts - before
            #expect(difference[.sync] == syncs)
            #expect(difference[.sync, .log] == syncs)
            // A frame is its head and its page.
            #expect(difference[.write, .log] == 2)
            #expect(difference[.write] == 2)
        }
    }

    @Test func failedCallsAreCountedToo() throws {
        let file = try DirectFile(path, vfs)
        try vfs.fail(.write, at: 2)
        for code in [SQLITE_OK, SQLiteFault.Code.writeFailed.rawValue, SQLITE_OK] {
            #expect(file.write("abc") == code)
        }
        #expect(vfs.counts[.write] == 3)
        #expect(vfs.strikes == 1)
    }

    // MARK: Which calls

    @Test func faultComesOnceOrForEver() throws {
        let file = try DirectFile(path, vfs)
        try vfs.fail(.sync, at: 2)
        #expect(
            [file.sync(), file.sync(), file.sync()].map { $0 == SQLITE_OK } == [true, false, true])
        try vfs.fail(.sync, at: 2, as: .folderSyncFailed, .forEver)
        #expect(file.sync() == SQLITE_OK)
        for _ in 1...2 { #expect(file.sync() == SQLiteFault.Code.folderSyncFailed.rawValue) }
    }

    @Test func faultIsOfOneFile() throws {
        let file = try DirectFile(path, vfs)
        let journal = try DirectFile(path + "-journal", vfs, flags: DirectFile.journal)
        try vfs.on(.every(.write, .sync).on(.journal), .fail(.full))
        #expect(file.write("abc") == SQLITE_OK)
        #expect(journal.write("abc") == SQLITE_FULL)
        #expect(file.sync() == SQLITE_OK)
        #expect(journal.sync() == SQLITE_FULL)
    }

    @Test func laterFaultDecides() throws {
        let file = try DirectFile(path, vfs)
        try vfs.on(.every(.write), .fail(.full))
        try vfs.on(.nth(1, .write), .fail(.noMemory))
        #expect(file.write("abc") == SQLITE_NOMEM)
        #expect(file.write("abc") == SQLITE_FULL)
    }

    @Test func anyCallCanBeTheNth() throws {
        try vfs.on(SQLiteFault.Trigger(numbers: 3...3), .fail(.ioFailed))
        let file = try DirectFile(path, vfs)
        #expect(file.write("abc") == SQLITE_OK)
        #expect(file.size().code == SQLITE_IOERR)
        #expect(file.sync() == SQLITE_OK)
    }

    @Test(arguments: SQLiteCall.allCases)
    func usualFailuresAreFailures(_ call: SQLiteCall) {
        let code = call.usualFailure.rawValue & 0xff
        #expect(code == SQLITE_IOERR || code == SQLITE_CANTOPEN)
    }

    // MARK: Effects

    @Test func callThatFailsDoesNothing() throws {
        let file = try DirectFile(path, vfs)
        #expect(file.write("old") == SQLITE_OK)
        try vfs.fail(.write)
        #expect(file.write("new!") != SQLITE_OK)
        #expect(file.read(3).text == "old")
        try vfs.fail(.truncate)
        #expect(file.truncate(0) != SQLITE_OK)
        #expect(file.size().size == 3)
    }

    @Test func callThatFailsAfterwardsIsMade() throws {
        let file = try DirectFile(path, vfs)
        try vfs.on(.every(.write), .failAfterwards(.writeFailed))
        #expect(file.write("new") == SQLiteFault.Code.writeFailed.rawValue)
        #expect(file.read(3).text == "new")
        try vfs.on(.every(.lock), .failAfterwards(.busy))
        #expect(file.lock(SQLITE_LOCK_SHARED) == SQLITE_BUSY)
    }

    @Test func callThatFailsHalfwayMovesHalf() throws {
        let file = try DirectFile(path, vfs)
        #expect(file.write("abcd") == SQLITE_OK)
        try vfs.on(.nth(1, .write), .failHalfway(.full))
        #expect(file.write("wxyz") == SQLITE_FULL)
        #expect(file.read(4).text == "wxcd")
        try vfs.on(.nth(1, .read), .failHalfway(.shortRead))
        let short = file.read(4)
        #expect(short.code == SQLiteFault.Code.shortRead.rawValue)
        #expect(short.text == "wx\0\0")
    }

    @Test func droppedCallSaysThatItSucceeded() throws {
        let file = try DirectFile(path, vfs)
        #expect(file.write("old") == SQLITE_OK)
        try vfs.on(.every(.write, .truncate, .sync, .delete, .read), .drop)
        #expect(file.write("new") == SQLITE_OK)
        #expect(file.truncate(0) == SQLITE_OK)
        #expect(file.sync() == SQLITE_OK)
        let methods = try DirectFile.methods(vfs)
        #expect(methods.pointee.xDelete(methods, path, 0) == SQLITE_OK)
        // A read cannot be dropped.
        #expect(file.read(3) == (SQLITE_OK, "old"))
    }

    @Test func slowSyncIsSeen() throws {
        let file = try DirectFile(path, vfs)
        try vfs.delaySync(by: .milliseconds(10))
        let duration = ContinuousClock().measure {
            for _ in 1...5 { #expect(file.sync() == SQLITE_OK) }
        }
        #expect(duration >= .milliseconds(50))
        #expect(vfs.strikes == 5)
    }

    @Test func openingThatFailsLeavesNothingOpen() throws {
        try vfs.fail(.open)
        #expect(try DirectFile(path, vfs).openCode == SQLITE_CANTOPEN)
        try vfs.on(.nth(1, .open), .failAfterwards(.noMemory))
        let file = try DirectFile(path, vfs)
        #expect(file.openCode == SQLITE_NOMEM)
        #expect(file.methods == nil)
        // It would refuse while a file is open.
        try vfs.recordForPowerLoss()
    }

    @Test func busyLockIsSeenByTheConnection() throws {
        let database = try RawDatabase(path, vfs: vfs.name)
        try database.run("CREATE TABLE t(x)")
        try vfs.fail(.lock, as: .busy)
        #expect {
            try database.run("INSERT INTO t VALUES (1)")
        } throws: { ($0 as? RawDatabase.Failure)?.code == SQLITE_BUSY }
        try database.run("INSERT INTO t VALUES (1)")
    }

    // MARK: Power and reset

    @Test func nothingWorksWithoutPowerUntilReset() throws {
        do {
            let file = try DirectFile(path, vfs)
            try vfs.cutPower(at: 2)
            #expect(file.sync() == SQLITE_OK)
            #expect(!vfs.hasLostPower)
            #expect(file.sync() == SQLITE_IOERR)
            #expect(vfs.hasLostPower)
            #expect(file.read(1).code == SQLITE_IOERR)
            #expect(file.size().code == SQLITE_IOERR)
            #expect(try DirectFile(path, vfs).openCode == SQLITE_IOERR)
        }
        try vfs.reset()
        #expect(!vfs.hasLostPower)
        #expect(vfs.counts.total == 0)
        #expect(try DirectFile(path, vfs).openCode == SQLITE_OK)
    }

    @Test func faultsOfSeveralThreadsAddUp() async throws {
        try await withThrowingTaskGroup { group in
            for number in 1...4 {
                let (vfs, path) = (vfs, path + "\(number)")
                group.addTask {
                    let file = try DirectFile(path, vfs)
                    for _ in 1...250 { _ = file.write("abc") }
                }
            }
            try await group.waitForAll()
        }
        #expect(vfs.counts[.write] == 1000)
    }
}
