/// A lock between processes, kept by the kernel on a lock file.
///
/// The kernel takes it back when the holder ends, however it ends. The lock file is created where
/// it is missing and never removed: whoever waits for a file that is then removed would end up
/// holding a lock on nothing. Locks are advisory and bind only those who ask. They are not
/// recursive: a process that holds one and asks again waits for itself.
///
/// ```swift
/// let lock = try await FileLock.acquire(
///     .exclusive, at: "data/.databridge/lock", in: fileSystem, timeout: .seconds(5))
/// defer { lock.release() }
/// ```
public final class FileLock: Sendable {
    /// The lock file.
    public let path: String
    /// Whether others may hold it too.
    public let kind: LockKind
    private let file: any OpenFile

    private init(path: String, kind: LockKind, file: any OpenFile) {
        self.path = path
        self.kind = kind
        self.file = file
    }

    /// Takes the lock if it is free.
    ///
    /// - Returns: The lock, or nil when somebody holds one that excludes it.
    /// - Throws: `permissionDenied`, `readOnlyFileSystem`; `unsupported` when the file system has
    ///   no locks; ….
    public static func tryAcquire(
        _ kind: LockKind, at path: String, in fileSystem: any FileSystem
    ) throws(FileError) -> FileLock? {
        // Bounded, for the case that somebody keeps replacing the lock file.
        for _ in 0..<10 {
            let file = try openLockFile(path, kind, in: fileSystem)
            guard try file.tryLock(kind) else {
                return nil
            }
            // Somebody who does not know better may have removed or replaced the lock file, and
            // others lock the new one.
            if let named = try fileSystem.status(path),
                named.identity.isSameFile(as: try file.status().identity)
            {
                return FileLock(path: path, kind: kind, file: file)
            }
        }
        return nil
    }

    /// Takes the lock, waiting for it as long as need be or allowed.
    ///
    /// Waiting suspends the task and blocks no thread: it looks again after a millisecond, then
    /// after ever longer pauses up to 50 milliseconds. Nothing orders those who wait.
    ///
    /// - Parameters:
    ///   - kind: Whether others may hold it too.
    ///   - path: The lock file; its folder must exist.
    ///   - fileSystem: Where it is.
    ///   - timeout: How long to wait; nil for ever.
    ///   - clock: What the time is taken from, and slept on.
    /// - Throws: `lockTimeout`; `cancelled` when the task is cancelled while waiting; and what
    ///   ``tryAcquire(_:at:in:)`` throws.
    public static func acquire(
        _ kind: LockKind, at path: String, in fileSystem: any FileSystem,
        timeout: Duration? = nil, clock: some Clock<Duration> = ContinuousClock()
    ) async throws(FileError) -> FileLock {
        let start = clock.now
        var pause = Duration.milliseconds(1)
        while true {
            if let lock = try tryAcquire(kind, at: path, in: fileSystem) {
                return lock
            }
            if let timeout {
                let left = timeout - start.duration(to: clock.now)
                guard left > .zero else {
                    throw FileError(.lockTimeout, "lock", path, detail: "Waited for \(timeout).")
                }
                pause = min(pause, left)
            }
            do {
                try await clock.sleep(for: pause)
            } catch {
                // Clocks throw for no other reason.
                throw FileError(.cancelled, "lock", path)
            }
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    /// Gives the lock back; a second time does nothing.
    ///
    /// It happens by itself when the object goes away, but when that is, is hard to see.
    public func release() {
        // The kernel drops the lock with the file in any case, and nothing was written that an
        // error could concern.
        try? file.unlock()
        try? file.close()
    }

    deinit {
        release()
    }

    private static func openLockFile(
        _ path: String, _ kind: LockKind, in fileSystem: any FileSystem
    ) throws(FileError) -> any OpenFile {
        do {
            return try fileSystem.open(
                path, OpenOptions(.readAndWrite, creation: .ifAbsent(.dataFile)))
        } catch
            where kind == .shared
            && [.permissionDenied, .readOnlyFileSystem].contains(error.code)
        {
            // Who may only read the data may still keep writers out while doing so.
            return try fileSystem.open(path, .reading)
        }
    }
}
