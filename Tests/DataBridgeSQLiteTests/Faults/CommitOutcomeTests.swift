import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit
import Foundation
import Testing

/// What an error says about a commit that failed when the log was written already.
struct CommitOutcomeTests {
    /// A log of so many pages needs more of the shared memory, for which SQLite asks after the
    /// sync: what fails then the next program finds committed.
    @Test(arguments: [SQLiteFault.Code.sharedMemoryMapFailed, .noMemory])
    func commitThatFailsBehindTheSyncIsUnknown(_ code: SQLiteFault.Code) async throws {
        let folder = try TestFolder()
        let vfs = try FaultySQLiteVFS()
        let store = try await SQLiteStore.open(
            folder.file(), entities: [LeftMark.schema], options: StoreOptions(feed: .off),
            sqlite: SQLiteOptions(
                cacheKiB: 16_384, pollInterval: nil, checkpointPages: .max, fileLayer: vfs.name))
        let marks = store.repository(for: LeftMark.self)
        let filler = String(repeating: "x", count: 1_000_000)
        try await marks.insert(LeftMark(id: 0, filler: filler))
        try vfs.fail(.sharedMemoryMap, as: code)
        var failure: DataError?
        var number = 0
        while failure == nil, number < 40 {
            number += 1
            do {
                try await marks.insert(LeftMark(id: number, filler: filler))
            } catch {
                failure = error as? DataError
            }
        }
        #expect(vfs.strikes == 1)
        #expect(failure?.code == .commitUnknown)
        #expect(failure?.commitOutcome == .unknown)
        // What the next program finds if this one ends here.
        let copy = folder.file("copy.db")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.file() + suffix, toPath: copy + suffix)
        }
        let next = try await SQLiteStore.open(
            copy, entities: [LeftMark.schema], options: StoreOptions(feed: .off),
            sqlite: SQLiteOptions(fileLayer: vfs.name))
        #expect(try await next.repository(for: LeftMark.self).get(number)?.id == number)
        try await next.close()
        // This one goes on.
        try await marks.insert(LeftMark(id: number + 1, filler: filler))
        try await store.close()
    }
}
