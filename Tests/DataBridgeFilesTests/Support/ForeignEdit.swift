import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Synchronization

/// What a program that knows nothing of us may do to the file `data`.
enum ForeignEdit: CaseIterable, Sendable {
    /// Writes over it, in place, as many bytes as it had.
    case overwrite
    /// Writes over it, in place, something longer.
    case lengthen
    /// Replaces it by a rename.
    case replace
    /// Removes it.
    case remove
    /// Opens it for writing, and writes when we believe to be done.
    case writeLate

    /// What the file holds after it.
    var content: String? {
        switch self {
        case .overwrite: "OLD CONTENT"
        case .lengthen: "a rather longer foreign content"
        case .replace: "replaced"
        case .remove: nil
        case .writeLate: "written late"
        }
    }

    /// Makes the edit.
    ///
    /// - Returns: What is left to do later.
    func make(in folder: TemporaryFolder) -> @Sendable () -> Void {
        switch self {
        case .overwrite, .lengthen:
            folder.write(content ?? "", "data")
        case .replace:
            folder.replace(content ?? "", "data")
        case .remove:
            folder.remove("data")
        case .writeLate:
            let descriptor = open(folder.path("data"), O_WRONLY)
            let bytes = Array((content ?? "").utf8)
            return {
                ftruncate(descriptor, 0)
                pwrite(descriptor, bytes, bytes.count, 0)
                close(descriptor)
            }
        }
        return {}
    }
}

extension ReplaceCheck {
    /// Lets the edit slip in before every call.
    ///
    /// Whatever comes first, the name must stand for the
    /// foreign edit in the end: either we notice it, or it was made on top of ours.
    func findings(
        _ edit: ForeignEdit, setUp: (FaultyFileSystem) -> Void = { _ in }
    ) throws -> [String] {
        var findings: [String] = []
        for call in 1...(try trace(setUp: setUp).count) {
            let folder = try TemporaryFolder()
            folder.writeLongAgo(old, "data")
            let fileSystem = FaultyFileSystem()
            setUp(fileSystem)
            let later = Mutex<@Sendable () -> Void>({})
            fileSystem.on(.call(call), .run { later.withLock { $0 = edit.make(in: folder) } })
            var failure: FileError?
            do throws(FileError) {
                try replace(fileSystem, folder.path("data"), new)
            } catch {
                failure = error
            }
            later.withLock { $0 }()
            let place = "\(edit) before \(fileSystem.calls[call - 1])"
            if folder.text("data") != edit.content {
                findings.append("\(place): lost")
            }
            if folder.names != (edit == .remove ? [] : ["data"]) {
                findings.append("\(place): there is \(folder.names)")
            }
            if let failure, failure.code != .changedMeanwhile && failure.code != .busy {
                findings.append("\(place): \(failure)")
            }
        }
        return findings
    }
}

/// A second edit after the first, and what must come of both.
extension ReplaceCheck {
    /// Lets an edit slip in before each call and another before the same or each later one.
    ///
    /// The newer
    /// must have the name in the end; the older may only be gone if it was written over.
    func findingsOfTwoEdits() throws -> [String] {
        var findings: [String] = []
        let count = try trace().count + 4  // Putting things back takes a few calls more.
        for first in 1...count {
            for second in first...count {
                let folder = try TemporaryFolder()
                folder.writeLongAgo(old, "data")
                let fileSystem = FaultyFileSystem()
                let wasWrittenOver = Mutex(false)
                let wasMade = Mutex(false)
                fileSystem.on(.call(first), .run { folder.replace("first", "data") })
                fileSystem.on(
                    .call(second),
                    .run {
                        wasMade.withLock { $0 = true }
                        wasWrittenOver.withLock { $0 = folder.text("data") == "first" }
                        folder.replace("second", "data")
                    })
                var kept: [String] = []
                do throws(FileError) {
                    try replace(fileSystem, folder.path("data"), new)
                } catch {
                    kept = error.keptAside
                }
                guard wasMade.withLock({ $0 }) else {
                    continue
                }
                let place = "edits before calls \(first) and \(second)"
                if folder.text("data") != "second" {
                    findings.append("\(place): the newer is not there")
                }
                let asides = folder.names.filter { $0 != "data" }
                if asides.map(folder.path) != kept {
                    findings.append("\(place): there is \(asides), named are \(kept)")
                }
                let texts = asides.map { folder.text($0) }
                if !wasWrittenOver.withLock({ $0 }), first != second, texts != ["first"] {
                    findings.append("\(place): the older is lost")
                }
            }
        }
        return findings
    }

    /// Lets somebody open the file before each call, and write before the same or each later one.
    ///
    /// What was written must have the name in the end.
    func findingsOfSlowEdit(
        setUp: (FaultyFileSystem) -> Void = { _ in }
    ) throws -> [String] {
        var findings: [String] = []
        let count = try trace(setUp: setUp).count + 6
        for first in 1...count {
            for second in first...count {
                let folder = try TemporaryFolder()
                folder.writeLongAgo(old, "data")
                let fileSystem = FaultyFileSystem()
                setUp(fileSystem)
                let rest = LateWork()
                fileSystem.on(
                    .call(first), .run { rest.set(ForeignEdit.writeLate.make(in: folder)) })
                fileSystem.on(.call(second), .run { rest.runOnce() })
                try? replace(fileSystem, folder.path("data"), new)
                rest.runOnce()
                let place = "opened before call \(first), written before call \(second)"
                if first <= fileSystem.calls.count,
                    folder.text("data") != ForeignEdit.writeLate.content
                {
                    findings.append("\(place): lost")
                }
                if folder.names != ["data"] {
                    findings.append("\(place): there is \(folder.names)")
                }
            }
        }
        return findings
    }

    /// Lets an edit slip in before each call and the process die at the same or each later one.
    ///
    /// When
    /// the folder has been cleaned, the edit must have the name.
    func findingsOfEditAndCrash(
        _ edit: ForeignEdit, clean: (String) throws -> Void
    ) throws -> [String] {
        var findings: [String] = []
        let count = try trace().count + 4
        for first in 1...count {
            for second in first...count {
                let folder = try TemporaryFolder()
                folder.writeLongAgo(old, "data")
                let fileSystem = FaultyFileSystem()
                let wasMade = Mutex(false)
                fileSystem.on(
                    .call(first),
                    .run {
                        wasMade.withLock { $0 = true }
                        edit.make(in: folder)()
                    })
                fileSystem.on(.call(second), .crash)
                try? replace(fileSystem, folder.path("data"), new)
                guard fileSystem.hasCrashed, wasMade.withLock({ $0 }) else {
                    continue
                }
                let place = "\(edit) before call \(first), crash at \(fileSystem.calls[second - 1])"
                try clean(folder.path)
                if folder.text("data") != edit.content {
                    findings.append("\(place): lost, there is \(folder.names)")
                }
                if folder.names != (edit == .remove ? [] : ["data"]) {
                    findings.append("\(place): there is \(folder.names)")
                }
            }
        }
        return findings
    }
}
