import DataBridgeCore
import DataBridgeFiles
import Foundation

extension BackendTruth {
    private static func inFolder(
        _ body: (any FileSystem, String) async throws -> Void
    ) async throws {
        let files: any FileSystem = SystemFileSystem()
        let folder =
            try files.resolvingLinks(NSTemporaryDirectory())
            + "/databridge-truth-\(UUID().uuidString)"
        try files.makeFolder(folder, mode: .folder)
        do {
            try await body(files, folder)
        } catch {
            try FileManager.default.removeItem(atPath: folder)
            throw error
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    private static func refused(
        _ code: FileError.Code, line: UInt = #line, _ body: () throws(FileError) -> Void
    ) throws {
        do throws(FileError) {
            try body()
        } catch {
            return try check(code ~= error, "\(error)", line: line)
        }
        try check(false, "\(code) is thrown", line: line)
    }

    private static func bytes(_ bytes: UInt8...) -> [UInt8] { bytes }

    static func openFiles() async throws {
        try await inFolder { files, folder in
            let path = folder + "/log"
            let file = try files.open(path, .creating)
            try check(file.path == path && OpenOptions.creating.access == .readAndWrite, "open")
            try file.preallocate(100)
            try file.write(bytes(1, 2, 3).span.bytes, at: 0)
            try file.truncate(to: 2)
            try file.sync(.content)
            let added = try files.open(path, .appending)
            try added.append(bytes(9).span.bytes)
            try added.sync(.everything)
            try added.close()
            var read = [UInt8](repeating: 0, count: 8)
            let count = try read.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
            try check(count == 3 && read.starts(with: [1, 2, 9]), "read \(read)")
            let mode = FileMode(rawValue: 0o600)
            try file.setMode(mode)
            let time = FileTime(seconds: 1_000, nanoseconds: 5)
            try file.setModified(time)
            let status = try file.status()
            try file.setOwner(user: status.owner, group: status.group)
            try check(status.kind == .regular && status.mode == mode, "its kind and mode")
            try check(status.modified == time && status.linkCount == 1, "its time")
            try check(status.size == status.identity.size && status.inode > 0, "its size")
            try check(status.device == status.identity.device, "where it is")
            let identity = FileIdentity(
                device: status.device, inode: status.inode, size: status.size,
                modified: status.modified, changed: status.changed)
            try check(identity == status.identity && identity.modified == time, "which it is")
            let double = FileStatus(
                kind: .regular, size: 3, mode: .dataFile, device: 1, inode: 2, linkCount: 1,
                owner: 0, group: 0, modified: time, changed: time)
            try check(double.identity.inode == 2 && !identity.isSameFile(as: double.identity), "")
            try check(status.changed == status.identity.changed, "when it changed")
            try check(try file.hasWriters() != false, "this program has it open")
            try check(try file.tryLock(.shared), "locked")
            try file.unlock()
            try file.close()
            let again = try files.open(path, OpenOptions(.read, creation: .never))
            try check(again.path == path && OpenOptions.reading.creation == .never, "to read")
            try again.close()
            for options in [
                OpenOptions.reading, .updating, OpenOptions(.readAndAppend),
                OpenOptions(.readAndWrite, creation: .ifAbsent(.dataFile)),
            ] { try files.open(path, options).close() }
            do {
                _ = try files.open(path, OpenOptions(.read, creation: .mustCreate(.dataFile)))
                try check(false, "it is there")
            } catch let error as FileError where error.code == .alreadyExists {
                try check(error.path == path && !error.operation.isEmpty, "\(error)")
                try check(error.systemErrorNumber != nil && error.detail == nil, "the system's")
            }
        }
    }

    static func folders() async throws {
        try await inFolder { files, folder in
            try files.makeFolders(folder + "/a/b", mode: .folder)
            let file = folder + "/a/one"
            try files.open(file, .creating).close()
            try files.rename(file, to: folder + "/a/two")
            try files.open(file, .creating).close()
            try refused(.alreadyExists) { () throws(FileError) in
                try files.rename(file, to: folder + "/a/two", .ifAbsent)
            }
            try files.exchange(file, folder + "/a/two")
            try files.rename(file, to: folder + "/a/two", .replacing)
            try files.syncFolder(folder + "/a")
            let entries = try files.entries(of: folder + "/a").sorted { $0.name < $1.name }
            try check(entries.map(\.name) == ["b", "two"], "what is in it")
            try check(entries.map(\.kind) == [.folder, .regular], "of which kind")
            try check(!entries[0].isNameRepaired, "by its name")
            // What a double of the files says is as good.
            try check(entries[0] == FolderEntry(name: "b", kind: .folder), "of one's own")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: folder + "/a/two")
            try check(try files.readLink(folder + "/link") == folder + "/a/two", "a link")
            let link = try files.status(folder + "/link", followingLinks: false)
            try check(link?.kind == .symbolicLink && link?.kind != .other, "the link itself")
            try check(try files.status(folder + "/link")?.kind == .regular, "what it leads to")
            try check(
                try files.resolvingLinks(folder + "/link") == folder + "/a/two", "without links")
            try check(try files.freeSpace(at: folder) > 0, "there is space")
            let handle = try files.openFolder(folder + "/a")
            try check(handle.path == folder + "/a", "an open folder")
            try handle.sync()
            try handle.remove("two")
            try files.removeFolder(folder + "/a/b")
            try refused(.folderNotEmpty) { () throws(FileError) in
                try files.removeFolder(folder)
            }
        }
    }

    static func replacing() async throws {
        try await inFolder { files, folder in
            let path = folder + "/data"
            let replace = AtomicReplace(in: files)
            let first = try replace.write([1], to: path, expecting: .absent)
            let second = try replace.write(
                bytes(2, 3).span.bytes, to: path, expecting: .unchanged(first))
            let third = try replace.write(
                to: path, expecting: .anything, newFileMode: .dataFile
            ) { file throws(FileError) in try file.write(bytes(4).span.bytes, at: 0) }
            try check(!second.hasSameContent(as: third), "another content")
            try check(third.size == 1, "\(third)")
            try check(third.isSameFile(as: third) && third.inode > 0, "one file")
            let snapshot = try FileSnapshot.read(path, in: files)
            try check(snapshot.bytes == [4] && snapshot.identity == third, "read")
            try check(snapshot.status.size == 1, "its state")
            try check(!snapshot.isSettled || FileSnapshot.settlingTime > .zero, "just written")
            // Somebody else's edit is kept.
            try refused(.changedMeanwhile) { () throws(FileError) in
                try replace.write([5], to: path, expecting: .unchanged(first))
            }
            try replace.remove(path, expecting: third)
            try files.open(folder + "/other", .creating).close()
            let stale = try replace.removeStaleTemporaries(in: folder)
            try check(stale.removed.isEmpty && stale.inUse.isEmpty, "nothing left behind")
            try check(stale.restored.isEmpty && stale.keptAside == StaleTemporaries().keptAside, "")
            let now = FileTime.now()
            try check(now.duration(since: FileTime(seconds: 0, nanoseconds: 0)) > .zero, "time")
            try check(now.seconds > 0 && now.nanoseconds >= 0, "in two parts")
        }
    }

    static func locks() async throws {
        try await inFolder { files, folder in
            let path = folder + "/lock"
            let lock = try await FileLock.acquire(.exclusive, at: path, in: files)
            try check(lock.kind == .exclusive && lock.path == path, "a lock")
            do {
                _ = try await FileLock.acquire(
                    .shared, at: path, in: files, timeout: .milliseconds(1),
                    clock: ContinuousClock())
                try check(false, "another one waits")
            } catch let error as FileError {
                try check(error.code == .lockTimeout && !error.isOutcomeUnknown, "\(error)")
            }
            lock.release()
            let shared = try FileLock.tryAcquire(.shared, at: path, in: files)
            try check(shared != nil, "free again")
            shared?.release()
        }
    }

    static func fileErrors() throws {
        let codes: [(FileError.Code, DataError.Code)] = [
            (.notFound, .notFound), (.permissionDenied, .permissionDenied),
            (.readOnlyFileSystem, .permissionDenied), (.noSpace, .noSpace),
            (.isAFolder, .corrupted), (.notAFolder, .corrupted), (.notARegularFile, .corrupted),
            (.tooLarge, .corrupted), (.nameTooLong, .invalid), (.invalidArgument, .invalid),
            (.tooManyLinks, .invalid), (.tooManyOpenFiles, .unavailable), (.busy, .busy),
            (.lockTimeout, .busy), (.cancelled, .cancelled), (.changedMeanwhile, .serialization),
            (.closed, .closed), (.unsupported, .unsupported), (.differentFileSystems, .unsupported),
            (.alreadyExists, .alreadyExists), (.folderNotEmpty, .ioFailure),
            (.ioError, .ioFailure), (.syncFailed, .ioFailure), (.other, .ioFailure),
            (FileError.Code("quota"), .ioFailure),
        ]
        for (code, expected) in codes {
            let error = FileError(code, "write", "data", keptAside: ["data.old"])
            try check(DataError.file(error).code == expected, "\(error)")
            try check(error.keptAside == ["data.old"], "what was saved")
        }
    }
}
