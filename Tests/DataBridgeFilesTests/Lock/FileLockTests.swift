import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct FileLockTests {
    private let folder: TemporaryFolder
    private let fileSystem = SystemFileSystem()
    private var path: String { folder.path("lock") }

    init() throws {
        folder = try TemporaryFolder()
    }

    private func tryAcquire(_ kind: LockKind) throws(FileError) -> FileLock? {
        try FileLock.tryAcquire(kind, at: path, in: fileSystem)
    }

    @Test func lockFileIsCreatedAndStays() throws {
        let lock = try #require(try tryAcquire(.exclusive))
        #expect(lock.path == path)
        #expect(lock.kind == .exclusive)
        #expect(folder.mode("lock") == 0o600)
        lock.release()
        lock.release()
        #expect(folder.names == ["lock"])
    }

    @Test func exclusiveExcludesAllAndSharedTheExclusive() throws {
        let first = try #require(try tryAcquire(.exclusive))
        #expect(try tryAcquire(.exclusive) == nil)
        #expect(try tryAcquire(.shared) == nil)
        first.release()
        let second = try #require(try tryAcquire(.shared))
        let third = try #require(try tryAcquire(.shared))
        #expect(try tryAcquire(.exclusive) == nil)
        second.release()
        third.release()
        #expect(try tryAcquire(.exclusive) != nil)
    }

    @Test func lockEndsWithTheObject() throws {
        _ = try #require(try tryAcquire(.exclusive))
        #expect(try tryAcquire(.exclusive) != nil)
    }

    @Test func waitingPausesLongerAndLongerUntilTheTimeout() async throws {
        let holder = try #require(try tryAcquire(.exclusive))
        let clock = RecordingClock()
        let error = await #expect(throws: FileError.self) {
            try await FileLock.acquire(
                .exclusive, at: path, in: fileSystem, timeout: .milliseconds(200), clock: clock)
        }
        #expect(error?.code == .lockTimeout)
        #expect(error?.path == path)
        #expect(
            clock.sleeps
                == [1, 2, 4, 8, 16, 32, 50, 50, 37].map { .milliseconds($0) })
        holder.release()
    }

    @Test func zeroTimeoutLooksOnce() async throws {
        let holder = try #require(try tryAcquire(.exclusive))
        let clock = RecordingClock()
        await #expect(throws: FileError.self) {
            try await FileLock.acquire(
                .exclusive, at: path, in: fileSystem, timeout: .zero, clock: clock)
        }
        #expect(clock.sleeps == [])
        holder.release()
        let lock = try await FileLock.acquire(
            .exclusive, at: path, in: fileSystem, timeout: .zero, clock: clock)
        lock.release()
    }

    @Test func waitingEndsWhenTheLockIsFree() async throws {
        let holder = try #require(try tryAcquire(.exclusive))
        let clock = RecordingClock { number in
            if number == 10 {
                holder.release()
            }
        }
        let lock = try await FileLock.acquire(
            .exclusive, at: path, in: fileSystem, clock: clock)
        #expect(clock.sleeps.count == 10)
        #expect(try tryAcquire(.shared) == nil)
        lock.release()
    }

    /// On one thread: were it blocked, nobody could give the lock back.
    @Test @MainActor func waitingSuspendsAndDoesNotBlock() async throws {
        let holder = try #require(try tryAcquire(.exclusive))
        async let waiting = FileLock.acquire(.exclusive, at: path, in: fileSystem)
        let release = Task { @MainActor in
            try await Task.sleep(for: .milliseconds(20))
            holder.release()
        }
        let lock = try await waiting
        try await release.value
        lock.release()
    }

    @Test func waitingIsCancelled() async throws {
        let holder = try #require(try tryAcquire(.exclusive))
        let path = path
        let waiting = Task { () -> FileError.Code? in
            do throws(FileError) {
                _ = try await FileLock.acquire(.exclusive, at: path, in: SystemFileSystem())
                return nil
            } catch {
                return error.code
            }
        }
        try await Task.sleep(for: .milliseconds(10))
        waiting.cancel()
        #expect(await waiting.value == .cancelled)
        // And nothing of the attempt is left.
        holder.release()
        #expect(try tryAcquire(.exclusive) != nil)
    }

    @Test(.enabled(if: LockHolder.isAvailable, "there is no flock command"))
    func otherProcessesAreExcludedAndExclude() async throws {
        let holder = try LockHolder(path)
        #expect(try tryAcquire(.exclusive) == nil)
        #expect(try tryAcquire(.shared) == nil)
        try holder.release()
        let lock = try await FileLock.acquire(
            .exclusive, at: path, in: fileSystem, timeout: .seconds(20))
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        other.arguments = ["--nonblock", path, "true"]
        try other.run()
        other.waitUntilExit()
        #expect(other.terminationStatus == 1)
        lock.release()
    }

    @Test(.enabled(if: LockHolder.isAvailable, "there is no flock command"))
    func sharedLockIsSharedWithOtherProcesses() throws {
        let holder = try LockHolder(path, shared: true)
        let lock = try #require(try tryAcquire(.shared))
        #expect(try tryAcquire(.exclusive) == nil)
        lock.release()
        try holder.release()
    }

    @Test(.enabled(if: LockHolder.isAvailable, "there is no flock command"))
    func killedProcessLosesTheLock() async throws {
        let holder = try LockHolder(path)
        #expect(try tryAcquire(.exclusive) == nil)
        try holder.kill()
        let lock = try await FileLock.acquire(
            .exclusive, at: path, in: fileSystem, timeout: .seconds(20))
        lock.release()
    }

    /// Otherwise two processes could hold "the" lock, each on its own file.
    @Test func lockFileThatIsReplacedMeanwhileIsLockedAnew() throws {
        let folder = folder
        let faulty = FaultyFileSystem()
        faulty.on(.nth(1, .tryLock), .run { folder.replace("", "lock") })
        let lock = try #require(try FileLock.tryAcquire(.exclusive, at: path, in: faulty))
        #expect(faulty.calls.filter { $0.kind == .tryLock }.count == 2)
        #expect(try tryAcquire(.exclusive) == nil)
        lock.release()

        let stubborn = FaultyFileSystem()
        stubborn.on(.every(.tryLock), .run { folder.remove("lock") })
        #expect(try FileLock.tryAcquire(.exclusive, at: path, in: stubborn) == nil)
    }

    @Test func readersMayLockWhereTheyMayNotWrite() throws {
        folder.write("", "lock")
        for code in [FileError.Code.permissionDenied, .readOnlyFileSystem] {
            let faulty = FaultyFileSystem()
            faulty.on(.nth(1, .open), .fail(code))
            let lock = try #require(try FileLock.tryAcquire(.shared, at: path, in: faulty))
            #expect(try tryAcquire(.exclusive) == nil)
            lock.release()
            let second = FaultyFileSystem()
            second.on(.nth(1, .open), .fail(code))
            let error = failure {
                _ = try FileLock.tryAcquire(.exclusive, at: path, in: second)
            }
            #expect(error?.code == code)
        }
    }

    @Test func lockInAMissingFolderIsNotFound() throws {
        let error = failure {
            _ = try FileLock.tryAcquire(.exclusive, at: folder.path("none/lock"), in: fileSystem)
        }
        #expect(error?.code == .notFound)
    }
}
