import DataBridgeFiles

/// Replacements as one would first write them.
///
/// The checks of the real one must find fault with each.
enum SloppyReplace {
    typealias Replace = @Sendable (any FileSystem, String, String) throws(FileError) -> Void

    /// Writes over the old content.
    static let inPlace: Replace = { (fileSystem, path, text) throws(FileError) in
        let file = try fileSystem.open(path, .updating)
        try file.truncate(to: 0)
        try file.write(Array(text.utf8).span.bytes, at: 0)
        try file.sync(.everything)
        try file.close()
    }

    /// Renames before the content is on the medium.
    static let withoutFileSync: Replace = { (fileSystem, path, text) throws(FileError) in
        try replace(fileSystem, path, text, syncsFile: false, syncsFolder: true)
    }

    /// Leaves the rename in memory.
    static let withoutFolderSync: Replace = { (fileSystem, path, text) throws(FileError) in
        try replace(fileSystem, path, text, syncsFile: true, syncsFolder: false)
    }

    /// Takes no notice of a failed sync.
    static let ignoringSyncErrors: Replace = { (fileSystem, path, text) throws(FileError) in
        let file = try fileSystem.open(path + ".tmp", .creating)
        try file.write(Array(text.utf8).span.bytes, at: 0)
        try? file.sync(.everything)
        try fileSystem.rename(path + ".tmp", to: path)
        try? fileSystem.syncFolder(folder(path))
    }

    /// Does all that, and leaves its temporary file behind when something fails.
    static let leavingTemporaries: Replace = { (fileSystem, path, text) throws(FileError) in
        try replace(fileSystem, path, text, syncsFile: true, syncsFolder: true)
    }

    private static func replace(
        _ fileSystem: any FileSystem, _ path: String, _ text: String, syncsFile: Bool,
        syncsFolder: Bool
    ) throws(FileError) {
        let file = try fileSystem.open(path + ".tmp", .creating)
        try file.write(Array(text.utf8).span.bytes, at: 0)
        if syncsFile {
            try file.sync(.everything)
        }
        try file.close()
        try fileSystem.rename(path + ".tmp", to: path)
        if syncsFolder {
            try fileSystem.syncFolder(folder(path))
        }
    }

    private static func folder(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
