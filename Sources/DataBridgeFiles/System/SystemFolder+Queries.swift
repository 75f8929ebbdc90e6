#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension SystemFolder {
    func status(_ path: String, followingLinks: Bool) throws(FileError) -> FileStatus? {
        try checkPath(path, "look at")
        var status = stat()
        do {
            _ = try systemCall("look at", fullPath(path)) {
                fstatat(anchor, path, &status, followingLinks ? 0 : AT_SYMLINK_NOFOLLOW)
            }
        } catch let error where error.code == .notFound {
            return nil
        }
        return FileStatus(status)
    }

    func entries(of folder: String) throws(FileError) -> [FolderEntry] {
        let number = try openDescriptor(ofFolder: folder, "list")
        guard let stream = fdopendir(number) else {
            let error = FileError(systemErrorNumber: errno, "list", fullPath(folder))
            close(number)
            throw error
        }
        defer { closedir(stream) }
        var entries: [FolderEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else {
                    throw FileError(systemErrorNumber: errno, "list", fullPath(folder))
                }
                return entries
            }
            guard let found = FolderEntry(entry, in: number) else {
                continue
            }
            entries.append(found)
        }
    }

    func readLink(_ path: String) throws(FileError) -> String {
        try checkPath(path, "read link")
        let capacity = Int(PATH_MAX)
        var bytes = [CChar](repeating: 0, count: capacity)
        let length = try systemCall("read link", fullPath(path)) {
            readlinkat(anchor, path, &bytes, capacity)
        }
        guard let target = String(validating: bytes[..<length], as: UTF8.self) else {
            throw FileError(
                .unsupported, "read link", fullPath(path),
                detail: "It leads to a name that is not valid UTF-8.")
        }
        return target
    }

    func freeSpace(at path: String) throws(FileError) -> Int64 {
        try checkPath(path, "ask for the free space at")
        let operation = "ask for the free space at"
        let number = try systemCall(operation, fullPath(path)) {
            openat(anchor, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        }
        defer { close(number) }
        var status = statvfs()
        _ = try systemCall(operation, fullPath(path)) { fstatvfs(number, &status) }
        return Int64(clamping: UInt64(status.f_bavail).multipliedClamped(by: status.f_frsize))
    }
}

extension UInt64 {
    fileprivate func multipliedClamped(by factor: some BinaryInteger) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: UInt64(factor))
        return overflow ? .max : product
    }
}

extension FolderEntry {
    /// An entry as `readdir` gives it; nil for `.` and `..`, and for one that went away since.
    fileprivate init?(_ entry: UnsafeMutablePointer<dirent>, in folder: Int32) {
        // By address: the name is a C array at the end, which Swift sees as a tuple of 256.
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
            return nil
        }
        let raw = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        let valid = String(validatingCString: raw)
        let name = valid ?? String(cString: raw)
        if name == "." || name == ".." {
            return nil
        }
        let kind: FileKind
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_REG): kind = .regular
        case Int32(DT_DIR): kind = .folder
        case Int32(DT_LNK): kind = .symbolicLink
        case Int32(DT_UNKNOWN):  // Some file systems do not keep the kind with the name.
            var status = stat()
            guard fstatat(folder, raw, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                return nil
            }
            kind = FileKind(mode: status.st_mode)
        default: kind = .other
        }
        self.init(name: name, kind: kind, isNameRepaired: valid == nil)
    }
}

extension FileKind {
    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
    }
}

extension FileStatus {
    init(_ status: stat) {
        #if canImport(Darwin)
        let modified = status.st_mtimespec
        let changed = status.st_ctimespec
        #else
        let modified = status.st_mtim
        let changed = status.st_ctim
        #endif
        self.init(
            kind: FileKind(mode: status.st_mode), size: Int64(status.st_size),
            mode: FileMode(rawValue: UInt32(status.st_mode)),
            device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(status.st_ino), linkCount: UInt64(status.st_nlink),
            owner: status.st_uid, group: status.st_gid,
            modified: FileTime(modified), changed: FileTime(changed))
    }
}

extension FileTime {
    init(_ time: timespec) {
        self.init(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    /// The time by the system's clock.
    public static func now() -> FileTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return FileTime(time)
    }
}
