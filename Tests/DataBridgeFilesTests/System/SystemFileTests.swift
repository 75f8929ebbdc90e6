import Foundation
import Testing

@testable import DataBridgeFiles

struct SystemFileTests {
    private let folder: TemporaryFolder
    private let fileSystem = SystemFileSystem()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func span(_ text: String, _ body: (RawSpan) throws -> Void) throws {
        let bytes = Array(text.utf8)
        try body(bytes.span.bytes)
    }

    private func read(_ file: any OpenFile, _ count: Int, at offset: Int64) throws -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        let done = try file.read(into: buffer, at: offset)
        return String(decoding: buffer[..<done], as: UTF8.self)
    }

    @Test func bytesAreWrittenAndReadAtOffsets() throws {
        let file = try fileSystem.open(folder.path("file"), .creating)
        try span("hello") { bytes in try file.write(bytes, at: 0) }
        try span("J") { bytes in try file.write(bytes, at: 0) }
        try span("!") { bytes in try file.write(bytes, at: 7) }
        try span("") { bytes in try file.write(bytes, at: 99) }
        #expect(folder.text("file") == "Jello\0\0!")
        #expect(try read(file, 3, at: 1) == "ell")
        #expect(try read(file, 100, at: 5) == "\0\0!")
        #expect(try read(file, 10, at: 8) == "")
        try file.sync(.content)
        try file.sync(.everything)
        try file.close()
    }

    @Test func largeContentComesBackWhole() throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try fileSystem.open(folder.path("file"), .creating)
        try file.write(bytes.span.bytes, at: 0)
        #expect(try FileSnapshot.read(folder.path("file"), in: fileSystem).bytes == bytes)
    }

    @Test func appendingGoesToTheEndWhereverThatIs() throws {
        let first = try fileSystem.open(folder.path("log"), .appending)
        let second = try fileSystem.open(folder.path("log"), .appending)
        try span("one ") { bytes in try first.append(bytes) }
        try span("two ") { bytes in try second.append(bytes) }
        try span("three") { bytes in try first.append(bytes) }
        #expect(folder.text("log") == "one two three")
        #expect(try read(first, 3, at: 4) == "two")
        let error = failure {
            try span("x") { bytes in try first.write(bytes, at: 0) }
        }
        #expect(error?.code == .invalidArgument)
        let other = try fileSystem.open(folder.path("log"), .updating)
        let second2 = failure {
            try span("x") { bytes in try other.append(bytes) }
        }
        #expect(second2?.code == .invalidArgument)
        #expect(folder.text("log") == "one two three")
    }

    @Test func filesAreCutOffAndExtended() throws {
        folder.write("12345", "file")
        let file = try fileSystem.open(folder.path("file"), .updating)
        try file.truncate(to: 2)
        #expect(folder.text("file") == "12")
        try file.truncate(to: 4)
        #expect(folder.text("file") == "12\0\0")
    }

    @Test func spaceIsReserved() throws {
        folder.write("12345", "file")
        let file = try fileSystem.open(folder.path("file"), .updating)
        let error = failure { try file.preallocate(1 << 20) }
        if let error {
            #expect(error.code == .unsupported)  // Some file systems cannot.
            return
        }
        #expect(try file.status().size == 1 << 20)
        var status = stat()
        #expect(stat(folder.path("file"), &status) == 0)
        #expect(Int(status.st_blocks) * 512 >= 1 << 20)
        #expect(try read(file, 6, at: 0) == "12345\0")
    }

    @Test func modeOwnerAndTimeAreSet() throws {
        let file = try fileSystem.open(folder.path("file"), .creating)
        try file.setMode(FileMode(rawValue: 0o640))
        #expect(folder.mode("file") == 0o640)
        try file.setOwner(user: nil, group: nil)
        try file.setOwner(user: geteuid(), group: getegid())
        let time = FileTime(seconds: 1_000_000_000, nanoseconds: 1)
        try file.setModified(time)
        #expect(try file.status().modified == time)
        #expect(try file.status() == fileSystem.status(folder.path("file")))
    }

    @Test func locksExcludeOtherOpenings() throws {
        let first = try fileSystem.open(folder.path("lock"), .creating)
        let second = try fileSystem.open(folder.path("lock"), .reading)
        #expect(try first.tryLock(.exclusive))
        #expect(try !second.tryLock(.shared))
        #expect(try first.tryLock(.shared))
        #expect(try second.tryLock(.shared))
        #expect(try !first.tryLock(.exclusive))
        try second.close()
        #expect(try first.tryLock(.exclusive))
        try first.unlock()
        let third = try fileSystem.open(folder.path("lock"), .reading)
        #expect(try third.tryLock(.exclusive))
    }

    @Test func lockIsGivenBackThoughACopyOfTheOpenFileRemains() throws {
        let number = open(folder.path("lock"), O_CREAT | O_RDWR, 0o600)
        let copy = dup(number)
        let file = SystemFile(path: "lock", descriptor: number, appends: false)
        #expect(try file.tryLock(.exclusive))
        try file.unlock()
        let other = try fileSystem.open(folder.path("lock"), .reading)
        #expect(try other.tryLock(.exclusive))
        close(copy)
    }

    @Test func writersAreSeen() throws {
        folder.write("x", "file")
        let file = try fileSystem.open(folder.path("file"), .reading)
        let other = try fileSystem.open(folder.path("file"), .reading)
        let before = try file.hasWriters()
        try #require(before != nil, "this file system does not tell about writers")
        #expect(before == false)
        let writer = try fileSystem.open(folder.path("file"), .updating)
        #expect(try file.hasWriters() == true)
        try writer.close()
        #expect(try file.hasWriters() == false)
        try other.close()
    }

    /// As we have for an instant ourselves when we look for writers.
    @Test func openingWaitsForALeaseToBeGivenBack() throws {
        #if os(Linux)
        folder.write("x", "file")
        let descriptor = open(folder.path("file"), O_RDONLY)
        defer { close(descriptor) }
        let (setLease, setSignal) = (1024, 10)  // F_SETLEASE and F_SETSIG
        try #require(fcntl(descriptor, Int32(setSignal), SIGURG) == 0)
        try #require(fcntl(descriptor, Int32(setLease), F_RDLCK) == 0)
        #expect(open(folder.path("file"), O_WRONLY | O_NONBLOCK) == -1)
        #expect(errno == EWOULDBLOCK)
        Thread.detachNewThread {
            usleep(20_000)
            _ = fcntl(descriptor, Int32(setLease), F_UNLCK)
        }
        let file = try fileSystem.open(folder.path("file"), .updating)
        #expect(try file.status().size == 1)
        #endif
    }

    @Test func closedFilesSaySo() throws {
        let file = try fileSystem.open(folder.path("file"), .creating)
        try file.close()
        try file.close()
        let calls: [() throws -> Void] = [
            { _ = try file.status() },
            { try file.sync(.content) },
            { try file.truncate(to: 0) },
            { try file.preallocate(1) },
            { try file.setMode(.dataFile) },
            { try file.setOwner(user: nil, group: nil) },
            { try file.setModified(FileTime(seconds: 0, nanoseconds: 0)) },
            { _ = try file.tryLock(.shared) },
            { try file.unlock() },
            { _ = try file.hasWriters() },
            {
                try span("x") { bytes in try file.write(bytes, at: 0) }
            },
            {
                _ = try file.read(into: UnsafeMutableRawBufferPointer(start: nil, count: 0), at: 0)
            },
        ]
        for call in calls {
            #expect(failure(of: call)?.code == .closed)
        }
    }

    @Test func failedCallsSayWhy() throws {
        folder.write("x", "file")
        let file = try fileSystem.open(folder.path("file"), .reading)
        let error = failure {
            try span("x") { bytes in try file.write(bytes, at: 0) }
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.systemErrorNumber == EBADF)
        #expect(error?.path == folder.path("file"))
        let other = try fileSystem.open(folder.path("file"), .updating)
        #expect(failure { try other.truncate(to: -1) }?.systemErrorNumber == EINVAL)
    }

    @Test func fullDiskIsNoSpace() throws {
        let file = SystemFile(
            path: "full", descriptor: open("/dev/full", O_RDWR | O_CLOEXEC), appends: false)
        let error = failure { try span("x") { bytes in try file.write(bytes, at: 0) } }
        #expect(error?.code == .noSpace)
        #expect(error?.systemErrorNumber == ENOSPC)
    }

    /// A pipe cannot be synced, so that the first attempt fails; the second must not be made.
    @Test func syncIsNotTriedAgainAfterAFailure() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let file = SystemFile(path: "pipe", descriptor: ends[0], appends: false)
        let first = failure { try file.sync(.everything) }
        #expect(first?.code == .syncFailed)
        #expect(first?.systemErrorNumber == EINVAL)
        let real = open(folder.path("file"), O_CREAT | O_RDWR, 0o600)
        #expect(dup2(real, ends[0]) == ends[0])  // Now it could be.
        let second = failure { try file.sync(.everything) }
        #expect(second?.code == .syncFailed)
        #expect(second?.detail == "An earlier sync of it had failed.")
        close(real)
        close(ends[1])
    }

    @Test func folderSyncTellsFailedFromImpossible() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let impossible = SystemFolder(path: "pipe", descriptor: ends[0])
        #expect(failure { try impossible.sync() }?.code == .unsupported)
        #expect(failure { try impossible.sync() }?.systemErrorNumber == EINVAL)
        try impossible.syncIfPossible()

        let failing = SystemFolder(path: "bad", descriptor: 999_999)
        #expect(failure { try failing.sync() }?.systemErrorNumber == EBADF)
        let again = failure { try failing.syncIfPossible() }
        #expect(again?.code == .syncFailed)
        #expect(again?.detail == "An earlier sync of it had failed.")
        close(ends[1])
    }

    @Test func errorInClosingIsTold() throws {
        let file = SystemFile(path: "bad", descriptor: 999_999, appends: false)
        #expect(failure { try file.close() }?.systemErrorNumber == EBADF)
        try file.close()
    }

    /// A program that is started must not hold our files, least of all our locks.
    @Test func openFilesAreNotPassedOn() throws {
        let file = try fileSystem.open(folder.path("secret"), .creating)
        let open = try fileSystem.openFolder(folder.path)
        let listed = try descriptorsOfANewProcess()
        #expect(!listed.contains(folder.path))

        // The planted bug, to show that the list would have it.
        let leak = Foundation.open(folder.path("secret"), O_RDONLY)
        #expect(try descriptorsOfANewProcess().contains(folder.path("secret")))
        close(leak)
        try file.close()
        try open.sync()
    }

    /// Goes past Foundation's `Process`, which closes all descriptors by itself.
    private func descriptorsOfANewProcess() throws -> String {
        let list = folder.path("list")
        let arguments = ["sh", "-c", "exec ls -l /proc/self/fd > \"$0\"", list]
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var process = pid_t()
        try #require(posix_spawn(&process, "/bin/sh", nil, nil, &pointers, environ) == 0)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        try #require(status == 0)
        return try String(contentsOfFile: list, encoding: .utf8)
            .replacingOccurrences(of: list, with: "")
    }
}
