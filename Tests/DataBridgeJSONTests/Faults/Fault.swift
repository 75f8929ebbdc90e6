import DataBridgeCore
import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import TrialFiles

/// What can happen, at every call of a run.
enum Fault: String, CaseIterable, Sendable {
    case killedProcess, powerFailure, failedCall, callThatSaysItFailed, failedSync, fullDisk
    case cancelledTask, foreignEdit
}

extension FaultCheck {
    /// What is wrong with how the subject takes a fault.
    func findings(_ fault: Fault) async throws -> [String] {
        switch fault {
        case .killedProcess: try await killedProcessFindings()
        case .powerFailure: try await powerFailureFindings()
        case .failedCall:
            try await failureFindings(.fail(.ioError))
                + failureFindings(.fail(.permissionDenied))
        case .callThatSaysItFailed: try await failureFindings(.failAfterwards(.ioError))
        case .failedSync: try await failedSyncFindings()
        case .fullDisk: try await fullDiskFindings() + failureFindings(.fail(.noSpace))
        case .cancelledTask: try await cancellationFindings()
        case .foreignEdit: try await foreignEditFindings()
        }
    }

    /// The process dies at every call, with a part of the bytes written where it writes.
    private func killedProcessFindings() async throws -> [String] {
        try await forEach(1...callCount) { call in
            let run = try await run { $0.on(.call(call), .crashAfter(bytes: 5)) }
            let place = "killed at \(run.files.calls[call - 1])"
            return contentFindings(run, place) + (await nextProgramFindings(run, place))
        }
    }

    /// The power fails at every call, and after the last one.
    private func powerFailureFindings() async throws -> [String] {
        try await forEach(1...callCount + 1) { call in
            var findings: [String] = []
            for loss in PowerLoss.allCases {
                let run = try await run { $0.on(.call(call), .crashAfter(bytes: 5)) }
                try run.disk.losePower(loss)
                let place = "power lost with \(loss) at call \(call)"
                findings += contentFindings(run, place)
                findings += await nextProgramFindings(run, place)
            }
            return findings
        }
    }

    /// Every call fails, one at a time, and it is told what became of the step.
    private func failureFindings(_ effect: FileFault.Effect) async throws -> [String] {
        try await forEach(1...callCount) { call in
            let run = try await run { $0.on(.call(call), effect) }
            guard call <= run.files.calls.count else { return [] }
            return await outcomeFindings(run, "\(effect) at \(run.files.calls[call - 1])")
        }
    }

    /// Whether what is said is what is there, and the subject goes on with it.
    private func outcomeFindings(_ run: Run, _ place: String) async -> [String] {
        run.files.reset()
        var findings = contentFindings(run, place)
        let isDone = run.left != states[run.acknowledged]
        if isDone, run.outcome != .unknown {
            findings.append("\(place): it says that it was not done")
        }
        if run.error == nil, run.acknowledged < Subject.stepCount {
            findings.append("\(place): steps are missing")
        }
        do {
            let expected = try run.left.map(Subject.values) ?? [:]
            if let found = try await run.subject?.read(), found != expected {
                findings.append("\(place): the same program reads \(found)")
            }
            try await run.subject?.close()
        } catch {
            findings.append("\(place): the same program fails: \(error)")
        }
        return findings + (await nextProgramFindings(run, place))
    }

    /// Every sync fails, one at a time, and then the power.
    private func failedSyncFindings() async throws -> [String] {
        let calls = try await run { _ in }.files.calls
        let syncs = calls.filter { [.sync, .syncFolder].contains($0.kind) }.map(\.number)
        return try await forEach(1...syncs.count) { number in
            var findings: [String] = []
            for loss in PowerLoss.allCases {
                let run = try await run { $0.on(.call(syncs[number - 1]), .fail(.syncFailed)) }
                let failed = run.files.calls[syncs[number - 1] - 1]
                let place = "\(failed), power lost with \(loss)"
                if run.error == nil { findings.append("\(place): the failed sync was ignored") }
                if failed.kind == .syncFolder, run.outcome != .unknown {
                    findings.append("\(place): the outcome is not unknown")
                }
                let others = run.files.calls.dropFirst(failed.number)
                if others.contains(where: { $0.kind == failed.kind && $0.path == failed.path }) {
                    findings.append("\(place): the failed sync was tried again")
                }
                try run.disk.losePower(loss)
                findings += contentFindings(run, place)
                findings += await nextProgramFindings(run, place)
            }
            return findings
        }
    }

    /// The disk is full from every write on, with none, some or nearly all of its bytes written.
    private func fullDiskFindings() async throws -> [String] {
        let calls = try await run { _ in }.files.calls
        let writes = calls.filter { $0.kind == .write }
        return try await forEach(1...writes.count) { number in
            var findings: [String] = []
            let size = writes[number - 1].byteCount ?? 0
            for written in [0, size / 2, size - 1] {
                let run = try await run { files in
                    files.on(.nth(number, .write), .tear(afterBytes: written, .noSpace))
                    files.on(
                        FileFault.Trigger(
                            kinds: [.write, .append, .makeFolder], numbers: number + 1...Int.max),
                        .fail(.noSpace))
                }
                let place = "disk full after \(written) bytes of write \(number)"
                if (run.error as? DataError)?.code != .noSpace || run.outcome != .rolledBack {
                    findings.append("\(place): it says \(run.error.map { "\($0)" } ?? "nothing")")
                }
                if run.left != states[run.acknowledged] {
                    findings.append("\(place): the content is not the old one")
                }
                let names = try run.folder.names()
                if names != (run.left == nil ? [] : ["tasks.json"]) {
                    findings.append("\(place): there is \(names)")
                }
                // When there is room again, the same program goes on.
                run.files.reset()
                do {
                    try await run.subject?.step(run.acknowledged + 1)
                    if run.left != states[run.acknowledged + 1] {
                        findings.append("\(place): the step after it is not made")
                    }
                } catch {
                    findings.append("\(place): the step after it fails: \(error)")
                }
                findings += await nextProgramFindings(run, place)
            }
            return findings
        }
    }

    /// The task is cancelled at every call.
    private func cancellationFindings() async throws -> [String] {
        try await forEach(1...callCount) { call in
            // In a task of its own: cancelled ones stay so.
            let run = try await Task { () async throws -> Run in
                try await self.run { files in
                    files.on(.call(call), .run { withUnsafeCurrentTask { $0?.cancel() } })
                }
            }.value
            let place = "cancelled at call \(call)"
            var findings = await outcomeFindings(run, place)
            if let error = run.error, (error as? DataError)?.code != .cancelled {
                findings.append("\(place): it says \(error)")
            }
            return findings
        }
    }

    /// Another program edits the file at every call of the first step.
    private func foreignEditFindings() async throws -> [String] {
        guard let initial = Subject.initial, let after = states[1] else { return [] }
        func edit(_ text: String) -> String {
            text.replacing(#""b", "n": 1"#, with: #""b", "n": 50"#)
                .replacing(#""b": 1"#, with: #""b": 50"#)
        }
        let edited = edit(initial)
        return try await forEach(1...callCount) { call in
            let folder = try TestFolder()
            let path = try folder.file("tasks.json", initial)
            let files = FaultyFileSystem()
            files.on(.call(call), .run { try? Data(edited.utf8).write(to: URL(filePath: path)) })
            let subject = try await Subject(
                opening: path, Self.options(BrokenFileSystem(files, bug)), ManualClock().services)
            var error: (any Error)?
            do { try await subject.step(1) } catch let failure { error = failure }
            guard files.calls.count >= call else { return [] }
            let place = "edit before \(files.calls[call - 1])"
            files.reset()
            var findings: [String] = []
            let left = try folder.text()
            if error == nil {
                // An edit after the last look comes later and may not know ours.
                if left != edit(after), left != edited { findings.append("\(place): lost") }
            } else {
                let kept = try folder.names().map { try folder.text($0) }
                if !kept.contains(edited) { findings.append("\(place): lost") }
            }
            if try await subject.read() != (try Subject.values(in: left)) {
                findings.append("\(place): the same program does not see it")
            }
            try await subject.close()
            return findings
        }
    }
}
