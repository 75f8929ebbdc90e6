import DataBridgeFiles
import DataBridgeTestKit

/// Holds a way of replacing a file to what every such way must do, and says where it fails.
///
/// The file is called `data`, holds `old`, and is to hold `new`.
struct ReplaceCheck: Sendable {
    let replace: SloppyReplace.Replace
    let old = "old content"
    let new = "the new content"

    /// The way under test: expects the state that a look at the file gives.
    static let real = ReplaceCheck { (fileSystem, path, text) throws(FileError) in
        let identity = try SystemFileSystem().status(path)?.identity
        try AtomicReplace(in: fileSystem).write(
            Array(text.utf8), to: path, expecting: identity.map { .unchanged($0) } ?? .absent)
    }

    /// The same for a file that nobody else writes.
    static let lastWriterWins = ReplaceCheck { (fileSystem, path, text) throws(FileError) in
        try AtomicReplace(in: fileSystem).write(
            Array(text.utf8), to: path, expecting: .anything)
    }

    /// How many calls a replacement makes when nothing is wrong.
    func callCount() throws -> Int {
        try trace().count
    }

    func trace(setUp: (FaultyFileSystem) -> Void = { _ in }) throws -> [FileCall] {
        let folder = try TemporaryFolder()
        folder.writeLongAgo(old, "data")
        let fileSystem = FaultyFileSystem()
        setUp(fileSystem)
        try replace(fileSystem, folder.path("data"), new)
        return fileSystem.calls
    }

    /// Lets the process die at every call, with a part of the bytes written where it writes.
    func crashFindings() throws -> [String] {
        var findings: [String] = []
        for call in 1...(try callCount()) {
            for bytes in [0, 3] {
                let folder = try TemporaryFolder()
                folder.writeLongAgo(old, "data")
                let fileSystem = FaultyFileSystem()
                fileSystem.on(.call(call), .crashAfter(bytes: bytes))
                try? replace(fileSystem, folder.path("data"), new)
                let place = "crash at \(fileSystem.calls[call - 1])"
                let left = folder.text("data")
                if left != old, left != new {
                    findings.append("\(place): the content is neither old nor new")
                }
                try AtomicReplace(in: SystemFileSystem()).removeStaleTemporaries(in: folder.path)
                if folder.names != ["data"] || folder.text("data") != left {
                    findings.append("\(place): after cleaning there is \(folder.names)")
                }
            }
        }
        return findings
    }

    /// Makes every call fail, one at a time, and looks whether the outcome is what is said.
    func failureFindings(_ effect: FileFault.Effect) throws -> [String] {
        var findings: [String] = []
        for call in 1...(try callCount()) {
            let folder = try TemporaryFolder()
            folder.writeLongAgo(old, "data")
            let fileSystem = FaultyFileSystem()
            fileSystem.on(.call(call), effect)
            let place: String
            do throws(FileError) {
                try replace(fileSystem, folder.path("data"), new)
                place = "\(fileSystem.calls[call - 1])"
                if folder.text("data") != new {
                    findings.append("\(place): it says that it was done")
                }
                if [.sync, .syncFolder].contains(fileSystem.calls[call - 1].kind) {
                    findings.append("\(place): the failed sync was ignored")
                }
            } catch {
                place = "\(fileSystem.calls[call - 1])"
                if !error.isOutcomeUnknown, folder.text("data") != old {
                    findings.append("\(place): it says that it was not done")
                }
                if folder.text("data") != old, folder.text("data") != new {
                    findings.append("\(place): the content is neither old nor new")
                }
            }
            try AtomicReplace(in: SystemFileSystem()).removeStaleTemporaries(in: folder.path)
            if folder.names != ["data"] {
                findings.append("\(place): after cleaning there is \(folder.names)")
            }
        }
        return findings
    }

    /// Lets the disk become full after every number of bytes.
    func fullDiskFindings() throws -> [String] {
        var findings: [String] = []
        for capacity in 0..<new.utf8.count {
            let folder = try TemporaryFolder()
            folder.writeLongAgo(old, "data")
            let fileSystem = FaultyFileSystem()
            fileSystem.on(.every(.write), .fillDisk(afterBytes: capacity))
            do throws(FileError) {
                try replace(fileSystem, folder.path("data"), new)
                findings.append("\(capacity) bytes: no error")
            } catch {
                if error.code != .noSpace || error.isOutcomeUnknown {
                    findings.append("\(capacity) bytes: \(error)")
                }
            }
            if folder.text("data") != old || folder.names != ["data"] {
                findings.append("\(capacity) bytes: the folder holds \(folder.names)")
            }
        }
        return findings
    }

    /// Follows the calls and looks for a name given to content that a power failure could take.
    func durabilityFindings() throws -> [String] {
        var findings: [String] = []
        var unsynced: Set<String> = []
        var folderIsUnsynced = false
        for call in try trace() {
            switch (call.kind, call.otherPath) {
            case (.write, _):
                unsynced.insert(call.path)
            case (.sync, _):
                unsynced.remove(call.path)
            case (.rename, let newPath?), (.exchange, let newPath?):
                folderIsUnsynced = true
                if unsynced.remove(call.path) != nil {
                    findings.append("\(call): before the content was synced")
                    unsynced.insert(newPath)
                }
            case (.syncFolder, _):
                folderIsUnsynced = false
            default:
                break
            }
        }
        if folderIsUnsynced {
            findings.append("the folder was not synced")
        }
        return findings
    }
}
