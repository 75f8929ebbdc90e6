/// A file's whole content together with the identity it had at that moment.
///
/// ```swift
/// let snapshot = try FileSnapshot.read("tasks.json", in: fileSystem)
/// let changed = edit(snapshot.bytes)
/// try AtomicReplace(in: fileSystem)
///     .write(changed, to: "tasks.json", expecting: .unchanged(snapshot.identity))
/// ```
public struct FileSnapshot: Sendable {
    /// The content.
    public let bytes: [UInt8]
    /// What the file system said about the file before and after the reading.
    public let status: FileStatus
    /// Whether any later change of the file is sure to change its identity.
    ///
    /// False when it had been modified so shortly before that another change, of the same length
    /// and within the same tick of the file system's clock, could go unnoticed. Whoever is about to
    /// rely on the identity then reads once more, at least ``settlingTime`` later, and compares the
    /// bytes.
    public let isSettled: Bool

    /// Which file it was, and in which state.
    public var identity: FileIdentity {
        status.identity
    }

    /// How long after its last modification a file's identity can be relied on.
    ///
    /// On file systems that count whole seconds it is two seconds.
    public static let settlingTime = Duration.milliseconds(20)

    /// Reads a file whole.
    ///
    /// When the file changes during the reading, or somebody is just writing it, it is read again
    /// after a moment, a few times. Where that does not help or cannot be told (see
    /// ``OpenFile/hasWriters()``), a program can be caught between truncating the file and writing
    /// it anew: then the content is cut off, but the identity is that of this state and not of the
    /// finished file.
    ///
    /// - Parameters:
    ///   - path: The file, or a symbolic link to it.
    ///   - fileSystem: Where it is.
    ///   - maximumSize: The size in bytes above which it is refused.
    ///   - now: The time, on the clock that the file system uses.
    /// - Throws: `notFound`; `isAFolder`, `notARegularFile`; `permissionDenied`; `tooLarge`;
    ///   `changedMeanwhile` when it never stood still; `ioError`, ….
    public static func read(
        _ path: String, in fileSystem: any FileSystem, maximumSize: Int = .max,
        now: () -> FileTime = { .now() }
    ) throws(FileError) -> FileSnapshot {
        let file = try fileSystem.open(path, .reading)
        let attempts = 5
        for attempt in 1...attempts {
            let time = now()
            let before = try file.status()
            guard before.size <= maximumSize else {
                throw FileError(
                    .tooLarge, "read", path,
                    detail: "It has \(before.size) bytes; the limit is \(maximumSize).")
            }
            let bytes = try file.bytes(expectedCount: Int(before.size))
            // Only for files just modified: who keeps one open for writing and does not write is no
            // reason to wait. And before the second look, where a writer who finishes shows.
            var isInTheMaking = false
            if attempt < attempts, time.duration(since: before.modified) < .seconds(1) {
                isInTheMaking = try file.isBeingWritten(after: 2)
            }
            let after = try file.status()
            if !isInTheMaking, before.identity == after.identity, bytes.count == before.size {
                try file.close()
                return FileSnapshot(
                    bytes: bytes, status: after, isSettled: isSettled(after, at: time))
            }
        }
        throw FileError(
            .changedMeanwhile, "read", path,
            detail: "It changed during each of \(attempts) attempts.")
    }

    private static func isSettled(_ status: FileStatus, at time: FileTime) -> Bool {
        // A time without a fraction tells of a file system that counts whole seconds, or two.
        let margin = status.modified.nanoseconds == 0 ? .seconds(2) : settlingTime
        return time.duration(since: status.modified) > margin
    }
}

extension OpenFile {
    /// The content from the start to the end, or one byte more than expected where there is more.
    fileprivate func bytes(expectedCount: Int) throws(FileError) -> [UInt8] {
        // One more, so that a file that grows in the meantime shows.
        try [UInt8](capacity: expectedCount + 1) {
            (output: inout OutputSpan<UInt8>) throws(FileError) in
            try output.withUnsafeMutableBufferPointer { (buffer, count) throws(FileError) in
                count = try read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
            }
        }
    }
}
