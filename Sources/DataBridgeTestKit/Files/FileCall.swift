import DataBridgeFiles

/// One call that went through a ``FaultyFileSystem``.
public struct FileCall: Hashable, Sendable {
    /// Which call of the protocols ``/DataBridgeFiles/FileSystem`` and
    /// ``/DataBridgeFiles/OpenFile`` it is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Of the file system and its folders.
        case open, openFolder, status, entries, makeFolder, remove, removeFolder, rename, exchange
        /// Of the file system and its folders.
        case readLink, freeSpace, syncFolder
        /// Of an open file.
        case read, write, append, truncate, preallocate, sync, fileStatus, setMode, setOwner
        /// Of an open file.
        case setModified, tryLock, unlock, hasWriters, close
    }

    /// Its place among all calls, from 1.
    public var number: Int
    /// Which call it is.
    public var kind: Kind
    /// What it is about; with the folder in front when it was made on a folder.
    public var path: String
    /// The second name of a rename or an exchange.
    public var otherPath: String?
    /// How many bytes are to be read or written.
    public var byteCount: Int?
    /// Why it failed; nil when it did not.
    public var failure: FileError.Code?

    init(_ kind: Kind, _ path: String, _ otherPath: String? = nil, byteCount: Int? = nil) {
        number = 0
        self.kind = kind
        self.path = path
        self.otherPath = otherPath
        self.byteCount = byteCount
    }
}

extension FileCall: CustomStringConvertible {
    /// The call in a line, such as `3 rename a -> b: noSpace`.
    public var description: String {
        var text = "\(number) \(kind.rawValue) \(path)"
        if let otherPath {
            text += " -> \(otherPath)"
        }
        if let byteCount {
            text += " (\(byteCount) bytes)"
        }
        if let failure {
            text += ": \(failure)"
        }
        return text
    }
}
