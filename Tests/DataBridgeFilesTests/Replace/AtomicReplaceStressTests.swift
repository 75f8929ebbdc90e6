import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Synchronization
import Testing

/// A writer of ours and a program that knows nothing of it, both at full speed on one file.
struct AtomicReplaceStressTests {
    private let edits = 150

    @Test func nothingTheOtherProgramWroteIsLost() async throws {
        let folder = try TemporaryFolder()
        let fileSystem = SystemFileSystem()
        let commits = try await race(in: folder) { path, change throws(FileError) in
            let snapshot = try FileSnapshot.read(path, in: fileSystem)
            try AtomicReplace(in: fileSystem).write(
                change(snapshot.bytes), to: path, expecting: .unchanged(snapshot.identity))
        }
        #expect(commits > 0)
        let kept = folder.names.filter { !$0.hasSuffix(".editor") }
            .map { foreignLines(folder.text($0)) }
            .reduce(into: Set<Int>()) { $0.formUnion($1) }
        #expect(kept == Set(1...edits))
        #expect(!folder.names.contains { $0.hasPrefix(".databridge-") })
    }

    @Test func theRaceIsLostByTheLastWriterWhoWins() async throws {
        let folder = try TemporaryFolder()
        let fileSystem = SystemFileSystem()
        _ = try await race(in: folder) { path, change throws(FileError) in
            let snapshot = try FileSnapshot.read(path, in: fileSystem)
            try AtomicReplace(in: fileSystem).write(
                change(snapshot.bytes), to: path, expecting: .anything)
        }
        #expect(foreignLines(folder.text("data")) != Set(1...edits))
    }

    /// - Returns: How many of our changes succeeded.
    private func race(
        in folder: TemporaryFolder,
        change: @escaping @Sendable (String, ([UInt8]) -> [UInt8]) throws(FileError) -> Void
    ) async throws -> Int {
        folder.write("", "data")
        let race = Race()
        let edits = edits
        await withCheckedContinuation { continuation in
            // Threads, because tasks may be made to take turns.
            Thread.detachNewThread {
                for number in 1...edits {
                    edit(folder, "theirs \(number)\n", number)
                    race.waitForACommit()
                }
                race.isOver.store(true, ordering: .releasing)
            }
            Thread.detachNewThread {
                while !race.isOver.load(ordering: .acquiring) {
                    do throws(FileError) {
                        try change(folder.path("data")) { $0 + Array("ours\n".utf8) }
                        race.commits.add(1, ordering: .relaxed)
                    } catch {
                        if error.code != .changedMeanwhile && error.code != .busy {
                            race.unexpected.withLock { $0.append("\(error)") }
                        }
                    }
                }
                continuation.resume()
            }
        }
        #expect(race.unexpected.withLock { $0 } == [])
        return race.commits.load(ordering: .relaxed)
    }

    private func foreignLines(_ text: String?) -> Set<Int> {
        Set(
            (text ?? "").split(separator: "\n").compactMap { line in
                line.hasPrefix("theirs ") ? Int(line.dropFirst(7)) : nil
            })
    }
}

/// What the two sides of a race share.
private final class Race: Sendable {
    let isOver = Atomic(false)
    let commits = Atomic(0)
    let unexpected = Mutex<[String]>([])

    /// Gives our side a chance; at full speed the other would leave it none.
    func waitForACommit() {
        let before = commits.load(ordering: .relaxed)
        for _ in 0..<100 where commits.load(ordering: .relaxed) == before {
            usleep(500)
        }
    }
}

/// Adds a line in one of the ways that programs do.
private func edit(_ folder: TemporaryFolder, _ line: String, _ number: Int) {
    switch number % 3 {
    case 0:
        let descriptor = open(folder.path("data"), O_WRONLY | O_APPEND)
        write(descriptor, line, line.utf8.count)
        close(descriptor)
    case 1:
        folder.replace((folder.text("data") ?? "") + line, "data")
    default:
        let descriptor = open(folder.path("data"), O_RDWR)
        var status = stat()
        fstat(descriptor, &status)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        pread(descriptor, &bytes, bytes.count, 0)
        ftruncate(descriptor, 0)
        usleep(200)
        bytes += Array(line.utf8)
        pwrite(descriptor, bytes, bytes.count, 0)
        close(descriptor)
    }
}
