import DataBridgeCore
import DataBridgeFiles
import Synchronization

/// The lock by which the writers of one file take turns, in this process and in others.
///
/// It lies in a folder of our own beside the file, which ignores itself in git, and is never
/// removed.
///
/// Writers of this process stand in line first, in the order they came: whoever gives the lock back
/// and asks again would otherwise always be faster than those who only look now and then.
final class FileTurn: Sendable {
    private static let longestPause = Duration.milliseconds(50)
    private static let lines = Mutex<[String: (line: WaitingLine, users: Int)]>([:])

    private let lockPath: String
    private let line: WaitingLine
    private let lock: FileLock

    private init(_ lockPath: String, _ line: WaitingLine, _ lock: FileLock) {
        self.lockPath = lockPath
        self.line = line
        self.lock = lock
    }

    /// Gives the turn to the next one.
    func release() {
        lock.release()
        line.release()
        FileTurn.leave(lockPath)
    }

    private static func join(_ lockPath: String) -> WaitingLine {
        lines.withLock { lines in
            var entry = lines[lockPath] ?? (WaitingLine(), 0)
            entry.users += 1
            lines[lockPath] = entry
            return entry.line
        }
    }

    private static func leave(_ lockPath: String) {
        lines.withLock { lines in
            guard var entry = lines[lockPath] else { return }
            entry.users -= 1
            lines[lockPath] = entry.users == 0 ? nil : entry
        }
    }

    /// Waits for the turn.
    ///
    /// - Throws: `busy` when it does not come in time; `cancelled`; `permissionDenied`,
    ///   `readOnly`, ….
    ///
    /// - Parameter executor: Where the calls about the lock are made.
    static func take(
        for path: String, _ options: JSONFileOptions, _ services: RuntimeServices,
        on executor: StoreExecutor
    ) async throws -> FileTurn {
        let lockPath = try await executor.perform(.look) {
            do throws(FileError) {
                return try place(for: path, in: options.fileSystem)
            } catch {
                throw DataError.file(error)
            }
        }
        let line = join(lockPath)
        do {
            try await line.acquire()
        } catch {
            leave(lockPath)
            throw error
        }
        do {
            let lock = try await wait(for: lockPath, path, options, services, on: executor)
            return FileTurn(lockPath, line, lock)
        } catch {
            line.release()
            leave(lockPath)
            throw error
        }
    }

    /// Waits for the writers of other processes.
    private static func wait(
        for lockPath: String, _ path: String, _ options: JSONFileOptions,
        _ services: RuntimeServices, on executor: StoreExecutor
    ) async throws -> FileLock {
        let end = services.clock.now() + options.lockTimeout
        var pause = Duration.milliseconds(1)
        while true {
            let lock = try await executor.perform(.look) {
                do throws(FileError) {
                    return try FileLock.tryAcquire(
                        .exclusive, at: lockPath, in: options.fileSystem)
                } catch {
                    throw DataError.file(error)
                }
            }
            if let lock { return lock }
            guard services.clock.now() < end else { throw DataError.busy("The file \(path)") }
            try await services.sleeper.sleep(for: pause)
            pause = min(pause * 2, longestPause)
        }
    }

    /// The lock file of a data file; its folder is made where it is missing.
    ///
    /// Paths that lead to one file by different links share its lock.
    static func place(for path: String, in fileSystem: any FileSystem) throws(FileError) -> String {
        let (own, lockPath) = try names(for: path, in: fileSystem)
        let ignoreFile = own + "/.gitignore"
        // By its size: who made the folder may have ended, or found no space, before writing it.
        if (try fileSystem.status(ignoreFile)?.size ?? 0) == 0 {
            do {
                try fileSystem.makeFolder(own, mode: .folder)
            } catch  where error.code == .alreadyExists {
                // It was there, or another process was faster.
            }
            do {
                try ignoreInGit(ignoreFile, in: fileSystem)
            } catch  where error.code == .noSpace || error.code == .permissionDenied {
                // The folder is there, which is all that a turn needs: a delete that would free
                // space must not fail for this file. The next turn tries again.
            }
        }
        return lockPath
    }

    /// The lock file of a data file, if one was ever made.
    static func existingPlace(
        for path: String, in fileSystem: any FileSystem
    ) throws(FileError) -> String? {
        let (_, lockPath) = try names(for: path, in: fileSystem)
        return try fileSystem.status(lockPath) == nil ? nil : lockPath
    }

    private static func names(
        for path: String, in fileSystem: any FileSystem
    ) throws(FileError) -> (folder: String, lockPath: String) {
        let resolved = try fileSystem.resolvingLinks(path)
        let bytes = resolved.utf8[...]
        let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
        let name = slash.map { bytes[bytes.index(after: $0)...] } ?? bytes
        let own = folder(of: resolved) + "/.databridge"
        return (own, own + "/" + String(Substring(name)) + ".lock")
    }

    /// The folder that a file lies in; empty for the root folder, which a slash makes right again.
    static func folder(of path: String) -> String {
        let bytes = path.utf8[...]
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return String(Substring(bytes[..<slash]))
    }

    private static func ignoreInGit(
        _ ignoreFile: String, in fileSystem: any FileSystem
    ) throws(FileError) {
        let file = try fileSystem.open(
            ignoreFile, OpenOptions(.readAndWrite, creation: .ifAbsent(.dataFile)))
        try file.write(Array("*\n".utf8).span.bytes, at: 0)
        try file.sync(.content)
        try file.close()
    }
}
