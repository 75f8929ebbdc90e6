import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Bytes flipped on the disk: an error of the contracts, or what was written.
struct CorruptedFileTests {
    private static let pageSize = 4_096

    private static let schema = FlexibleRecord.schema(
        "records", texts: ["text", "other"],
        indexes: [IndexLayout(fields: [["text"]], isUnique: true)])

    private func record(_ number: Int) -> FlexibleRecord {
        FlexibleRecord("id-\(number)", .string("text \(number)"), .null)
    }

    /// The bytes of a small database that was closed.
    private func database(_ folder: TestFolder) async throws -> [UInt8] {
        let store = try await SQLiteStore.open(folder.file(), entities: [Self.schema, Note.schema])
        let records = store.repository(for: FlexibleRecord.self)
        try await records.insert(all: (0..<60).map(record))
        try await store.repository(for: Note.self).insert(all: (0..<20).map { Note(id: $0) })
        try await store.close()
        try PlainSQL(folder.file()).run("PRAGMA wal_checkpoint(TRUNCATE)")
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file())))
    }

    /// Does what a program does to a file; whatever goes wrong must be a `DataError`.
    private func use(_ path: String, _ feed: FeedRetention) async {
        func attempt(_ body: () async throws -> Void) async {
            do {
                try await body()
            } catch {
                #expect(error is DataError, "\(error)")
            }
        }
        await attempt {
            let store = try await SQLiteStore.open(
                path, entities: [Self.schema, Note.schema], options: StoreOptions(feed: feed))
            let records = store.repository(for: FlexibleRecord.self)
            await attempt { _ = try await records.find() }
            await attempt { _ = try await records.count(where: .field("text") == "text 7") }
            await attempt { _ = try await records.get("id-30") }
            await attempt { _ = try await store.repository(for: Note.self).find() }
            await attempt { try await records.insert(record(1_000)) }
            await attempt { try await records.update("id-1") { $0.values[1] = "x" } }
            await attempt { _ = try await records.delete("id-2") }
            await attempt {
                let now = try await store.currentPosition()
                _ = try await store.changes(
                    from: FeedPosition(incarnation: now.incarnation, sequence: 0))
            }
            await attempt { _ = records.explain }
            await attempt { try await store.close() }
        }
    }

    @Test func flippedBytesAreNoTrap() async throws {
        let folder = try TestFolder()
        let sound = try await database(folder)
        #expect(sound.count >= 8 * Self.pageSize)
        var generator = SystemRandomNumberGenerator()
        let pages = sound.count / Self.pageSize
        var offsets: [Int] = []
        for page in 0..<pages {
            let start = page * Self.pageSize
            // The head of the page, the array of cells, and its contents at its end.
            offsets += [start, start + 3, start + 5, start + 9]
            offsets += (0..<6).map { _ in start + Int.random(in: 0..<120, using: &generator) }
            offsets += (0..<6).map { _ in
                start + Int.random(in: (Self.pageSize - 900)..<Self.pageSize, using: &generator)
            }
        }
        for (round, offset) in offsets.enumerated() {
            var bytes = sound
            bytes[offset] ^= round.isMultiple(of: 2) ? 0xFF : 1 << UInt8(round % 8)
            let path = folder.file("flipped-\(round).db")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            await use(path, round.isMultiple(of: 5) ? .off : .commits(10))
        }
    }

    @Test func aFileCutShortIsCorruptedOrWhole() async throws {
        let folder = try TestFolder()
        let sound = try await database(folder)
        for part in 1..<8 {
            let path = folder.file("cut-\(part).db")
            let bytes = sound.prefix(sound.count * part / 8)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            await use(path, .commits(10))
        }
    }
}
