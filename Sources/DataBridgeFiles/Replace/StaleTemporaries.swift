/// What a cleaning of a folder found and did, by names in that folder.
public struct StaleTemporaries: Hashable, Sendable {
    /// Temporary files that nobody needed and that were removed.
    public var removed: [String] = []
    /// Files that have their own content back: an interrupted replacement or removal had displaced
    /// an edit by somebody else.
    public var restored: [String] = []
    /// Files in which such an edit was kept, because its own name has newer content.
    public var keptAside: [String] = []
    /// Temporary files that were left alone: their process is still at work, or it cannot be told.
    public var inUse: [String] = []

    /// Creates an empty report.
    public init() {}
}

/// Cleans one folder of what processes that have ended left half-done.
struct StaleTemporaryCleaner {
    let folder: any FolderHandle
    let random: @Sendable () -> UInt64

    func run() throws(FileError) -> StaleTemporaries {
        var report = StaleTemporaries()
        for entry in try folder.entries(of: ".") where entry.kind == .regular {
            if let name = TemporaryName(entry.name) {
                try clean(entry.name, name, &report)
            }
        }
        if [report.removed, report.restored, report.keptAside].contains(where: { !$0.isEmpty }) {
            try folder.syncIfPossible()
        }
        return report
    }

    private func clean(
        _ text: String, _ name: TemporaryName, _ report: inout StaleTemporaries
    ) throws(FileError) {
        guard let claim = try claim(text) else {
            report.inUse.append(text)
            return
        }
        defer { try? claim.file.close() }  // Only opened to lock it.
        let seal = FileSeal(claim.identity)
        switch name {
        case .new:
            try folder.remove(text)
            report.removed.append(text)
        case .swap(_, let ours, let expected, let base):
            // After the exchange a process that is still alive has the file itself locked.
            if seal != ours, try !isUnclaimed(base) {
                report.inUse.append(text)
            } else if seal == ours || seal == expected {
                try folder.remove(text)
                report.removed.append(text)
            } else {
                try restore(text, ours: ours, base: base, &report)
            }
        case .gone(_, let expected, let base):
            if seal == expected {
                try folder.remove(text)
                report.removed.append(text)
            } else {
                try restoreGone(text, base: base, &report)
            }
        }
    }

    /// Puts back an edit that was displaced by a replacement.
    private func restore(
        _ text: String, ours: FileSeal, base: String, _ report: inout StaleTemporaries
    ) throws(FileError) {
        let named = try folder.status(base, followingLinks: false)
        guard let named, FileSeal(named.identity) == ours else {
            report.keptAside.append(folder.setAside(text, of: base, random: random))
            return
        }
        try folder.exchange(text, base)
        if let out = try folder.status(text, followingLinks: false), FileSeal(out.identity) == ours
        {
            try folder.remove(text)
            report.restored.append(base)
        } else {
            // Edited in this very moment: the newest edit keeps the name.
            try folder.exchange(text, base)
            report.keptAside.append(folder.setAside(text, of: base, random: random))
        }
    }

    /// Puts back an edit that was displaced by a removal.
    private func restoreGone(
        _ text: String, base: String, _ report: inout StaleTemporaries
    ) throws(FileError) {
        do {
            try folder.renameIfAbsent(text, to: base)
            report.restored.append(base)
        } catch let error where error.code == .alreadyExists {
            report.keptAside.append(folder.setAside(text, of: base, random: random))
        }
    }

    /// Opens and locks a temporary file; nil when it is in use, or has gone away.
    private func claim(
        _ text: String
    ) throws(FileError) -> (file: any OpenFile, identity: FileIdentity)? {
        guard let file = try openToLock(text), try lock(file) else {
            return nil
        }
        // It may have been exchanged or removed between the opening and the lock.
        let identity = try file.status().identity
        guard let named = try folder.status(text, followingLinks: false),
            named.identity.isSameFile(as: identity)
        else {
            return nil
        }
        return (file, identity)
    }

    /// Whether no process is at work on the file that has this name.
    private func isUnclaimed(_ name: String) throws(FileError) -> Bool {
        guard try folder.status(name, followingLinks: false)?.kind == .regular else {
            return true
        }
        guard let file = try openToLock(name) else {
            return false
        }
        defer { try? file.close() }  // Only opened to lock it.
        return try lock(file)
    }

    private func openToLock(_ name: String) throws(FileError) -> (any OpenFile)? {
        do {
            return try folder.open(name, .reading)
        } catch let error where [.notFound, .permissionDenied].contains(error.code) {
            return nil
        }
    }

    private func lock(_ file: any OpenFile) throws(FileError) -> Bool {
        do {
            return try file.tryLock(.exclusive)
        } catch let error where error.code == .unsupported {
            return false
        }
    }
}
