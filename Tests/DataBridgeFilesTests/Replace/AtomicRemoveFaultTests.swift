import DataBridgeFiles
import DataBridgeTestKit
import Testing
import TrialFiles

/// What is left when a removal is disturbed, at every call.
///
/// Each check is also made on a file layer with a planted bug, to show that it can find one.
struct AtomicRemoveFaultTests {
    @Test func crashAtEveryCallLeavesTheFileOrNothing() throws {
        #expect(try RemoveCheck().callCount() > 5)
        #expect(try RemoveCheck().crashFindings() == [])
    }

    @Test func powerLossAtEveryCallLeavesTheFileOrNothing() throws {
        #expect(try RemoveCheck().powerLossFindings() == [])
    }

    @Test func failureOfEveryCallIsTold() throws {
        for code in [FileError.Code.ioError, .permissionDenied, .noSpace] {
            #expect(try RemoveCheck().failureFindings(.fail(code)) == [])
            #expect(try RemoveCheck().failureFindings(.failAfterwards(code)) == [])
        }
    }

    @Test(arguments: ForeignEdit.allCases)
    func editAtEveryCallIsKept(edit: ForeignEdit) throws {
        #expect(try RemoveCheck().editFindings(edit) == [])
    }

    /// Neither whether it was done nor whether it can be taken back.
    @Test func stepOfWhichNothingCanBeSeenIsUnknown() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let identity = try #require(try SystemFileSystem().status(path)?.identity)
        let files = FaultyFileSystem()
        files.on(.nth(1, .rename), .failAfterwards(.ioError))
        files.on(.nth(2, .status), .fail(.ioError))
        let error = failure {
            try AtomicReplace(in: files).remove(path, expecting: identity)
        }
        #expect(error?.code == .ioError)
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.detail?.contains("A look at what had happened failed too") == true)
    }

    @Test func checksFindPlantedBugs() throws {
        let table: [(found: [String], finding: String)] = [
            (try RemoveCheck(.leavesTemporaryFiles).crashFindings(), "after cleaning there is"),
            (try RemoveCheck(.skipsFolderSync).powerLossFindings(), "it came back"),
            (
                try RemoveCheck(.ignoresFailedFolderSync).failureFindings(.fail(.ioError)),
                "the failed sync was ignored"
            ),
            (
                try RemoveCheck(.leavesTemporaryFiles).failureFindings(.fail(.ioError)),
                "after cleaning there is"
            ),
            (try RemoveCheck(.removesAtOnce).editFindings(.overwrite), "lost"),
        ]
        for (found, finding) in table {
            #expect(found.contains { $0.contains(finding) }, "\(finding): \(found)")
        }
    }
}
