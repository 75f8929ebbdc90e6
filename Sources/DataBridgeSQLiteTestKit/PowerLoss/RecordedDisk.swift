import DataBridgeTestKit

/// What of the recorded files is on the medium, and what only in memory.
struct RecordedDisk {
    fileprivate enum Change {
        case write(offset: Int, [UInt8])
        case truncate(size: Int)
    }

    private enum NameChange {
        case made(path: String, file: Int64)
        case deleted(path: String)

        var path: String {
            switch self {
            case .made(let path, _), .deleted(let path): path
            }
        }
    }

    private struct File {
        var path: String
        var synced: [UInt8]
        var changes: [Change] = []

        mutating func sync() {
            for change in changes { synced.apply(change) }
            changes = []
        }
    }

    private var files: [Int64: File] = [:]
    /// The names that last, and what happened to names since their folder was synced.
    private var names: [String: Int64] = [:]
    private var nameChanges: [NameChange] = []

    // MARK: What happened

    mutating func find(_ path: String, file: Int64, content: [UInt8]) {
        files[file] = File(path: path, synced: content)
        names[path] = file
    }

    mutating func make(_ path: String, file: Int64) {
        files[file] = File(path: path, synced: [])
        nameChanges.append(.made(path: path, file: file))
    }

    mutating func delete(_ path: String) {
        nameChanges.append(.deleted(path: path))
    }

    mutating func write(_ bytes: [UInt8], at offset: Int, of file: Int64) {
        files[file]?.changes.append(.write(offset: offset, bytes))
    }

    mutating func truncate(_ file: Int64, to size: Int) {
        files[file]?.changes.append(.truncate(size: size))
    }

    mutating func sync(_ file: Int64) {
        files[file]?.sync()
    }

    mutating func syncFolder(of path: String) {
        let folder = Self.folder(of: path)
        for change in nameChanges where Self.folder(of: change.path) == folder {
            Self.apply(change, to: &names)
        }
        nameChanges.removeAll { Self.folder(of: $0.path) == folder }
    }

    mutating func syncFolder(of file: Int64) {
        if let path = files[file]?.path { syncFolder(of: path) }
    }

    // MARK: What is left

    /// The files after the power failure, by path.
    func content(
        after loss: SQLitePowerLoss, _ random: inout SeededGenerator
    ) -> [(path: String, bytes: [UInt8])] {
        var names = names
        for change in nameChanges where loss.keeps(&random) {
            Self.apply(change, to: &names)
        }
        return names.sorted { $0.key < $1.key }.compactMap { path, number in
            guard let file = files[number] else { return nil }
            var bytes = file.synced
            for change in file.changes where loss.keeps(&random) {
                if loss == .tears, case .write(let offset, let new) = change, random.chance(50) {
                    bytes.tear(new, at: offset, &random)
                } else {
                    bytes.apply(change)
                }
            }
            return (path, bytes)
        }
    }

    private static func folder(of path: String) -> Substring {
        path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }

    private static func apply(_ change: NameChange, to names: inout [String: Int64]) {
        switch change {
        case .made(let path, let file): names[path] = file
        case .deleted(let path): names[path] = nil
        }
    }
}

extension SQLitePowerLoss {
    /// Whether one change that was not synced is on the disk.
    fileprivate func keeps(_ random: inout SeededGenerator) -> Bool {
        switch self {
        case .dropsUnsynced: false
        case .keepsSome: random.chance(50)
        case .tears: random.chance(70)
        case .keepsAll: true
        }
    }
}

extension [UInt8] {
    fileprivate mutating func apply(_ change: RecordedDisk.Change) {
        switch change {
        case .write(let offset, let bytes): overwrite(bytes[...], at: offset)
        case .truncate(let size): if size < count { removeLast(count - size) }
        }
    }

    /// Writes bytes; a gap before them reads as zeros.
    private mutating func overwrite(_ bytes: ArraySlice<UInt8>, at offset: Int) {
        let end = offset + bytes.count
        if end > count { self += [UInt8](repeating: 0, count: end - count) }
        // As memory: byte by byte it takes a debug build a hundred times as long.
        withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: target[offset..<end])
                    .copyMemory(from: source)
            }
        }
    }

    /// Writes some sectors of the bytes, leaves some, and fills some with garbage.
    fileprivate mutating func tear(
        _ bytes: [UInt8], at offset: Int, _ random: inout SeededGenerator
    ) {
        let sector = 512
        var start = 0
        while start < bytes.count {
            let end = Swift.min(bytes.count, start + sector - (offset + start) % sector)
            switch random.below(10) {
            case 0..<5: overwrite(bytes[start..<end], at: offset + start)
            case 5..<8: break
            default:
                let garbage = (start..<end).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                overwrite(garbage[...], at: offset + start)
            }
            start = end
        }
    }
}
