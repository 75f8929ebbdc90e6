import DataBridgeFiles
import Synchronization

/// What of a folder is on the medium, and what only in memory.
final class VolatileDisk: Sendable {
    /// A file, whatever its name.
    private struct FileKey: Hashable {
        let device: UInt64
        let inode: UInt64

        init(_ identity: FileIdentity) {
            device = identity.device
            inode = identity.inode
        }
    }

    private enum Entry: Hashable {
        case file(FileKey)
        case folder
    }

    private struct State {
        /// The names last synced, by folder; a folder that is not listed has not changed.
        var names: [String: [String: Entry]] = [:]
        /// The content last synced; a file that is not listed has not changed.
        var contents: [FileKey: [UInt8]] = [:]
    }

    private let fileSystem: any FileSystem
    private let root: String
    /// Where files without a name wait: an inode that was really removed could not come back, and
    /// another file could get its number.
    private let unlinked: String
    private let state = Mutex(State())

    init(_ fileSystem: any FileSystem, root: String) {
        self.fileSystem = fileSystem
        self.root = root
        unlinked = root + ".unlinked"
    }

    deinit {
        // Nobody is left to tell, and the system clears temporary folders too.
        try? removeTree(unlinked)
    }

    // MARK: What happens

    /// Notes the names in the folders of these paths before they, or the files, change.
    func willChangeNames(in paths: [String]) throws(FileError) {
        for path in paths {
            let folder = folder(of: path)
            guard isAtStake(folder), state.withLock({ $0.names[folder] }) == nil else { continue }
            let names = try listing(folder)
            state.withLock { $0.names[folder] = names }
        }
    }

    func didMakeFolder(_ path: String) {
        guard isAtStake(path) else { return }
        state.withLock { $0.names[path] = [:] }
    }

    func didSyncFolder(_ path: String) throws(FileError) {
        guard isAtStake(path) else { return }
        let names = try listing(path)
        state.withLock { $0.names[path] = names }
    }

    /// Notes the content of a file before it changes.
    func willChange(_ file: any OpenFile, isNew: Bool) throws(FileError) {
        let key = FileKey(try file.status().identity)
        guard state.withLock({ $0.contents[key] }) == nil else { return }
        let content = isNew ? [] : try content(of: file)
        state.withLock { $0.contents[key] = content }
    }

    func didSync(_ file: any OpenFile) throws(FileError) {
        let key = FileKey(try file.status().identity)
        let content = try content(of: file)
        state.withLock { $0.contents[key] = content }
    }

    /// Takes a file's name away without losing the file.
    ///
    /// - Returns: false when there is no such file, or it is not at stake.
    func keepFile(at path: String) throws(FileError) -> Bool {
        guard isAtStake(folder(of: path)),
            let status = try fileSystem.status(path, followingLinks: false),
            status.kind == .regular
        else { return false }
        if try fileSystem.status(unlinked) == nil {
            try fileSystem.makeFolder(unlinked, mode: .folder)
        }
        try fileSystem.rename(path, to: place(FileKey(status.identity)), .replacing)
        return true
    }

    // MARK: The failure

    func losePower(_ loss: PowerLoss) throws(FileError) {
        let before = state.withLock { $0 }
        for (folder, names) in before.names.sorted(by: { $0.key < $1.key }) {
            // A folder may have gone with the one it was in.
            guard try fileSystem.status(folder) != nil else { continue }
            if !loss.keepsNames { try restore(names, in: folder) }
        }
        if loss != .names {
            try loseContents(before.contents, in: before.names.keys.sorted(), loss)
        }
        state.withLock { $0 = State() }
    }

    private func loseContents(
        _ contents: [FileKey: [UInt8]], in folders: [String], _ loss: PowerLoss
    ) throws(FileError) {
        var number = 0
        for folder in folders {
            // A folder may have gone with the one it was in.
            guard try fileSystem.status(folder) != nil else { continue }
            for (name, entry) in try listing(folder).sorted(by: { $0.key < $1.key }) {
                guard case .file(let key) = entry, let synced = contents[key] else { continue }
                let file = try fileSystem.open(folder + "/" + name, .updating)
                let latest = try content(of: file)
                if latest != synced {
                    number += 1
                    if loss.takesContent(ofFile: number) {
                        try replace(latest, by: synced, in: file, loss)
                    }
                }
                try file.close()
            }
        }
    }

    private func restore(_ names: [String: Entry], in folder: String) throws(FileError) {
        let now = try listing(folder)
        for (name, entry) in now where names[name] != entry {
            let path = folder + "/" + name
            if entry == .folder {
                try removeTree(path)
            } else {
                _ = try keepFile(at: path)
            }
        }
        for (name, entry) in names where now[name] != entry {
            let path = folder + "/" + name
            switch entry {
            case .file(let key): try fileSystem.rename(place(key), to: path, .replacing)
            case .folder: try fileSystem.makeFolder(path, mode: .folder)
            }
        }
    }

    private func replace(
        _ latest: [UInt8], by synced: [UInt8], in file: any OpenFile, _ loss: PowerLoss
    ) throws(FileError) {
        var left = synced
        if loss == .halfOfContent {
            let half = latest.count / 2
            left = latest[..<half] + Array(repeating: 0, count: latest.count - half)
        }
        try file.truncate(to: Int64(left.count))
        try file.write(left.span.bytes, at: 0)
    }

    // MARK: Looking

    private func isAtStake(_ folder: String) -> Bool {
        folder == root || folder.utf8.starts(with: (root + "/").utf8)
    }

    private func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    private func place(_ key: FileKey) -> String {
        "\(unlinked)/\(key.device)-\(key.inode)"
    }

    private func listing(_ folder: String) throws(FileError) -> [String: Entry] {
        var names: [String: Entry] = [:]
        for entry in try fileSystem.entries(of: folder) {
            if entry.kind == .folder {
                names[entry.name] = .folder
            } else if let status = try fileSystem.status(
                folder + "/" + entry.name, followingLinks: false)
            {
                names[entry.name] = .file(FileKey(status.identity))
            }
        }
        return names
    }

    private func content(of file: any OpenFile) throws(FileError) -> [UInt8] {
        try [UInt8](capacity: Int(try file.status().size)) {
            (output: inout OutputSpan<UInt8>) throws(FileError) in
            try output.withUnsafeMutableBufferPointer { (buffer, count) throws(FileError) in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
            }
        }
    }

    private func removeTree(_ folder: String) throws(FileError) {
        for entry in try fileSystem.entries(of: folder) {
            let path = folder + "/" + entry.name
            if entry.kind == .folder {
                try removeTree(path)
            } else {
                try fileSystem.remove(path)
            }
        }
        try fileSystem.removeFolder(folder)
    }
}
