import DataBridgeTestKit
import Foundation
import Testing

@testable import DataBridgeFiles

struct StaleTemporariesTests {
    private let folder: TemporaryFolder
    private let replace = AtomicReplace(in: SystemFileSystem())

    init() throws {
        folder = try TemporaryFolder()
    }

    private func seal(_ name: String) throws -> FileSeal {
        FileSeal(try #require(try SystemFileSystem().status(folder.path(name))).identity)
    }

    @Test func otherFilesAreLeftAlone() throws {
        let names = [".databridge-new-xyz.tmp", ".hidden", "a.tmp", "data"]
        for name in names {
            folder.write("x", name)
        }
        let report = try replace.removeStaleTemporaries(in: folder.path)
        #expect(report == StaleTemporaries())
        #expect(folder.names == names)
    }

    @Test func foldersWithSuchNamesAreLeftAlone() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path(".databridge-new-1.tmp"), withIntermediateDirectories: false)
        #expect(try replace.removeStaleTemporaries(in: folder.path) == StaleTemporaries())
    }

    @Test func abandonedContentIsRemovedAndContentInTheMakingIsNot() throws {
        folder.write("x", ".databridge-new-1.tmp")
        folder.write("x", ".databridge-new-2.tmp")
        let descriptor = open(folder.path(".databridge-new-2.tmp"), O_RDONLY)
        #expect(flock(descriptor, LOCK_EX) == 0)
        let report = try replace.removeStaleTemporaries(in: folder.path)
        #expect(report.removed == [".databridge-new-1.tmp"])
        #expect(report.inUse == [".databridge-new-2.tmp"])
        #expect(folder.names == [".databridge-new-2.tmp"])
        close(descriptor)
        #expect(
            try replace.removeStaleTemporaries(in: folder.path).removed
                == [".databridge-new-2.tmp"])
    }

    @Test func displacedFileOfALivingProcessIsLeftAlone() throws {
        folder.write("ours", "data")
        folder.write("theirs", "displaced")
        let name = TemporaryName.swap(
            random: 1, ours: try seal("data"), expected: FileSeal(value: 1), base: "data"
        ).text
        #expect(rename(folder.path("displaced"), folder.path(name)) == 0)
        let descriptor = open(folder.path("data"), O_RDONLY)
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(try replace.removeStaleTemporaries(in: folder.path).inUse == [name])
        #expect(folder.text("data") == "ours")
        close(descriptor)
        #expect(try replace.removeStaleTemporaries(in: folder.path).restored == ["data"])
        #expect(folder.text("data") == "theirs")
        #expect(folder.names == ["data"])
    }

    @Test func displacedEditIsKeptAsideWhenThereIsSomethingNewer() throws {
        folder.write("newer", "data")
        let name = TemporaryName.swap(
            random: 1, ours: FileSeal(value: 1), expected: FileSeal(value: 2), base: "data"
        ).text
        folder.write("theirs", name)
        let report = try replace.removeStaleTemporaries(in: folder.path)
        let aside = try #require(report.keptAside.first)
        #expect(aside.hasPrefix("data.conflict-"))
        #expect(folder.text(aside) == "theirs")
        #expect(folder.text("data") == "newer")
        #expect(folder.names == ["data", aside])
    }

    @Test func displacedEditIsKeptAsideWhenItsNameIsGone() throws {
        let name = TemporaryName.swap(
            random: 1, ours: FileSeal(value: 1), expected: FileSeal(value: 2), base: "data"
        ).text
        folder.write("theirs", name)
        let report = try replace.removeStaleTemporaries(in: folder.path)
        #expect(folder.names == report.keptAside)
        #expect(report.keptAside.count == 1)
    }

    @Test func editThatSlipsIntoTheRestoringKeepsTheName() throws {
        folder.write("ours", "data")
        folder.write("theirs", "displaced")
        let name = TemporaryName.swap(
            random: 1, ours: try seal("data"), expected: FileSeal(value: 1), base: "data"
        ).text
        #expect(rename(folder.path("displaced"), folder.path(name)) == 0)
        let folder = folder
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .exchange), .run { folder.replace("newest", "data") })
        let report = try AtomicReplace(in: fileSystem).removeStaleTemporaries(in: folder.path)
        let aside = try #require(report.keptAside.first)
        #expect(folder.text("data") == "newest")
        #expect(folder.text(aside) == "theirs")
        #expect(folder.names == ["data", aside])
    }

    @Test func removalIsFinishedOrUndone() throws {
        folder.write("old", "old")
        let gone = TemporaryName.gone(random: 1, expected: try seal("old"), base: "a").text
        #expect(rename(folder.path("old"), folder.path(gone)) == 0)
        let edited = TemporaryName.gone(random: 2, expected: FileSeal(value: 1), base: "b").text
        folder.write("edited", edited)
        let late = TemporaryName.gone(random: 3, expected: FileSeal(value: 1), base: "c").text
        folder.write("edited", late)
        folder.write("newer", "c")
        let report = try replace.removeStaleTemporaries(in: folder.path)
        #expect(report.removed == [gone])
        #expect(report.restored == ["b"])
        #expect(report.keptAside.count == 1)
        #expect(folder.text("b") == "edited")
        #expect(folder.text("c") == "newer")
        #expect(folder.text(report.keptAside.first ?? "") == "edited")
        #expect(folder.names.count == 3)
    }

    @Test func withoutLocksNothingIsTouched() throws {
        folder.write("x", ".databridge-new-1.tmp")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.tryLock), .fail(.unsupported))
        let report = try AtomicReplace(in: fileSystem).removeStaleTemporaries(in: folder.path)
        #expect(report.inUse == [".databridge-new-1.tmp"])
        #expect(folder.names == [".databridge-new-1.tmp"])
    }

    @Test func filesThatGoAwayOrMayNotBeReadAreLeftAlone() throws {
        let folder = folder
        folder.write("x", ".databridge-new-1.tmp")
        let going = FaultyFileSystem()
        going.on(.nth(1, .tryLock), .run { folder.remove(".databridge-new-1.tmp") })
        #expect(
            try AtomicReplace(in: going).removeStaleTemporaries(in: folder.path).inUse.count == 1)

        folder.write("ours", "data")
        let name = TemporaryName.swap(
            random: 1, ours: FileSeal(value: 1), expected: FileSeal(value: 1), base: "data"
        ).text
        folder.write("theirs", name)
        let denying = FaultyFileSystem()
        denying.on(.nth(2, .open), .fail(.permissionDenied))
        #expect(
            try AtomicReplace(in: denying).removeStaleTemporaries(in: folder.path).inUse == [name])
        #expect(folder.text(name) == "theirs")
    }

    @Test func asideNamesThatAreTakenAreNotReplaced() throws {
        folder.write("newer", "data")
        folder.write("precious", "data.conflict-00000001")
        let name = TemporaryName.swap(
            random: 1, ours: FileSeal(value: 1), expected: FileSeal(value: 2), base: "data"
        ).text
        folder.write("theirs", name)
        let numbers = FaultyNumbers([1, 2])
        let second = AtomicReplace(in: SystemFileSystem(), random: { numbers.next() })
        let report = try second.removeStaleTemporaries(in: folder.path)
        #expect(report.keptAside == ["data.conflict-00000002"])
        #expect(folder.text("data.conflict-00000001") == "precious")

        // And when every name is taken, it stays where it is.
        folder.write("theirs", name)
        let stubborn = AtomicReplace(in: SystemFileSystem(), random: { 1 })
        #expect(try stubborn.removeStaleTemporaries(in: folder.path).keptAside == [name])
        let failing = FaultyFileSystem()
        failing.on(.every(.rename), .fail(.ioError))
        #expect(
            try AtomicReplace(in: failing).removeStaleTemporaries(in: folder.path).keptAside
                == [name])
        #expect(folder.text(name) == "theirs")
    }
}
