import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct AtomicReplaceTests {
    private let folder: TemporaryFolder
    private let replace = AtomicReplace(in: SystemFileSystem())

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(
        _ text: String, to name: String = "data", _ expectation: AtomicReplace.Expectation
    ) throws(FileError) -> FileIdentity {
        try replace.write(Array(text.utf8), to: folder.path(name), expecting: expectation)
    }

    private func identity(_ name: String = "data") throws -> FileIdentity? {
        try SystemFileSystem().status(folder.path(name))?.identity
    }

    @Test func absentFileIsCreatedForItsOwnerOnly() throws {
        let written = try write("first", .absent)
        #expect(folder.text("data") == "first")
        #expect(folder.mode("data") == 0o600)
        #expect(try identity() == written)
        #expect(folder.names == ["data"])
    }

    @Test func absentFileIsCreatedWithTheModeAskedFor() throws {
        try replace.write(
            [], to: folder.path("data"), expecting: .absent,
            newFileMode: FileMode(rawValue: 0o640))
        #expect(folder.mode("data") == 0o640)
        #expect(folder.text("data") == "")
    }

    @Test func identityReturnedIsGoodForTheNextReplacement() throws {
        var identity = try write("0", .absent)
        for round in 1...5 {
            identity = try write("\(round)", .unchanged(identity))
        }
        #expect(folder.text("data") == "5")
        #expect(folder.names == ["data"])
    }

    @Test func fileThatExistsIsNotCreated() throws {
        folder.write("theirs", "data")
        let error = #expect(throws: FileError.self) { try write("ours", .absent) }
        #expect(error?.code == .changedMeanwhile)
        #expect(folder.text("data") == "theirs")
        #expect(folder.names == ["data"])
    }

    @Test func fileThatAppearsInTheLastMomentIsNotReplaced() throws {
        let folder = folder
        for call in ["status", "rename"] {
            folder.remove("data")
            let fileSystem = FaultyFileSystem()
            let kind = try #require(FileCall.Kind(rawValue: call))
            fileSystem.on(
                kind == .rename ? .nth(1, .rename) : .nth(3, .status),
                .run { folder.write("theirs", "data") })
            let error = #expect(throws: FileError.self) {
                try AtomicReplace(in: fileSystem)
                    .write([1], to: folder.path("data"), expecting: .absent)
            }
            #expect(error?.code == .changedMeanwhile)
            #expect(folder.text("data") == "theirs")
            #expect(folder.names == ["data"])
        }
    }

    @Test func creationFallsBackWhereRenamesCannotBeExclusive() throws {
        let folder = folder
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .rename), .fail(.unsupported))
        try AtomicReplace(in: fileSystem)
            .write(Array("new".utf8), to: folder.path("data"), expecting: .absent)
        #expect(folder.text("data") == "new")
        #expect(folder.names == ["data"])

        folder.remove("data")
        let second = FaultyFileSystem()
        second.on(.nth(1, .rename), .run { folder.write("theirs", "data") })
        second.on(.nth(1, .rename), .fail(.unsupported))
        let error = #expect(throws: FileError.self) {
            try AtomicReplace(in: second).write([1], to: folder.path("data"), expecting: .absent)
        }
        #expect(error?.code == .changedMeanwhile)
        #expect(folder.text("data") == "theirs")
        #expect(folder.names == ["data"])
    }

    @Test func changedFileIsNotReplaced() throws {
        let before = try write("old", .absent)
        folder.write("edited", "data")
        let error = #expect(throws: FileError.self) { try write("ours", .unchanged(before)) }
        #expect(error?.code == .changedMeanwhile)
        #expect(error?.isOutcomeUnknown == false)
        #expect(error?.keptAside == [])
        #expect(folder.text("data") == "edited")
    }

    @Test func changeOfModeAloneIsAChange() throws {
        let before = try write("old", .absent)
        usleep(20_000)  // So that the clock of any kernel moves on.
        folder.setMode(0o644, "data")
        let error = #expect(throws: FileError.self) { try write("ours", .unchanged(before)) }
        #expect(error?.code == .changedMeanwhile)
    }

    @Test func removedFileIsNotCreatedAgain() throws {
        let before = try write("old", .absent)
        folder.remove("data")
        let error = #expect(throws: FileError.self) { try write("ours", .unchanged(before)) }
        #expect(error?.code == .changedMeanwhile)
        #expect(folder.names == [])
    }

    @Test func anythingIsReplaced() throws {
        _ = try write("first", .anything)
        folder.write("theirs", "data")
        let written = try write("second", .anything)
        #expect(folder.text("data") == "second")
        #expect(try identity() == written)
    }

    @Test func modeIsKept() throws {
        folder.writeLongAgo("old", "data")
        folder.setMode(0o664, "data")
        let before = try #require(try identity())
        _ = try write("new", .unchanged(before))
        #expect(folder.mode("data") == 0o664)
    }

    @Test func fileMarkedReadOnlyIsLeftAlone() throws {
        folder.writeLongAgo("old", "data")
        folder.setMode(0o444, "data")
        let before = try #require(try identity())
        for expectation in [AtomicReplace.Expectation.anything, .unchanged(before)] {
            let error = #expect(throws: FileError.self) { try write("new", expectation) }
            #expect(error?.code == .permissionDenied)
            #expect(error?.description.contains("chmod u+w") == true)
        }
        let error = #expect(throws: FileError.self) {
            try replace.remove(folder.path("data"), expecting: before)
        }
        #expect(error?.code == .permissionDenied)
        #expect(folder.text("data") == "old")
        #expect(folder.names == ["data"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file to others"))
    func ownerIsKept() throws {
        folder.writeLongAgo("old", "data")
        #expect(chown(folder.path("data"), 1234, 2345) == 0)
        folder.setMode(0o640, "data")
        let before = try #require(try identity())
        _ = try write("new", .unchanged(before))
        let status = try #require(try SystemFileSystem().status(folder.path("data")))
        #expect(status.owner == 1234)
        #expect(status.group == 2345)
        #expect(status.mode == FileMode(rawValue: 0o640))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file to others"))
    func groupThatCannotBeKeptGetsNoMoreThanOthers() throws {
        folder.writeLongAgo("old", "data")
        #expect(chown(folder.path("data"), 1234, 2345) == 0)
        folder.setMode(0o4664, "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.setOwner), .fail(.permissionDenied))
        try AtomicReplace(in: fileSystem)
            .write([1], to: folder.path("data"), expecting: .anything)
        #expect(fileSystem.calls.filter { $0.kind == .setOwner }.count == 2)
        #expect(folder.mode("data") == 0o644)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file to others"))
    func groupIsKeptWhereTheOwnerCannotBe() throws {
        folder.writeLongAgo("old", "data")
        #expect(chown(folder.path("data"), 1234, 2345) == 0)
        folder.setMode(0o2664, "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .setOwner), .fail(.permissionDenied))
        try AtomicReplace(in: fileSystem)
            .write([1], to: folder.path("data"), expecting: .anything)
        let status = try #require(try SystemFileSystem().status(folder.path("data")))
        #expect(status.owner == geteuid())
        #expect(status.group == 2345)
        #expect(status.mode == FileMode(rawValue: 0o664))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file to others"))
    func modeForTheOwnGroupIsKeptWhereTheOwnerCannotBe() throws {
        folder.writeLongAgo("old", "data")
        #expect(chown(folder.path("data"), 1234, getegid()) == 0)
        folder.setMode(0o660, "data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.setOwner), .fail(.permissionDenied))
        try AtomicReplace(in: fileSystem)
            .write([1], to: folder.path("data"), expecting: .anything)
        #expect(fileSystem.calls.filter { $0.kind == .setOwner }.count == 1)
        #expect(folder.mode("data") == 0o660)
    }

    @Test func symbolicLinkStaysAndItsTargetIsReplaced() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path("real"), withIntermediateDirectories: false)
        folder.write("old", "real/data")
        try folder.link("near", to: "real/data")
        try folder.link("far", to: folder.path("near"))
        let before = try #require(try identity("far"))
        _ = try write("new", to: "far", .unchanged(before))
        #expect(folder.text("real/data") == "new")
        let target = try FileManager.default.destinationOfSymbolicLink(
            atPath: folder.path("near"))
        #expect(target == "real/data")
        #expect(folder.names == ["far", "near", "real"])
    }

    @Test func linkThatLeadsNowhereLeadsToTheNewFile() throws {
        try folder.link("link", to: "data")
        _ = try write("new", to: "link", .absent)
        #expect(folder.text("data") == "new")
        #expect(folder.names == ["data", "link"])
    }

    @Test func foldersAndDevicesAreRefused() throws {
        let error = #expect(throws: FileError.self) { try write("new", to: "", .anything) }
        #expect(error?.code == .isAFolder)
        #expect(throws: FileError.self) {
            try replace.write([1], to: "/", expecting: .anything)
        }
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        let second = #expect(throws: FileError.self) { try write("new", to: "pipe", .anything) }
        #expect(second?.code == .notARegularFile)
        let third = #expect(throws: FileError.self) { try write("new", to: "none/data", .absent) }
        #expect(third?.code == .notFound)
    }

    @Test func contentMayComeInPieces() throws {
        try replace.write(to: folder.path("data"), expecting: .absent) { file throws(FileError) in
            try file.write(Array("one ".utf8).span.bytes, at: 0)
            try file.write(Array("two".utf8).span.bytes, at: 4)
        }
        #expect(folder.text("data") == "one two")
    }

    @Test func failureOfTheWriterLeavesNothing() throws {
        let error = #expect(throws: FileError.self) {
            try replace.write(to: folder.path("data"), expecting: .absent) {
                _ throws(FileError) in
                throw FileError(.invalidArgument, "compose", "data")
            }
        }
        #expect(error?.operation == "compose")
        #expect(folder.names == [])
    }

    @Test func nameThatIsTakenIsTriedWithAnother() throws {
        folder.write("x", ".databridge-new-0000000000000007.tmp")
        let numbers = FaultyNumbers([7, 8])
        let replace = AtomicReplace(in: SystemFileSystem(), random: { numbers.next() })
        try replace.write([65], to: folder.path("data"), expecting: .absent)
        #expect(folder.text("data") == "A")

        let stubborn = AtomicReplace(in: SystemFileSystem(), random: { 7 })
        let error = #expect(throws: FileError.self) {
            try stubborn.write([65], to: folder.path("data"), expecting: .anything)
        }
        #expect(error?.code == .alreadyExists)
    }

    @Test func temporaryThatACleanerHasLockedIsLeftToIt() throws {
        let fileSystem = FaultyFileSystem()
        let folder = folder
        // The cleaner comes between the creation of the file and its lock, and removes it later.
        let numbers = FaultyNumbers([1, 2])
        let cleaner = FaultyNumbers([])
        fileSystem.on(
            .nth(1, .tryLock),
            .run {
                let descriptor = open(folder.path(".databridge-new-0000000000000001.tmp"), O_RDONLY)
                flock(descriptor, LOCK_EX)
                cleaner.keep(descriptor)
            })
        let replace = AtomicReplace(in: fileSystem, random: { numbers.next() })
        try replace.write([65], to: folder.path("data"), expecting: .absent)
        #expect(folder.text("data") == "A")
        #expect(folder.names == [".databridge-new-0000000000000001.tmp", "data"])
        cleaner.closeKept()
    }

    @Test func timeOfModificationIsToTheNanosecond() throws {
        let time = FileTime(seconds: 1_700_000_000, nanoseconds: 123_456_789)
        let replace = AtomicReplace(in: SystemFileSystem(), now: { time })
        let identity = try replace.write([1], to: folder.path("data"), expecting: .absent)
        #expect(identity.modified == time)
    }
}
