import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct FileSnapshotTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func contentAndIdentityBelongTogether() throws {
        folder.write("content", "data")
        let snapshot = try FileSnapshot.read(folder.path("data"), in: SystemFileSystem())
        #expect(snapshot.bytes == Array("content".utf8))
        #expect(snapshot.status == (try SystemFileSystem().status(folder.path("data"))))
        #expect(snapshot.identity == snapshot.status.identity)
    }

    @Test func emptyFilesAndLinksAreRead() throws {
        folder.write("", "data")
        try folder.link("link", to: "data")
        let snapshot = try FileSnapshot.read(folder.path("link"), in: SystemFileSystem())
        #expect(snapshot.bytes == [])
        #expect(snapshot.status.kind == .regular)
    }

    @Test func whatIsNotAFileIsRefusedInWords() throws {
        let cases: [(String, FileError.Code)] = [
            ("none", .notFound), ("", .isAFolder), ("none/data", .notFound),
        ]
        for (name, code) in cases {
            let error = failure {
                _ = try FileSnapshot.read(folder.path(name), in: SystemFileSystem())
            }
            #expect(error?.code == code)
        }
    }

    @Test func filesAboveTheLimitAreNotRead() throws {
        folder.write("12345", "data")
        let path = folder.path("data")
        let fileSystem = FaultyFileSystem()
        let error = failure {
            _ = try FileSnapshot.read(path, in: fileSystem, maximumSize: 4)
        }
        #expect(error?.code == .tooLarge)
        #expect(!fileSystem.calls.contains { $0.kind == .read })
        #expect(try FileSnapshot.read(path, in: fileSystem, maximumSize: 5).bytes.count == 5)
    }

    @Test(arguments: [ForeignEdit.overwrite, .lengthen])
    func fileThatChangesMeanwhileIsReadAgain(edit: ForeignEdit) throws {
        let folder = folder
        folder.writeLongAgo("old content", "data")
        let count = 4
        for call in 2...count {
            folder.writeLongAgo("old content", "data")
            let fileSystem = FaultyFileSystem()
            fileSystem.on(.call(call), .run { edit.make(in: folder)() })
            let snapshot = try FileSnapshot.read(folder.path("data"), in: fileSystem)
            let text = String(decoding: snapshot.bytes, as: UTF8.self)
            let now = try SystemFileSystem().status(folder.path("data"))?.identity
            // Either the edit was seen, or the identity shows that there was one since.
            #expect(text == edit.content || (text == "old content" && snapshot.identity != now))
        }
    }

    @Test func fileThatNeverStandsStillIsGivenUp() throws {
        let folder = folder
        folder.write("x", "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(
            .every(.read), .run { folder.write((folder.text("data") ?? "") + "x", "data") })
        let error = failure {
            _ = try FileSnapshot.read(folder.path("data"), in: fileSystem)
        }
        #expect(error?.code == .changedMeanwhile)
        #expect(folder.text("data")?.count == 6)
    }

    @Test func fileThatShrinksDuringTheReadingIsReadAgain() throws {
        let folder = folder
        folder.write("a long content", "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .read), .run { folder.write("short", "data") })
        let snapshot = try FileSnapshot.read(folder.path("data"), in: fileSystem)
        #expect(snapshot.bytes == Array("short".utf8))
    }

    /// Programs that truncate a file and write it anew are not to be caught half-way.
    @Test func fileThatIsBeingWrittenIsReadWhenItIsFinished() throws {
        let folder = folder
        folder.write("old", "data")
        let descriptor = open(folder.path("data"), O_WRONLY | O_TRUNC)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(
            .nth(2, .hasWriters),
            .run {
                write(descriptor, "finished", 8)
                close(descriptor)
            })
        let time = try #require(try SystemFileSystem().status(folder.path("data"))?.modified)
        let snapshot = try FileSnapshot.read(
            folder.path("data"), in: fileSystem, now: { time })
        #expect(snapshot.bytes == Array("finished".utf8))
    }

    @Test func whoKeepsAFileOpenForWritingHoldsNobodyUpForLong() throws {
        folder.write("content", "data")
        let descriptor = open(folder.path("data"), O_WRONLY)
        defer { close(descriptor) }
        let fileSystem = FaultyFileSystem()
        let time = try #require(try SystemFileSystem().status(folder.path("data"))?.modified)
        let snapshot = try FileSnapshot.read(
            folder.path("data"), in: fileSystem, now: { time })
        #expect(snapshot.bytes == Array("content".utf8))
        #expect(fileSystem.calls.filter { $0.kind == .hasWriters }.count == 12)

        // And not at all when the last writing was some time ago.
        folder.writeLongAgo("content", "data")
        let second = FaultyFileSystem()
        _ = try FileSnapshot.read(folder.path("data"), in: second)
        #expect(!second.calls.contains { $0.kind == .hasWriters })
    }

    @Test func failedReadIsTold() throws {
        folder.write("x", "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.read), .fail(.ioError))
        let error = failure {
            _ = try FileSnapshot.read(folder.path("data"), in: fileSystem)
        }
        #expect(error?.code == .ioError)
    }

    @Test func identityOfAFileJustModifiedIsNotYetToBeReliedOn() throws {
        folder.write("x", "data")
        let path = folder.path("data")
        let file = try SystemFileSystem().open(path, .updating)
        func isSettled(modified: FileTime, now: FileTime) throws -> Bool {
            try file.setModified(modified)
            return try FileSnapshot.read(path, in: SystemFileSystem(), now: { now }).isSettled
        }
        let time = FileTime(seconds: 1000, nanoseconds: 5_000_000)
        let soon = FileTime(seconds: 1000, nanoseconds: 25_000_000)
        let later = FileTime(seconds: 1000, nanoseconds: 25_000_001)
        #expect(try !isSettled(modified: time, now: time))
        #expect(try !isSettled(modified: time, now: soon))
        #expect(try isSettled(modified: time, now: later))
        #expect(try !isSettled(modified: later, now: time))
        // Whole seconds only.
        let whole = FileTime(seconds: 1000, nanoseconds: 0)
        #expect(try !isSettled(modified: whole, now: FileTime(seconds: 1002, nanoseconds: 0)))
        #expect(try isSettled(modified: whole, now: FileTime(seconds: 1002, nanoseconds: 1)))
        // And by the system's clock.
        try file.setModified(FileTime(seconds: 1, nanoseconds: 1))
        #expect(try FileSnapshot.read(path, in: SystemFileSystem()).isSettled)
        try file.setModified(FileTime(seconds: 4_000_000_000, nanoseconds: 1))
        #expect(try !FileSnapshot.read(path, in: SystemFileSystem()).isSettled)
    }
}
