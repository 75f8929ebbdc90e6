import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import TrialFiles

/// Holds a writer of JSON files to what must be true whatever happens to its calls, and says where
/// it is not.
///
/// The same check runs on the honest file layer, where it finds nothing, and on one with a planted
/// bug, where it must find that.
struct FaultCheck<Subject: FaultSubject>: Sendable {
    /// What came of a run.
    struct Run: Sendable {
        let folder: TestFolder
        let disk: VolatileFileSystem
        let files: FaultyFileSystem
        /// The steps that were acknowledged.
        var acknowledged = 0
        var subject: Subject?
        var error: (any Error)?

        /// What the error says about the step that failed.
        var outcome: CommitOutcome? { (error as? DataError)?.commitOutcome }
        var left: String? { try? folder.text() }
    }

    let bug: FileBug?
    /// The finding that is looked for; nil for all there are.
    let wanted: String?
    /// The text of the file after each step.
    private(set) var states: [String?] = []
    /// The number of calls that an undisturbed run makes.
    private(set) var callCount = 0

    init(_ bug: FileBug? = nil, until wanted: String? = nil) async throws {
        self.bug = bug
        self.wanted = wanted
        let folder = try TestFolder()
        let subject = try await Subject(
            opening: try folder.file("tasks.json", Subject.initial), Self.options(),
            ManualClock().services)
        states = [Subject.initial]
        for number in 1...Subject.stepCount {
            try await subject.step(number)
            states.append(try? folder.text())
        }
        try await subject.close()
        callCount = try await run { _ in }.files.calls.count
    }

    static func options(
        _ fileSystem: any FileSystem = SystemFileSystem()
    ) -> JSONFileOptions {
        JSONFileOptions(
            fileSystem: fileSystem, lockTimeout: .milliseconds(400), pollInterval: nil)
    }

    /// Takes all steps, or those before the first that fails.
    func run(_ prepare: (FaultyFileSystem) -> Void) async throws -> Run {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", Subject.initial)
        let disk = VolatileFileSystem(folder: folder.path)
        var run = Run(folder: folder, disk: disk, files: FaultyFileSystem(disk))
        prepare(run.files)
        do {
            let subject = try await Subject(
                opening: path, Self.options(BrokenFileSystem(run.files, bug)),
                ManualClock().services)
            run.subject = subject
            for number in 1...Subject.stepCount {
                try await subject.step(number)
                run.acknowledged = number
            }
        } catch {
            run.error = error
        }
        return run
    }

    /// Runs the body for every number, or until it finds what is looked for.
    func forEach(
        _ numbers: ClosedRange<Int>, _ body: (Int) async throws -> [String]
    ) async throws -> [String] {
        var findings: [String] = []
        for number in numbers {
            findings += try await body(number)
            if let wanted, findings.contains(where: { $0.contains(wanted) }) { break }
        }
        return findings
    }

    /// What is wrong with the content that is left: it must be that of the last acknowledged step,
    /// or wholly that of the next one.
    func contentFindings(_ run: Run, _ place: String) -> [String] {
        let left = run.left
        if left == states[run.acknowledged] { return [] }
        if run.acknowledged < Subject.stepCount, left == states[run.acknowledged + 1] {
            return []
        }
        if states.contains(left) {
            return ["\(place): step \(run.acknowledged) was acknowledged and is lost"]
        }
        return ["\(place): the content is neither old nor new: \(left ?? "no file")"]
    }

    /// What the next program finds wrong: it must read what is left, tidy up, and be able to write.
    func nextProgramFindings(_ run: Run, _ place: String) async -> [String] {
        let before = run.left
        var findings: [String] = []
        do {
            let next = try await Subject(
                opening: try run.folder.file(),
                Self.options(BrokenFileSystem(SystemFileSystem(), bug)), RuntimeServices())
            let found = try await next.read()
            if found != (try before.map(Subject.values) ?? [:]) {
                findings.append("\(place): the next program reads \(found)")
            }
            try await next.touch()
            if try run.left.map(Subject.values)?.count != found.count + 1 {
                findings.append("\(place): the next program's write is not there")
            }
            try await next.close()
            if try run.folder.names() != ["tasks.json"] {
                findings.append("\(place): there is \(try run.folder.names())")
            }
            // Its line break may have been lost with the power.
            if !(try run.folder.text(".databridge/.gitignore").hasPrefix("*")) {
                findings.append("\(place): git does not ignore our folder")
            }
        } catch {
            findings.append("\(place): the next program fails: \(error)")
        }
        return findings
    }
}
