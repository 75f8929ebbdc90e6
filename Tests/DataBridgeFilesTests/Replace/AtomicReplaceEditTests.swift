import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

/// Edits by programs that know nothing of us, slipped in before every call.
struct AtomicReplaceEditTests {
    @Test(arguments: ForeignEdit.allCases)
    func editAtEveryCallKeepsTheName(edit: ForeignEdit) throws {
        #expect(try ReplaceCheck.real.findings(edit) == [])
    }

    /// Without the exchange of names there is a moment in which an edit is lost: documented, and
    /// the proof that the check can find one.
    @Test(arguments: ForeignEdit.allCases.filter { $0 != .remove })
    func editCheckFindsWhatARenameLoses(edit: ForeignEdit) throws {
        let findings = try ReplaceCheck.real.findings(edit) { fileSystem in
            fileSystem.on(.every(.exchange), .fail(.unsupported))
        }
        #expect(findings.contains { $0.contains("before") && $0.contains(": lost") })
        if edit != .writeLate {
            // One moment only: between the last look and the rename, seen from three calls.
            #expect(findings.count <= 3)
        }
    }

    @Test func editCheckFindsTheLastWriterWhoWins() throws {
        #expect(try ReplaceCheck.lastWriterWins.findings(.replace) != [])
    }

    @Test func twoEditsAreBothKept() throws {
        #expect(try ReplaceCheck.real.findingsOfTwoEdits() == [])
    }

    @Test func slowEditKeepsTheName() throws {
        #expect(try ReplaceCheck.real.findingsOfSlowEdit() == [])
    }

    @Test func slowEditCheckFindsWhatARenameLoses() throws {
        let findings = try ReplaceCheck.real.findingsOfSlowEdit { fileSystem in
            fileSystem.on(.every(.exchange), .fail(.unsupported))
        }
        #expect(findings.contains { $0.contains("lost") })
    }

    @Test(arguments: ForeignEdit.allCases.filter { $0 != .writeLate })
    func editSurvivesACrashAfterIt(edit: ForeignEdit) throws {
        let findings = try ReplaceCheck.real.findingsOfEditAndCrash(edit) { folder in
            try AtomicReplace(in: SystemFileSystem()).removeStaleTemporaries(in: folder)
        }
        #expect(findings == [])
    }

    @Test func crashCheckFindsACleanerThatRemovesEverything() throws {
        let findings = try ReplaceCheck.real.findingsOfEditAndCrash(.replace) { folder in
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where name.hasSuffix(".tmp") {
                try FileManager.default.removeItem(atPath: folder + "/" + name)
            }
        }
        #expect(findings.contains { $0.contains("lost") })
    }

    @Test func identityReturnedDoesNotCoverAnEditRightAfter() throws {
        let check = ReplaceCheck.real
        for call in 1...(try check.callCount()) {
            let folder = try TemporaryFolder()
            folder.writeLongAgo(check.old, "data")
            let path = folder.path("data")
            let before = try #require(try SystemFileSystem().status(path)?.identity)
            let fileSystem = FaultyFileSystem()
            fileSystem.on(.call(call), .run { folder.write("THE NEW CONTENT", "data") })
            let after = try? AtomicReplace(in: fileSystem)
                .write(Array(check.new.utf8), to: path, expecting: .unchanged(before))
            if let after {
                let now = try SystemFileSystem().status(path)?.identity
                let edit = folder.text("data") == "THE NEW CONTENT"
                #expect(edit, "the edit before call \(call) is lost")
                #expect(now != after, "the edit before call \(call) would go unnoticed")
            }
        }
    }

    @Test func conflictNamesWhatItCouldNotPutBack() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .exchange), .run { folder.replace("theirs", "data") })
        fileSystem.on(.nth(2, .exchange), .fail(.ioError))
        let error = try #require(
            #expect(throws: FileError.self) {
                try AtomicReplace(in: fileSystem)
                    .write(Array("ours".utf8), to: path, expecting: .unchanged(before))
            })
        #expect(error.code == .changedMeanwhile)
        #expect(error.isOutcomeUnknown)
        #expect(error.detail?.contains("Putting things back failed") == true)
        let aside = try #require(error.keptAside.first)
        #expect(FileManager.default.contents(atPath: aside) == Data("theirs".utf8))
        #expect(folder.text("data") == "ours")

        // Whoever opens the folder next finishes it.
        let report = try AtomicReplace(in: SystemFileSystem())
            .removeStaleTemporaries(in: folder.path)
        #expect(report.restored == ["data"])
        #expect(folder.text("data") == "theirs")
        #expect(folder.names == ["data"])
    }

    @Test func puttingBackThatSaysThatItFailedIsUnknown() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .exchange), .run { folder.replace("theirs", "data") })
        fileSystem.on(.nth(2, .exchange), .failAfterwards(.ioError))
        let error = failure {
            try AtomicReplace(in: fileSystem)
                .write(Array("ours".utf8), to: path, expecting: .unchanged(before))
        }
        #expect(error?.code == .changedMeanwhile)
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.keptAside == [])
        #expect(folder.text("data") == "theirs")
        #expect(folder.names == ["data"])
    }

    @Test func fileThatSomebodyHasOpenForWritingIsBusy() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let descriptor = open(path, O_WRONLY)
        let error = #expect(throws: FileError.self) {
            try AtomicReplace(in: SystemFileSystem())
                .write(Array("new".utf8), to: path, expecting: .unchanged(before))
        }
        #expect(error?.code == .busy)
        #expect(error?.isOutcomeUnknown == false)
        #expect(folder.text("data") == "old")
        #expect(folder.names == ["data"])
        close(descriptor)

        // Putting it back has moved its identity, though not its content.
        let now = try #require(try SystemFileSystem().status(path)?.identity)
        #expect(now.hasSameContent(as: before))
        try AtomicReplace(in: SystemFileSystem())
            .write(Array("new".utf8), to: path, expecting: .unchanged(now))
        #expect(folder.text("data") == "new")
    }

    /// A child that is being started has our closed file open until it gets under way.
    @Test func writerThatIsGoneAtTheNextLookIsNone() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let descriptor = open(path, O_WRONLY)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(3, .hasWriters), .run { close(descriptor) })
        try AtomicReplace(in: fileSystem)
            .write(Array("new".utf8), to: path, expecting: .unchanged(before))
        #expect(folder.text("data") == "new")
    }

    /// Until it is put back, others take our file for the file, and may base their edits on it.
    @Test func displacedFileWithAWriterIsPutBackAtOnce() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let fileSystem = FaultyFileSystem()
        let rest = LateWork()
        fileSystem.on(
            .nth(1, .exchange), .run { rest.set(ForeignEdit.writeLate.make(in: folder)) })
        let error = failure {
            try AtomicReplace(in: fileSystem)
                .write(Array("new".utf8), to: path, expecting: .unchanged(before))
        }
        #expect(error?.code == .busy)
        #expect(fileSystem.calls.filter { $0.kind == .hasWriters }.count == 2)
        #expect(folder.text("data") == "old")
        rest.run()
        #expect(folder.text("data") == ForeignEdit.writeLate.content)
    }

    @Test func fileNobodyCanSayAnythingAboutTheWritersOfIsReplaced() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let fileSystem = FaultyFileSystem()
        // Of the file, and of the displaced file, after that of the temporary one.
        fileSystem.on(.nth(2, .open), .fail(.permissionDenied))
        fileSystem.on(.nth(3, .open), .fail(.permissionDenied))
        try AtomicReplace(in: fileSystem)
            .write(Array("new".utf8), to: path, expecting: .unchanged(before))
        #expect(!fileSystem.calls.contains { $0.kind == .hasWriters })
        #expect(folder.text("data") == "new")
        #expect(folder.names == ["data"])
    }
}
