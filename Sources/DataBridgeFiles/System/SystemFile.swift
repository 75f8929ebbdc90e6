import Synchronization

internal import CDataBridgeFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file of the machine's file system.
final class SystemFile: OpenFile {
    let path: String
    private let descriptor: Descriptor
    private let appends: Bool
    private let syncHasFailed = Atomic(false)

    init(path: String, descriptor: Int32, appends: Bool) {
        self.path = path
        self.descriptor = Descriptor(descriptor)
        self.appends = appends
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        let number = try number("read")
        var done = 0
        while done < buffer.count {
            let count = try systemCall("read", path) {
                pread(
                    number, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    off_t(offset) + off_t(done))
            }
            if count == 0 {
                break
            }
            done += count
        }
        return done
    }

    func write(_ bytes: RawSpan, at offset: Int64) throws(FileError) {
        // On Linux such a file would be appended to, whatever the offset.
        if appends {
            throw FileError(
                .invalidArgument, "write", path, detail: "The file was opened to append.")
        }
        let number = try number("write")
        try writeAll(bytes) { start, count, done in
            pwrite(number, start, count, off_t(offset) + off_t(done))
        }
    }

    func append(_ bytes: RawSpan) throws(FileError) {
        guard appends else {
            throw FileError(
                .invalidArgument, "append to", path, detail: "The file was not opened to append.")
        }
        let number = try number("append to")
        try writeAll(bytes) { start, count, _ in
            systemWrite(number, start, count)
        }
    }

    /// Calls `write` until it has taken everything; it gets address, count, and bytes done before.
    private func writeAll(
        _ bytes: RawSpan, _ write: (UnsafeRawPointer, Int, Int) -> Int
    ) throws(FileError) {
        try bytes.withUnsafeBytes { (buffer) throws(FileError) in
            guard let start = buffer.baseAddress else {
                return
            }
            var done = 0
            while done < buffer.count {
                let count = try systemCall("write", path) {
                    write(start + done, buffer.count - done, done)
                }
                // No system does that; but if one did, this would never end.
                if count == 0 {
                    throw FileError(.ioError, "write", path, detail: "Nothing was accepted.")
                }
                done += count
            }
        }
    }

    func truncate(to size: Int64) throws(FileError) {
        let number = try number("truncate")
        _ = try systemCall("truncate", path) { ftruncate(number, off_t(size)) }
    }

    func preallocate(_ size: Int64) throws(FileError) {
        let number = try number("reserve space for")
        _ = try systemCall("reserve space for", path) { databridge_preallocate(number, size) }
    }

    func sync(_ scope: SyncScope) throws(FileError) {
        let number = try number("sync")
        if syncHasFailed.load(ordering: .acquiring) {
            throw FileError(.syncFailed, "sync", path, detail: "An earlier sync of it had failed.")
        }
        do {
            _ = try systemCall("sync", path) { databridge_sync(number, scope == .content ? 1 : 0) }
        } catch {
            syncHasFailed.store(true, ordering: .releasing)
            throw FileError(.syncFailed, "sync", path, systemErrorNumber: error.systemErrorNumber)
        }
    }

    func status() throws(FileError) -> FileStatus {
        let number = try number("look at")
        var status = stat()
        _ = try systemCall("look at", path) { fstat(number, &status) }
        return FileStatus(status)
    }

    func setMode(_ mode: FileMode) throws(FileError) {
        let number = try number("set the mode of")
        _ = try systemCall("set the mode of", path) { fchmod(number, mode_t(mode.rawValue)) }
    }

    func setOwner(user: UInt32?, group: UInt32?) throws(FileError) {
        let number = try number("set the owner of")
        let keep = UInt32.max
        _ = try systemCall("set the owner of", path) {
            fchown(number, user ?? keep, group ?? keep)
        }
    }

    func setModified(_ time: FileTime) throws(FileError) {
        let number = try number("set the time of")
        let new = timespec(tv_sec: time_t(time.seconds), tv_nsec: Int(time.nanoseconds))
        let times = [new, new]  // Of the last access, and of the last modification.
        _ = try systemCall("set the time of", path) { futimens(number, times) }
    }

    func tryLock(_ kind: LockKind) throws(FileError) -> Bool {
        let number = try number("lock")
        do {
            _ = try systemCall("lock", path) {
                flock(number, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB)
            }
            return true
        } catch let error where error.systemErrorNumber == EWOULDBLOCK {
            return false
        }
    }

    func unlock() throws(FileError) {
        let number = try number("unlock")
        _ = try systemCall("unlock", path) { flock(number, LOCK_UN) }
    }

    func hasWriters() throws(FileError) -> Bool? {
        let number = try number("look for writers of")
        do {
            return try systemCall("look for writers of", path) {
                databridge_has_writers(number)
            } == 1
        } catch let error where error.code == .unsupported {
            return nil
        }
    }

    func close() throws(FileError) {
        let error = descriptor.close()
        if error != 0 {
            throw FileError(systemErrorNumber: error, "close", path)
        }
    }

    private func number(_ operation: String) throws(FileError) -> Int32 {
        guard let number = descriptor.open else {
            throw FileError(.closed, operation, path)
        }
        return number
    }
}

/// The C library's `write`, under a name that the method does not hide.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, start, count)
}
