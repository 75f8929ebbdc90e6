import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

/// What becomes of the file when calls fail, the process dies or somebody edits it, at every call
/// of a commit.
struct JSONFileFaultTests {
    private let text = """
        {"counters": [
          {"id": "a", "n": 1, "own": "x"},
          {"id": "b", "n": 1}
        ]}

        """

    struct Counter: Entity {
        var id: String
        var n: Int

        static let schema = Schema("counters", Counter.init) {
            Field(\.id, "id")
            Field(\.n, "n")
        }
    }

    private var after: String { text.replacing(#""a", "n": 1"#, with: #""a", "n": 2"#) }

    /// Opens a store, lets a fault happen at one call of a commit, and gives what came of it.
    private func commit(
        in folder: TestFolder, _ fault: (FaultyFileSystem, String) -> Void
    ) async throws -> (error: DataError?, calls: Int, store: JSONFileStore, FaultyFileSystem) {
        let path = try folder.file("tasks.json", text)
        let fileSystem = FaultyFileSystem()
        let store = try await JSONFileStore.open(
            path, entities: [Counter.schema],
            file: JSONFileOptions(fileSystem: fileSystem, pollInterval: nil))
        try await Task.sleep(for: .milliseconds(25))
        fileSystem.reset()
        fault(fileSystem, path)
        do {
            try await store.transaction(TransactionOptions(retry: .never)) {
                try await store.repository(for: Counter.self).update("a") { $0.n += 1 }
            }
            return (nil, fileSystem.calls.count, store, fileSystem)
        } catch let error as DataError {
            return (error, fileSystem.calls.count, store, fileSystem)
        }
    }

    /// The number of file calls of an undisturbed commit.
    private func callCount() async throws -> Int {
        let folder = try TestFolder()
        let (error, calls, store, _) = try await commit(in: folder) { _, _ in }
        #expect(error == nil)
        #expect(try folder.text() == after)
        #expect(try folder.names() == ["tasks.json"])
        try await store.close()
        return calls
    }

    @Test func crashAtAnyCallLeavesOneOfTheTwo() async throws {
        let calls = try await callCount()
        var outcomes: Set<String> = []
        for call in 1...calls {
            let folder = try TestFolder()
            let (error, _, _, _) = try await commit(in: folder) { fileSystem, _ in
                fileSystem.on(.call(call), .crash)
            }
            let left = try folder.text()
            #expect(left == text || left == after, "call \(call)")
            if left == text { #expect(error != nil, "call \(call)") }
            outcomes.insert(left == text ? "old" : "new")
            // The next program finds everything in order.
            let path = try folder.file()
            let again = try await JSONFileStore.open(path, entities: [Counter.schema])
            try await again.repository(for: Counter.self).update("b") { $0.n = 7 }
            #expect(try await again.repository(for: Counter.self).get("b")?.n == 7)
            #expect(try folder.text().contains(#""own": "x""#))
            #expect(try folder.names() == ["tasks.json"], "call \(call)")
            try await again.close()
        }
        #expect(outcomes == ["old", "new"])
    }

    @Test func failureAtAnyCallIsToldAsItIs() async throws {
        let calls = try await callCount()
        for code in [FileError.Code.ioError, .noSpace, .permissionDenied] {
            for call in 1...calls {
                let folder = try TestFolder()
                let (error, _, store, fileSystem) = try await commit(in: folder) { files, _ in
                    files.on(.call(call), .fail(code))
                }
                let left = try folder.text()
                if let error {
                    if left == after { #expect(error.commitOutcome == .unknown, "call \(call)") }
                    if error.commitOutcome == .rolledBack { #expect(left == text, "call \(call)") }
                } else {
                    #expect(left == after, "call \(call)")
                }
                // The store goes on with what is there.
                fileSystem.reset()
                let found = try await store.repository(for: Counter.self).get("a")
                #expect(found?.n == (left == after ? 2 : 1), "call \(call)")
                try await store.close()
            }
        }
    }

    @Test func fullDiskChangesNothing() async throws {
        let folder = try TestFolder()
        let (error, _, store, files) = try await commit(in: folder) { files, _ in
            files.on(.every(.write, .append), .fillDisk(afterBytes: 10))
        }
        #expect(error?.code == .noSpace)
        #expect(error?.commitOutcome == .rolledBack)
        #expect(try folder.text() == text)
        #expect(try folder.names() == ["tasks.json"])
        files.reset()
        try await store.repository(for: Counter.self).update("a") { $0.n += 1 }
        #expect(try folder.text() == after)
        try await store.close()
    }

    @Test func unconfirmedFolderSyncIsAnUnknownOutcome() async throws {
        let folder = try TestFolder()
        let (error, _, store, files) = try await commit(in: folder) { files, _ in
            files.on(.every(.syncFolder), .fail(.syncFailed))
        }
        #expect(error?.code == .commitUnknown)
        #expect(error?.commitOutcome == .unknown)
        files.reset()
        let left = try folder.text()
        let found = try await store.repository(for: Counter.self).get("a")
        #expect(found?.n == (left == after ? 2 : 1))
        try await store.close()
    }

    @Test func foreignEditAtAnyCallIsKept() async throws {
        let calls = try await callCount()
        for call in 1...calls {
            let folder = try TestFolder()
            let edited = text.replacing(#""b", "n": 1"#, with: #""b", "n": 50"#)
            let (error, _, store, files) = try await commit(in: folder) { files, path in
                files.on(
                    .call(call), .run { try? Data(edited.utf8).write(to: URL(filePath: path)) })
            }
            files.reset()
            // Everything the two have written is in the file, or was refused.
            let left = try folder.text()
            let both = edited.replacing(#""a", "n": 1"#, with: #""a", "n": 2"#)
            let kept = try folder.names().map { try folder.text($0) }
            if error == nil {
                // An edit after the last look comes later and may not know ours.
                #expect(left == both || left == edited, "call \(call)")
            } else {
                #expect(left == edited || kept.contains(edited), "call \(call)")
            }
            #expect(try await store.repository(for: Counter.self).get("b")?.n == 50, "call \(call)")
            try await store.close()
        }
    }

    @Test func countersOfSeveralStoresLoseNothing() async throws {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", text)
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    let store = try await JSONFileStore.open(path, entities: [Counter.schema])
                    for _ in 0..<12 {
                        let counters = store.repository(for: Counter.self)
                        try await store.transaction(
                            TransactionOptions(retry: RetryPolicy(attempts: 60))
                        ) {
                            let old = try await counters.get("a")
                            try await counters.update("a") { $0.n = (old?.n ?? 0) + 1 }
                        }
                    }
                    try await store.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try folder.text() == text.replacing(#""a", "n": 1"#, with: #""a", "n": 37"#))
        #expect(try folder.names() == ["tasks.json"])
        let ignored = try folder.text(".databridge/.gitignore")
        #expect(ignored == "*\n")
    }
}
