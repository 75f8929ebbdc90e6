import Synchronization

internal import CDataBridgeFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder of the machine's file system, as the start of relative paths.
final class SystemFolder: FolderHandle {
    let path: String
    /// What relative paths start at: the open folder, or `AT_FDCWD`.
    let anchor: Int32
    /// Closes the anchor with the object; nil where it is `AT_FDCWD`, which is not ours.
    private let descriptor: Descriptor?
    private let syncHasFailed = Atomic(false)

    init(path: String, descriptor: Int32) {
        self.path = path
        anchor = descriptor
        self.descriptor = Descriptor(descriptor)
    }

    init(at anchor: Int32) {
        path = "."
        self.anchor = anchor
        descriptor = nil
    }

    /// A path as messages should show it, with this folder in front where it is relative.
    func fullPath(_ path: String) -> String {
        FilePlace.isAbsolute(path) ? path : FilePlace.path(of: path, in: self.path)
    }

    func open(_ path: String, _ options: OpenOptions) throws(FileError) -> any OpenFile {
        try checkPath(path, "open")
        // Without O_NONBLOCK the opening of a pipe would wait for somebody at its other end;
        // regular files ignore it.
        var flags = O_CLOEXEC | O_NOCTTY | O_NONBLOCK
        switch options.access {
        case .read: flags |= O_RDONLY
        case .readAndWrite: flags |= O_RDWR
        case .readAndAppend: flags |= O_RDWR | O_APPEND
        }
        var mode = FileMode()
        switch options.creation {
        case .never: break
        case .ifAbsent(let wanted):
            flags |= O_CREAT
            mode = wanted
        case .mustCreate(let wanted):
            flags |= O_CREAT | O_EXCL
            mode = wanted
        }
        let number: Int32
        do {
            number = try systemCall("open", fullPath(path)) {
                openat(anchor, path, flags, mode_t(mode.rawValue))
            }
        } catch let error where error.systemErrorNumber == EWOULDBLOCK {
            // Somebody has a lease on the file, as we have ourselves when we look for writers: the
            // opening waits until it is given back. It is a regular file, then.
            number = try systemCall("open", fullPath(path)) {
                openat(anchor, path, flags & ~O_NONBLOCK, mode_t(mode.rawValue))
            }
        }
        let file = SystemFile(
            path: fullPath(path), descriptor: number, appends: options.access == .readAndAppend)
        switch try file.status().kind {
        case .regular: return file
        case .folder: throw FileError(.isAFolder, "open", file.path)
        case .symbolicLink, .other: throw FileError(.notARegularFile, "open", file.path)
        }
    }

    func openFolder(_ path: String) throws(FileError) -> any FolderHandle {
        SystemFolder(
            path: fullPath(path), descriptor: try openDescriptor(ofFolder: path, "open folder"))
    }

    func makeFolder(_ path: String, mode: FileMode) throws(FileError) {
        try checkPath(path, "make folder")
        _ = try systemCall("make folder", fullPath(path)) {
            mkdirat(anchor, path, mode_t(mode.rawValue))
        }
    }

    func remove(_ path: String) throws(FileError) {
        try checkPath(path, "remove")
        _ = try systemCall("remove", fullPath(path)) { unlinkat(anchor, path, 0) }
    }

    func removeFolder(_ path: String) throws(FileError) {
        try checkPath(path, "remove folder")
        _ = try systemCall("remove folder", fullPath(path)) {
            unlinkat(anchor, path, AT_REMOVEDIR)
        }
    }

    func rename(
        _ path: String, to newPath: String, _ rule: RenameRule
    ) throws(FileError) {
        try checkPath(path, "rename")
        try checkPath(newPath, "rename")
        switch rule {
        case .replacing:
            _ = try systemCall("rename", fullPath(path)) {
                renameat(anchor, path, anchor, newPath)
            }
        case .ifAbsent:
            try askForUncommonRename("rename", path) {
                databridge_rename_exclusively(anchor, path, newPath)
            }
        }
    }

    func exchange(_ first: String, _ second: String) throws(FileError) {
        try checkPath(first, "exchange")
        try checkPath(second, "exchange")
        try askForUncommonRename("exchange", second) {
            databridge_exchange(anchor, first, second)
        }
    }

    func sync() throws(FileError) {
        if syncHasFailed.load(ordering: .acquiring) {
            throw FileError(
                .syncFailed, "sync folder", path, detail: "An earlier sync of it had failed.")
        }
        do {
            _ = try systemCall("sync folder", path) { databridge_sync(anchor, 0) }
        } catch {
            // EINVAL is the answer of file systems that sync files but not folders.
            if error.systemErrorNumber == EINVAL || error.code == .unsupported {
                throw FileError(
                    .unsupported, "sync folder", path, systemErrorNumber: error.systemErrorNumber)
            }
            syncHasFailed.store(true, ordering: .releasing)
            throw FileError(
                .syncFailed, "sync folder", path, systemErrorNumber: error.systemErrorNumber)
        }
    }

    /// Opens a folder and leaves it to the caller to close the descriptor.
    func openDescriptor(
        ofFolder path: String, _ operation: String
    ) throws(FileError) -> Int32 {
        try checkPath(path, operation)
        return try systemCall(operation, fullPath(path)) {
            openat(anchor, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
    }

    /// File systems that lack a flag of `rename` answer "invalid argument".
    private func askForUncommonRename(
        _ operation: String, _ path: String, _ call: () -> Int32
    ) throws(FileError) {
        do {
            _ = try systemCall(operation, fullPath(path), call)
        } catch {
            throw error.code == .invalidArgument
                ? FileError(
                    .unsupported, operation, error.path,
                    systemErrorNumber: error.systemErrorNumber)
                : error
        }
    }
}
