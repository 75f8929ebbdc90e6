import CSQLite
import DataBridgeCore
import DataBridgeFiles
import DataBridgeSQLiteTestKit
import Foundation
import Testing

struct MaterializeTests {
    private let scratch: Scratch
    private let vfs: FaultySQLiteVFS
    private var path: String { scratch.path + "/data.db" }

    init() throws {
        scratch = try Scratch()
        vfs = try FaultySQLiteVFS()
    }

    /// The files after a loss, by name.
    private func files(_ loss: SQLitePowerLoss, seed: UInt64 = 0) throws -> [String: [UInt8]] {
        let folder = "\(scratch.path)/\(UUID().uuidString)"
        let names = try vfs.materialize(into: folder, loss, seed: seed)
        let found = try SystemFileSystem().entries(of: folder).map(\.name).sorted()
        #expect(found == names)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try bytes("\(folder)/\($0)")) })
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func delete(_ path: String, syncsFolder: Bool) throws -> Int32 {
        let methods = try DirectFile.methods(vfs)
        return methods.pointee.xDelete(methods, path, syncsFolder ? 1 : 0)
    }

    /// A database file whose name and content last.
    private func synced(_ text: String) throws -> DirectFile {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try vfs.recordForPowerLoss()
        return try DirectFile(path, vfs)
    }

    @Test func whatIsNotSyncedIsDroppedOrKept() throws {
        let file = try synced("old")
        #expect(file.write("new!", at: 1) == SQLITE_OK)
        #expect(try files(.dropsUnsynced) == ["data.db": Array("old".utf8)])
        #expect(try files(.keepsAll) == ["data.db": Array("onew!".utf8)])
        #expect(file.sync() == SQLITE_OK)
        #expect(file.truncate(2) == SQLITE_OK)
        #expect(try files(.dropsUnsynced) == ["data.db": Array("onew!".utf8)])
        #expect(try files(.keepsAll) == ["data.db": Array("on".utf8)])
    }

    @Test func gapReadsAsZeros() throws {
        let file = try synced("")
        #expect(file.write("x", at: 2) == SQLITE_OK)
        #expect(try files(.keepsAll) == ["data.db": [0, 0, UInt8(ascii: "x")]])
    }

    @Test func someWritesAreKeptInAnyCombination() throws {
        let file = try synced("--")
        #expect(file.write("a", at: 0) == SQLITE_OK)
        #expect(file.write("b", at: 1) == SQLITE_OK)
        let outcomes = try (0..<40).map { try files(.keepsSome, seed: $0)["data.db"] ?? [] }
        let texts = Set(outcomes.map { String(decoding: $0, as: UTF8.self) })
        #expect(texts == ["--", "a-", "-b", "ab"])
        #expect(try files(.keepsSome, seed: 7) == files(.keepsSome, seed: 7))
    }

    @Test func tornWriteHasNewOldAndGarbageSectorsAndNothingBesides() throws {
        let old = String(repeating: "o", count: 4000)
        let file = try synced(old)
        // From the middle of the second sector to that of the sixth.
        #expect(file.write(String(repeating: "n", count: 2048), at: 700) == SQLITE_OK)
        let sectors = [700..<1024, 1024..<1536, 1536..<2048, 2048..<2560, 2560..<2748]
        var seen: Set<String> = []
        for seed in 0..<40 {
            let bytes = try #require(try files(.tears, seed: UInt64(seed))["data.db"])
            #expect(bytes.count == 4000)
            #expect((bytes[..<700] + bytes[2748...]).allSatisfy { $0 == UInt8(ascii: "o") })
            for sector in sectors {
                let values = Set(bytes[sector])
                seen.insert(values.count == 1 ? String(decoding: values, as: UTF8.self) : "garbage")
            }
        }
        #expect(seen == ["o", "n", "garbage"])
    }

    @Test func newNameLastsOnceItsFolderIsSynced() throws {
        try vfs.recordForPowerLoss()
        let file = try DirectFile(path, vfs)
        #expect(file.write("db") == SQLITE_OK)
        #expect(file.sync() == SQLITE_OK)
        #expect(try files(.dropsUnsynced).isEmpty)
        #expect(Set(try files(.keepsAll).keys) == ["data.db"])
        // The first sync of a journal syncs the folder.
        let journal = try DirectFile(path + "-journal", vfs, flags: DirectFile.journal)
        #expect(try files(.dropsUnsynced).isEmpty)
        #expect(journal.sync() == SQLITE_OK)
        #expect(
            try files(.dropsUnsynced) == ["data.db": Array("db".utf8), "data.db-journal": []])
    }

    @Test func deletedNameComesBackUnlessItsFolderIsSynced() throws {
        try Data("jj".utf8).write(to: URL(fileURLWithPath: path + "-journal"))
        let file = try synced("db")
        #expect(try delete(path + "-journal", syncsFolder: false) == SQLITE_OK)
        #expect(
            try files(.dropsUnsynced)
                == ["data.db": Array("db".utf8), "data.db-journal": Array("jj".utf8)])
        #expect(Set(try files(.keepsAll).keys) == ["data.db"])
        // A new file of that name is another one.
        do {
            let journal = try DirectFile(path + "-journal", vfs, flags: DirectFile.journal)
            #expect(journal.write("k") == SQLITE_OK)
        }
        #expect(try files(.keepsAll)["data.db-journal"] == Array("k".utf8))
        #expect(try files(.dropsUnsynced)["data.db-journal"] == Array("jj".utf8))
        #expect(try delete(path + "-journal", syncsFolder: true) == SQLITE_OK)
        #expect(Set(try files(.dropsUnsynced).keys) == ["data.db"])
        #expect(file.read(2).text == "db")
    }

    @Test func syncThatFailsOrIsCutOrIsDroppedMakesNothingLast() throws {
        let file = try synced("old")
        #expect(file.write("new") == SQLITE_OK)
        try vfs.fail(.sync)
        #expect(file.sync() != SQLITE_OK)
        try vfs.on(.nth(1, .sync), .drop)
        #expect(file.sync() == SQLITE_OK)
        #expect(try files(.dropsUnsynced)["data.db"] == Array("old".utf8))
        try vfs.cutPower(at: 1)
        #expect(file.sync() == SQLITE_IOERR)
        #expect(try files(.dropsUnsynced)["data.db"] == Array("old".utf8))
        #expect(try files(.keepsAll)["data.db"] == Array("new".utf8))
    }

    @Test func syncThatIsMadeAndCalledAFailureLasts() throws {
        let file = try synced("old")
        #expect(file.write("new") == SQLITE_OK)
        try vfs.on(.every(.sync), .failAfterwards(.syncFailed))
        #expect(file.sync() != SQLITE_OK)
        #expect(try files(.dropsUnsynced)["data.db"] == Array("new".utf8))
    }

    @Test func writesThatDidNotReachTheFileAreNotThere() throws {
        let file = try synced("old!")
        try vfs.fail(.write)
        #expect(file.write("bad!") != SQLITE_OK)
        try vfs.on(.nth(1, .write), .drop)
        #expect(file.write("bad!") == SQLITE_OK)
        #expect(try files(.keepsAll)["data.db"] == Array("old!".utf8))
        try vfs.on(.nth(1, .write), .failHalfway(.full))
        #expect(file.write("half") == SQLITE_FULL)
        #expect(try files(.keepsAll)["data.db"] == Array("had!".utf8))
        try vfs.cutPower(at: 1, of: .write)
        #expect(file.write("last") == SQLITE_IOERR)
        #expect(file.write("dead") == SQLITE_IOERR)
        #expect(try files(.keepsAll)["data.db"] == Array("last".utf8))
    }

    @Test func recordingAndResetWantEveryFileClosed() throws {
        do {
            let file = try DirectFile(path, vfs)
            #expect(throws: DataError.self) { try vfs.recordForPowerLoss() }
            #expect(file.openCode == SQLITE_OK)
            // Without a recording there is nothing that an open file would spoil.
            try vfs.reset()
        }
        try vfs.recordForPowerLoss()
        do {
            let file = try DirectFile(path, vfs)
            #expect(throws: DataError.self) { try vfs.reset() }
            #expect(file.openCode == SQLITE_OK)
        }
        try vfs.reset()
        #expect(throws: DataError.self) { try files(.keepsAll) }
    }

    @Test func filesOfOneNameInTwoFoldersAreRefused() throws {
        try SystemFileSystem().makeFolders(scratch.path + "/other")
        try vfs.recordForPowerLoss()
        let first = try DirectFile(path, vfs)
        let second = try DirectFile(scratch.path + "/other/data.db", vfs)
        #expect(first.openCode == SQLITE_OK && second.openCode == SQLITE_OK)
        #expect(throws: DataError.self) { try files(.keepsAll) }
        #expect(try files(.dropsUnsynced).isEmpty)
    }
}
