import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import Foundation
import Testing
import TrialFiles

/// What becomes of the file when calls fail, the process dies, the power fails, the disk is full or
/// somebody edits it, at every call of several commits.
struct FaultTests {
    @Test(arguments: Fault.allCases)
    func storeTakesEveryFault(_ fault: Fault) async throws {
        let check = try await FaultCheck<StoreSubject>()
        #expect(check.callCount > 50)
        #expect(Set(check.states).count == check.states.count)
        let findings = try await check.findings(fault)
        #expect(findings == [])
    }

    @Test(arguments: Fault.allCases.filter { $0 != .foreignEdit })
    func storeThatMakesItsFileTakesEveryFault(_ fault: Fault) async throws {
        let findings = try await FaultCheck<NewFileSubject>().findings(fault)
        #expect(findings == [])
    }

    @Test(arguments: Fault.allCases)
    func documentTakesEveryFault(_ fault: Fault) async throws {
        let findings = try await FaultCheck<DocumentSubject>().findings(fault)
        #expect(findings == [])
    }

    /// A planted bug, and what the check of a fault must say of it.
    struct Planted: Sendable, CustomTestStringConvertible {
        let fault: Fault
        let bug: FileBug
        let finding: String

        init(_ fault: Fault, _ bug: FileBug, _ finding: String) {
            self.fault = fault
            self.bug = bug
            self.finding = finding
        }

        var testDescription: String { "\(fault.rawValue): \(bug.rawValue)" }
    }

    static let planted = [
        Planted(.killedProcess, .writesInPlace, "neither old nor new"),
        Planted(.killedProcess, .leavesTemporaryFiles, "there is"),
        Planted(.powerFailure, .skipsFileSync, "neither old nor new"),
        Planted(.powerFailure, .renamesBeforeSync, "neither old nor new"),
        Planted(.powerFailure, .skipsFolderSync, "was acknowledged and is lost"),
        Planted(.failedCall, .writesInPlace, "neither old nor new"),
        Planted(.failedCall, .leavesTemporaryFiles, "there is"),
        Planted(.callThatSaysItFailed, .writesInPlace, "it says that it was not done"),
        Planted(.failedSync, .ignoresFailedFileSync, "the failed sync was ignored"),
        Planted(.failedSync, .ignoresFailedFolderSync, "the failed sync was ignored"),
        Planted(.failedSync, .retriesFailedSync, "the failed sync was tried again"),
        Planted(.fullDisk, .ignoresFullDisk, "the content is not the old one"),
        Planted(.fullDisk, .leavesTemporaryFiles, "there is"),
        Planted(.fullDisk, .writesInPlace, "the content is not the old one"),
        Planted(.cancelledTask, .writesHalfWhenCancelled, "neither old nor new"),
        Planted(.cancelledTask, .keepsLocksWhenCancelled, "the next program fails"),
        Planted(.foreignEdit, .renamesInsteadOfExchanging, "lost"),
        Planted(.foreignEdit, .writesInPlace, "lost"),
    ]

    @Test(arguments: planted)
    func plantedBugIsCaught(_ planted: Planted) async throws {
        try await expect(planted, in: StoreSubject.self)
    }

    @Test func plantedBugIsCaughtWithAFileThatIsMade() async throws {
        try await expect(
            Planted(.failedCall, .ignoresFailedRename, "was acknowledged and is lost"),
            in: NewFileSubject.self)
    }

    @Test(arguments: [
        Planted(.killedProcess, .leavesTemporaryFiles, "there is"),
        Planted(.powerFailure, .skipsFolderSync, "was acknowledged and is lost"),
        Planted(.fullDisk, .ignoresFullDisk, "the content is not the old one"),
    ])
    func plantedBugIsCaughtInADocument(_ planted: Planted) async throws {
        try await expect(planted, in: DocumentSubject.self)
    }

    private func expect<Subject: FaultSubject>(
        _ planted: Planted, in subject: Subject.Type
    ) async throws {
        let check = try await FaultCheck<Subject>(planted.bug, until: planted.finding)
        let findings = try await check.findings(planted.fault)
        #expect(findings.contains { $0.contains(planted.finding) }, "\(findings)")
    }

    @Test func everyFaultHasAPlantedBug() {
        #expect(Set(Self.planted.map(\.fault)) == Set(Fault.allCases))
    }
}
