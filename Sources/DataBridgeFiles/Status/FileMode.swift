/// The permission bits of a file or folder, as `chmod` takes them.
public struct FileMode: OptionSet, Hashable, Codable, Sendable, CustomStringConvertible {
    /// The bits, at most `0o7777`.
    public let rawValue: UInt32

    /// Creates a mode from its bits; what lies above `0o7777` is left out.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue & 0o7777
    }

    /// Read and write for the owner, nothing for anybody else: how data files are created.
    public static let dataFile = FileMode(rawValue: 0o600)
    /// Everything for the owner, nothing for anybody else: how folders are created.
    public static let folder = FileMode(rawValue: 0o700)

    /// The bits in octal, such as `0640`.
    public var description: String {
        let digits = String(rawValue, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// This mode without the bits that lend out an owner's or a group's rights.
    func withoutLentRights() -> FileMode {
        FileMode(rawValue: rawValue & 0o1777)
    }

    /// This mode with the group allowed no more than everybody is, and without lent rights.
    ///
    /// For a file that could not keep its group: the bits were meant for other people.
    func withoutGroupPrivileges() -> FileMode {
        let others = rawValue & 0o007
        return FileMode(rawValue: (rawValue & 0o1707) | (rawValue & 0o070 & (others << 3)))
    }
}
