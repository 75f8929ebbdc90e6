import DataBridgeFiles
import DataBridgeTestKit
import Testing

/// What is left when things go wrong, at every call.
///
/// Each check is also made on a replacement with
/// a planted bug, to show that it can find one.
struct AtomicReplaceFaultTests {
    @Test(arguments: [ReplaceCheck.real, .lastWriterWins])
    func crashAtEveryCallLeavesOldOrNew(check: ReplaceCheck) throws {
        #expect(try check.callCount() > 10)
        #expect(try check.crashFindings() == [])
    }

    @Test func crashCheckFindsWritingInPlace() throws {
        let findings = try ReplaceCheck(replace: SloppyReplace.inPlace).crashFindings()
        #expect(findings.contains { $0.contains("neither old nor new") })
    }

    @Test func crashCheckFindsTemporariesThatStay() throws {
        let findings = try ReplaceCheck(replace: SloppyReplace.leavingTemporaries).crashFindings()
        #expect(findings.contains { $0.contains("after cleaning there is") })
    }

    @Test(arguments: [ReplaceCheck.real, .lastWriterWins])
    func failureOfEveryCallIsTold(check: ReplaceCheck) throws {
        #expect(try check.failureFindings(.fail(.ioError)) == [])
        #expect(try check.failureFindings(.fail(.permissionDenied)) == [])
        #expect(try check.failureFindings(.fail(.tooManyOpenFiles)) == [])
        #expect(try check.failureFindings(.failAfterwards(.ioError)) == [])
    }

    @Test func failureCheckFindsIgnoredSyncs() throws {
        let findings = try ReplaceCheck(replace: SloppyReplace.ignoringSyncErrors)
            .failureFindings(.fail(.ioError))
        #expect(findings.contains { $0.contains("the failed sync was ignored") })
    }

    @Test func failureCheckFindsUntruths() throws {
        let findings = try ReplaceCheck(replace: SloppyReplace.inPlace).failureFindings(
            .fail(.ioError))
        #expect(findings.contains { $0.contains("it says that it was not done") })
    }

    @Test(arguments: [ReplaceCheck.real, .lastWriterWins])
    func fullDiskLeavesOld(check: ReplaceCheck) throws {
        #expect(try check.fullDiskFindings() == [])
    }

    @Test func fullDiskCheckFindsWritingInPlace() throws {
        let findings = try ReplaceCheck(replace: SloppyReplace.inPlace).fullDiskFindings()
        #expect(findings.contains { $0.contains("the folder holds") })
    }

    @Test func fullDiskCheckFindsTemporariesThatStay() throws {
        let findings = try ReplaceCheck(replace: SloppyReplace.leavingTemporaries)
            .fullDiskFindings()
        #expect(findings.contains { $0.contains("data.tmp") })
    }

    @Test(arguments: [ReplaceCheck.real, .lastWriterWins])
    func contentIsSyncedBeforeItHasTheNameAndTheFolderAfterwards(check: ReplaceCheck) throws {
        #expect(try check.durabilityFindings() == [])
    }

    @Test func durabilityCheckFindsMissingSyncs() throws {
        let file = try ReplaceCheck(replace: SloppyReplace.withoutFileSync).durabilityFindings()
        #expect(file.contains { $0.contains("before the content was synced") })
        let folder = try ReplaceCheck(replace: SloppyReplace.withoutFolderSync)
            .durabilityFindings()
        #expect(folder == ["the folder was not synced"])
    }

    @Test func failedSyncIsNotTriedAgain() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .sync), .fail(.syncFailed))
        #expect(throws: FileError.self) {
            try AtomicReplace(in: fileSystem)
                .write([1], to: folder.path("data"), expecting: .anything)
        }
        #expect(fileSystem.calls.filter { $0.kind == .sync }.count == 1)
        #expect(folder.text("data") == "old")
        #expect(folder.names == ["data"])
    }

    @Test func failedFolderSyncLeavesTheOutcomeUnknown() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let identity = try #require(try SystemFileSystem().status(folder.path("data"))?.identity)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.syncFolder), .fail(.syncFailed))
        let error = #expect(throws: FileError.self) {
            try AtomicReplace(in: fileSystem).write(
                Array("new".utf8), to: folder.path("data"), expecting: .unchanged(identity))
        }
        #expect(error?.code == .syncFailed)
        #expect(error?.isOutcomeUnknown == true)
        #expect(folder.text("data") == "new")
        #expect(folder.names == ["data"])
    }

    @Test func stepThatIsMadeAndSaysThatItFailedIsUnknown() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.exchange), .failAfterwards(.ioError))
        let error = try #require(
            failure {
                try AtomicReplace(in: fileSystem)
                    .write(Array("new".utf8), to: path, expecting: .unchanged(before))
            })
        #expect(error.code == .ioError)
        #expect(error.isOutcomeUnknown)
        #expect(error.keptAside.count == 1)
        #expect(folder.text("data") == "new")

        let blind = FaultyFileSystem()
        blind.on(.every(.rename), .fail(.ioError))
        blind.on(.nth(4, .status), .fail(.ioError))
        let second = failure {
            try AtomicReplace(in: blind)
                .write(Array("newer".utf8), to: path, expecting: .anything)
        }
        #expect(second?.isOutcomeUnknown == true)
        #expect(second?.detail?.contains("A look at what had happened failed too") == true)
        #expect(folder.text("data") == "new")
    }

    /// As on file systems without an exchange of names, and failing.
    @Test func failedRenameInPlaceOfAnExchangeIsTold() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let path = folder.path("data")
        let before = try #require(try SystemFileSystem().status(path)?.identity)
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.exchange), .fail(.unsupported))
        fileSystem.on(.nth(2, .rename), .fail(.ioError))
        let error = failure {
            try AtomicReplace(in: fileSystem)
                .write(Array("new".utf8), to: path, expecting: .unchanged(before))
        }
        #expect(error?.code == .ioError)
        #expect(error?.isOutcomeUnknown == false)
        #expect(folder.text("data") == "old")
        #expect(folder.names == ["data"])
    }

    @Test func folderThatCannotBeSyncedIsNoFailure() throws {
        let folder = try TemporaryFolder()
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.syncFolder), .fail(.unsupported))
        try AtomicReplace(in: fileSystem)
            .write(Array("new".utf8), to: folder.path("data"), expecting: .absent)
        #expect(folder.text("data") == "new")
    }

    @Test func readOnlyFileSystemIsRefusedWithNothingChanged() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.open), .fail(.readOnlyFileSystem))
        let error = #expect(throws: FileError.self) {
            try AtomicReplace(in: fileSystem)
                .write([1], to: folder.path("data"), expecting: .anything)
        }
        #expect(error?.code == .readOnlyFileSystem)
        #expect(error?.isOutcomeUnknown == false)
        #expect(folder.text("data") == "old")
        #expect(folder.names == ["data"])
    }

    @Test func temporaryThatCannotBeLockedIsWrittenAllTheSame() throws {
        let folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.tryLock), .fail(.unsupported))
        try AtomicReplace(in: fileSystem)
            .write(Array("new".utf8), to: folder.path("data"), expecting: .anything)
        #expect(folder.text("data") == "new")
    }
}
