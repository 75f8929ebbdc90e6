/// Replaces or removes whole files such that a crash leaves the old content or the new, and never
/// anything in between, and such that nobody else's edit is lost.
///
/// The new content goes to a temporary file in the same folder, is synced, takes the name in one
/// step, and the folder is synced. A file that is replaced keeps its mode, and its owner and group
/// where that is permitted; one marked read-only is refused; a symbolic link keeps leading to it.
/// Other hard links keep the old content; extended attributes and access control lists are not
/// carried over.
///
/// Programs that know nothing of our locks may edit the file at any time. What they do is noticed
/// by comparing the file with the state the caller expects, immediately before the step. As an edit
/// can still slip in between comparison and step, the step *exchanges* the two names, and what came
/// out is compared again: when it is not what was expected, it is put back under its name and the
/// replacement fails with `changedMeanwhile`. A file that somebody has open for writing is not
/// replaced (`busy`), as what they are about to write would be lost; it waits ten milliseconds for
/// them to finish, on the calling thread. Guarantees that need more than every system has:
///
/// - Without an exchange of names (NFS), an edit in the moment between comparison and rename is
///   lost.
/// - Where writers cannot be known (macOS, network file systems, files of other users), who keeps
///   the old file open and writes later, writes to a removed file.
/// - Where times are no finer than a second (FAT, some old ext4), an edit in place goes unseen that
///   keeps the length and comes in the same second as the edit before it.
///
/// A process that ends half-way leaves a temporary file that ``removeStaleTemporaries(in:)`` takes
/// care of; call it when opening a folder.
public struct AtomicReplace: Sendable {
    /// What must have the name for a replacement to happen.
    public enum Expectation: Hashable, Sendable {
        /// Whatever it is; the last writer wins.
        ///
        /// Only for files nobody else writes.
        case anything
        /// Nothing.
        case absent
        /// A file in exactly this state.
        case unchanged(FileIdentity)
    }

    let fileSystem: any FileSystem
    let random: @Sendable () -> UInt64
    let now: @Sendable () -> FileTime

    /// Creates it.
    ///
    /// - Parameters:
    ///   - fileSystem: Where the files are.
    ///   - random: Makes the names of temporary files, which others should not be able to guess.
    ///   - now: The time, which becomes the time of modification of what is written.
    public init(
        in fileSystem: any FileSystem,
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        now: @escaping @Sendable () -> FileTime = { .now() }
    ) {
        self.fileSystem = fileSystem
        self.random = random
        self.now = now
    }

    /// Gives a file new content.
    ///
    /// - Parameters:
    ///   - content: The whole content.
    ///   - path: The file, or a symbolic link to it.
    ///   - expectation: What must be there.
    ///   - newFileMode: The mode, if nothing is there yet.
    /// - Returns: The file's identity now, to expect the next time.
    /// - Throws: `changedMeanwhile`, when somebody else edited, created or removed the file; theirs
    ///   is what the name stands for then, and `keptAside` names what else there is. `busy`,
    ///   `isAFolder`, `permissionDenied`, `noSpace`, `syncFailed`, …. The old content is still
    ///   there unless the error says that the outcome is unknown.
    @discardableResult
    public func write(
        _ content: RawSpan, to path: String, expecting expectation: Expectation,
        newFileMode: FileMode = .dataFile
    ) throws(FileError) -> FileIdentity {
        let replacement = try Replacement(of: path, expecting: expectation, by: self)
        let temporary = try replacement.makeTemporary()
        return try replacement.finish(with: temporary, newFileMode) { () throws(FileError) in
            try temporary.file.write(content, at: 0)
        }
    }

    /// Gives a file new content.
    ///
    /// It is ``write(_:to:expecting:newFileMode:)-(RawSpan,_,_,_)`` for an array.
    ///
    /// - Returns: The file's identity now.
    /// - Throws: The same.
    @discardableResult
    public func write(
        _ content: [UInt8], to path: String, expecting expectation: Expectation,
        newFileMode: FileMode = .dataFile
    ) throws(FileError) -> FileIdentity {
        try write(
            content.span.bytes, to: path, expecting: expectation, newFileMode: newFileMode)
    }

    /// Gives a file new content that is written piece by piece.
    ///
    /// - Parameters:
    ///   - path: The file, or a symbolic link to it.
    ///   - expectation: What must be there.
    ///   - newFileMode: The mode, if nothing is there yet.
    ///   - write: Writes the whole content to the file it gets, which is empty.
    /// - Returns: The file's identity now.
    /// - Throws: The same, and what `write` throws.
    @discardableResult
    public func write(
        to path: String, expecting expectation: Expectation, newFileMode: FileMode = .dataFile,
        content write: (any OpenFile) throws(FileError) -> Void
    ) throws(FileError) -> FileIdentity {
        let replacement = try Replacement(of: path, expecting: expectation, by: self)
        let temporary = try replacement.makeTemporary()
        return try replacement.finish(with: temporary, newFileMode) { () throws(FileError) in
            try write(temporary.file)
        }
    }

    /// Removes a file, durably, if it is in the state expected.
    ///
    /// - Parameters:
    ///   - path: The file, or a symbolic link to it; the link stays.
    ///   - identity: The state it must be in.
    /// - Throws: `notFound`; `changedMeanwhile`, `busy`, with the file put back under its name;
    ///   `permissionDenied`, `syncFailed`, …. The file is still there unless the error says that
    ///   the outcome is unknown.
    public func remove(_ path: String, expecting identity: FileIdentity) throws(FileError) {
        try Removal(of: path, expecting: identity, by: self).run()
    }

    /// Finishes or undoes what processes that have ended left half-done in a folder.
    ///
    /// Temporary files of processes that are still at work are left alone. An edit by somebody else
    /// that an interrupted replacement had just displaced is put back under its name, or kept aside
    /// when there is something newer by now.
    ///
    /// - Parameter folder: The folder; those in it are not looked at.
    /// - Returns: What was done, by name.
    /// - Throws: `notFound`, `permissionDenied`, …; what was not cleaned up stays for the next
    ///   time.
    @discardableResult
    public func removeStaleTemporaries(in folder: String) throws(FileError) -> StaleTemporaries {
        let folder = try fileSystem.openFolder(folder)
        return try StaleTemporaryCleaner(folder: folder, random: random).run()
    }
}
