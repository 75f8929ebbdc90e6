/// How a file is to be opened.
///
/// Every file is opened such that programs started later do not inherit it.
public struct OpenOptions: Hashable, Sendable {
    /// What will be done with it.
    public enum Access: Hashable, Sendable {
        /// Reading only.
        case read
        /// Reading, and writing at any offset.
        case readAndWrite
        /// Reading, and writing at the end, wherever that is at the moment of each write.
        case readAndAppend
    }

    /// What to do about a file that is, or is not, there.
    public enum Creation: Hashable, Sendable {
        /// It must be there.
        case never
        /// It is created, with this mode, unless it is there.
        case ifAbsent(FileMode)
        /// It must not be there, and is created with this mode.
        case mustCreate(FileMode)
    }

    /// What will be done with the file.
    public var access: Access
    /// Whether it is created.
    public var creation: Creation

    /// Creates options.
    public init(_ access: Access, creation: Creation = .never) {
        self.access = access
        self.creation = creation
    }

    /// To read a file that is there.
    public static let reading = OpenOptions(.read)
    /// To read and write a file that is there.
    public static let updating = OpenOptions(.readAndWrite)

    /// To append to a file, which is created with the mode of data files where it is missing.
    public static let appending = OpenOptions(.readAndAppend, creation: .ifAbsent(.dataFile))
    /// To read and write a file that is to be created, with the mode of data files.
    public static let creating = OpenOptions(.readAndWrite, creation: .mustCreate(.dataFile))
}
