/// Which file it was, and in which state, when somebody looked.
///
/// Two equal identities mean that nobody has written to the file, replaced it or touched its
/// permissions in between, as far as the file system's clock can tell. Kernels before Linux 6.13
/// advance that clock every few milliseconds only; ``FileSnapshot/isSettled`` says when that
/// matters.
public struct FileIdentity: Hashable, Codable, Sendable {
    /// The file system the file is on.
    public var device: UInt64
    /// The file's number on that file system.
    public var inode: UInt64
    /// Length in bytes.
    public var size: Int64
    /// When the content was last modified.
    public var modified: FileTime
    /// When content, permissions, owner or names last changed.
    public var changed: FileTime

    /// Creates an identity from its parts.
    public init(
        device: UInt64, inode: UInt64, size: Int64, modified: FileTime, changed: FileTime
    ) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// Whether this is the same file with, as far as can be told, the same content.
    ///
    /// It leaves out `changed`, which moves when a file is renamed.
    public func hasSameContent(as other: FileIdentity) -> Bool {
        isSameFile(as: other) && size == other.size && modified == other.modified
    }

    /// Whether this is the same file, whatever became of its content.
    public func isSameFile(as other: FileIdentity) -> Bool {
        device == other.device && inode == other.inode
    }
}
