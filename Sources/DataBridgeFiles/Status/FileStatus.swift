/// What the file system says about one name, at one moment.
public struct FileStatus: Hashable, Sendable {
    /// The kind of thing that has the name.
    public var kind: FileKind
    /// Length in bytes.
    public var size: Int64
    /// The permission bits.
    public var mode: FileMode
    /// The file system the file is on.
    public var device: UInt64
    /// The file's number on that file system; with `device` it says which file it is.
    public var inode: UInt64
    /// How many names the file has; 0 once it has been removed while still open.
    public var linkCount: UInt64
    /// The user that owns it.
    public var owner: UInt32
    /// The group that owns it.
    public var group: UInt32
    /// When the content was last modified.
    public var modified: FileTime
    /// When content, permissions, owner or names last changed; programs cannot set it.
    public var changed: FileTime

    /// Creates a status from its parts.
    public init(
        kind: FileKind, size: Int64, mode: FileMode, device: UInt64, inode: UInt64,
        linkCount: UInt64, owner: UInt32, group: UInt32, modified: FileTime, changed: FileTime
    ) {
        self.kind = kind
        self.size = size
        self.mode = mode
        self.device = device
        self.inode = inode
        self.linkCount = linkCount
        self.owner = owner
        self.group = group
        self.modified = modified
        self.changed = changed
    }

    /// Which file it is, and in which state.
    public var identity: FileIdentity {
        FileIdentity(
            device: device, inode: inode, size: size, modified: modified, changed: changed)
    }
}

/// The kind of thing a name in a folder stands for.
public enum FileKind: Hashable, Sendable {
    /// A file with content.
    case regular
    /// A folder.
    case folder
    /// A symbolic link.
    case symbolicLink
    /// A device, pipe or socket.
    case other
}

/// One name in a folder.
public struct FolderEntry: Hashable, Sendable {
    /// The name, without the folder.
    public var name: String
    /// What it stands for; a symbolic link is not followed.
    public var kind: FileKind
    /// Whether the name on disk is not valid UTF-8, so that `name` shows replacement characters
    /// and cannot be used to open it.
    public var isNameRepaired: Bool

    /// Creates an entry.
    public init(name: String, kind: FileKind, isNameRepaired: Bool = false) {
        self.name = name
        self.kind = kind
        self.isNameRepaired = isNameRepaired
    }
}
