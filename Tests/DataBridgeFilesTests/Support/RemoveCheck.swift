import DataBridgeFiles
import DataBridgeTestKit
import TrialFiles

/// Holds a removal to what must be true whatever happens to its calls, and says where it is not.
///
/// The file is called `data` and holds `old`. With a planted bug in the file layer, something must
/// be found.
struct RemoveCheck {
    let bug: FileBug?

    init(_ bug: FileBug? = nil) {
        self.bug = bug
    }

    private struct Run {
        let folder: TemporaryFolder
        let disk: VolatileFileSystem
        let files: FaultyFileSystem
        let error: FileError?
        let place: String
    }

    private func run(
        _ call: Int = 1, prepare: (FaultyFileSystem, TemporaryFolder) -> Void
    ) throws -> Run {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        guard let identity = try SystemFileSystem().status(path)?.identity else {
            throw FileError(.notFound, "look at", path)
        }
        let disk = VolatileFileSystem(folder: folder.path)
        let files = FaultyFileSystem(disk)
        prepare(files, folder)
        let error = failure {
            try AtomicReplace(in: BrokenFileSystem(files, bug)).remove(path, expecting: identity)
        }
        let calls = files.calls
        let place = calls.count < call ? "after the last call" : "\(calls[call - 1])"
        return Run(folder: folder, disk: disk, files: files, error: error, place: place)
    }

    func callCount() throws -> Int { try run { _, _ in }.files.calls.count }

    private func clean(_ folder: TemporaryFolder) throws {
        try AtomicReplace(in: BrokenFileSystem(SystemFileSystem(), bug))
            .removeStaleTemporaries(in: folder.path)
    }

    /// The process dies at every call.
    func crashFindings() throws -> [String] {
        var findings: [String] = []
        for call in 1...(try callCount()) {
            let run = try run(call) { files, _ in files.on(.call(call), .crash) }
            let left = run.folder.text("data")
            if left != nil, left != "old" {
                findings.append("\(run.place): it holds something else")
            }
            try clean(run.folder)
            if run.folder.names != (left == nil ? [] : ["data"]) {
                findings.append("\(run.place): after cleaning there is \(run.folder.names)")
            }
        }
        return findings
    }

    /// The power fails at every call, and after the last one.
    func powerLossFindings() throws -> [String] {
        var findings: [String] = []
        for call in 1...(try callCount() + 1) {
            for loss in PowerLoss.allCases {
                let run = try run(call) { files, _ in files.on(.call(call), .crash) }
                try run.disk.losePower(loss)
                try clean(run.folder)
                let left = run.folder.text("data")
                if left != nil, left != "old" {
                    findings.append("\(run.place): it holds something else")
                }
                if run.error == nil, left != nil { findings.append("\(run.place): it came back") }
            }
        }
        return findings
    }

    /// Every call fails, one at a time.
    func failureFindings(_ effect: FileFault.Effect) throws -> [String] {
        var findings: [String] = []
        for call in 1...(try callCount()) {
            let run = try run(call) { files, _ in files.on(.call(call), effect) }
            let left = run.folder.text("data")
            if run.error == nil, left != nil {
                findings.append("\(run.place): it says that it was done")
            }
            if run.error == nil, run.files.calls[call - 1].kind == .syncFolder {
                findings.append("\(run.place): the failed sync was ignored")
            }
            if let error = run.error, !error.isOutcomeUnknown, left != "old" {
                findings.append("\(run.place): it says that it was not done")
            }
            try clean(run.folder)
            if !run.folder.names.allSatisfy({ $0 == "data" }) {
                findings.append("\(run.place): after cleaning there is \(run.folder.names)")
            }
        }
        return findings
    }

    /// Somebody edits the file at every call.
    func editFindings(_ edit: ForeignEdit) throws -> [String] {
        var findings: [String] = []
        for call in 1...(try callCount()) {
            let late = LateWork()
            let wasThere = LateWork.Flag()
            let run = try run(call) { files, folder in
                files.on(
                    .call(call),
                    .run {
                        wasThere.set(folder.text("data") != nil)
                        late.set(edit.make(in: folder))
                    })
            }
            late.run()
            // An edit after the deciding step creates the file, or edits no file of ours.
            if run.error == nil {
                if wasThere.value, edit != .remove { findings.append("\(run.place): lost") }
            } else {
                if run.folder.text("data") != edit.content {
                    findings.append("\(run.place): lost")
                }
                if run.folder.names != (edit == .remove ? [] : ["data"]) {
                    findings.append("\(run.place): there is \(run.folder.names)")
                }
            }
        }
        return findings
    }
}
