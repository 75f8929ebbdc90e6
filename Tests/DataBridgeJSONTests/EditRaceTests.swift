import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

/// Edits of others right behind a commit of ours, and what a commit reads.
struct EditRaceTests {
    struct Counter: Entity {
        var id: String
        var n: Int

        static let schema = Schema("counters", Counter.init) {
            Field(\.id, "id")
            Field(\.n, "n")
        }
    }

    private let text = "{\"counters\": [{\"id\": \"a\", \"n\": 10}, {\"id\": \"b\", \"n\": 10}]}\n"

    /// Puts bytes into the file without replacing it, and without its length changing.
    private func writeInPlace(_ text: String, at offset: UInt64, _ path: String) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    @Test func anEditInPlaceRightBehindACommitIsSeen() async throws {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", text)
        let store = try await JSONFileStore.open(path, entities: [Counter.schema])
        let counters = store.repository(for: Counter.self)
        let offset = UInt64(try #require(text.utf8Offset(of: "10}]")))
        for round in 11..<60 {
            try await counters.update("a") { $0.n = round }
            // Within the same tick of the file system's clock, of the same length.
            try writeInPlace("\(round)", at: offset, path)
            let found = try await counters.get("b")
            #expect(found?.n == round)
        }
        try await store.close()
    }

    @Test func anOwnCommitIsNotReadAgain() async throws {
        let folder = try TestFolder()
        let fileSystem = FaultyFileSystem()
        let store = try await JSONFileStore.open(
            folder.file("tasks.json", text), entities: [Counter.schema],
            file: JSONFileOptions(fileSystem: fileSystem, pollInterval: nil))
        let counters = store.repository(for: Counter.self)
        try await Task.sleep(for: .milliseconds(30))
        _ = try await counters.get("a")
        fileSystem.reset()
        var readAgain = 0
        for round in 0..<5 {
            try await counters.update("a") { $0.n += 1 }
            try await Task.sleep(for: .milliseconds(30))
            #expect(try await counters.get("a")?.n == 11 + round)
            let reads = fileSystem.calls.filter { $0.kind == .read }.count
            if reads > 0 { readAgain += 1 }
            fileSystem.reset()
        }
        // One commit in a thousand gets a stamp that looks like one of a coarser clock.
        #expect(readAgain <= 1)
        try await store.close()
    }

    @Test func aNewDateOnTheSameTextIsNoChange() async throws {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", text)
        let store = try await JSONFileStore.open(path, entities: [Counter.schema])
        let counters = store.repository(for: Counter.self)
        let start = try await store.currentPosition()
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: path)
        #expect(try await counters.get("a")?.n == 10)
        try await counters.update("a") { $0.n = 11 }
        let commits = try await store.changes(from: start, limit: 10).commits
        #expect(commits.count == 1)
        #expect(try folder.text() == text.replacing("\"a\", \"n\": 10", with: "\"a\", \"n\": 11"))
        try await store.close()
    }
}

extension String {
    fileprivate func utf8Offset(of part: String) -> Int? {
        firstRange(of: part).map { utf8.distance(from: startIndex, to: $0.lowerBound) }
    }
}
