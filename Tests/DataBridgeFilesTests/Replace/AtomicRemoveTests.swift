import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct AtomicRemoveTests {
    private let folder: TemporaryFolder
    private let identity: FileIdentity

    init() throws {
        folder = try TemporaryFolder()
        folder.writeLongAgo("old", "data")
        identity = try #require(try SystemFileSystem().status(folder.path("data"))?.identity)
    }

    private func remove(in fileSystem: any FileSystem) throws(FileError) {
        try AtomicReplace(in: fileSystem).remove(folder.path("data"), expecting: identity)
    }

    private func callCount() throws -> Int {
        let fileSystem = FaultyFileSystem()
        try remove(in: fileSystem)
        return fileSystem.calls.count
    }

    @Test func fileAsExpectedIsRemoved() throws {
        try remove(in: SystemFileSystem())
        #expect(folder.names == [])
    }

    @Test func removalIsSynced() throws {
        let fileSystem = FaultyFileSystem()
        try remove(in: fileSystem)
        let kinds = fileSystem.calls.map(\.kind).filter {
            [.rename, .syncFolder, .remove].contains($0)
        }
        #expect(kinds == [.rename, .syncFolder, .remove])
    }

    @Test func missingFileIsNotFound() throws {
        folder.remove("data")
        let error = #expect(throws: FileError.self) { try remove(in: SystemFileSystem()) }
        #expect(error?.code == .notFound)
    }

    @Test func changedFileStays() throws {
        folder.write("edited", "data")
        let error = #expect(throws: FileError.self) { try remove(in: SystemFileSystem()) }
        #expect(error?.code == .changedMeanwhile)
        #expect(folder.text("data") == "edited")
    }

    @Test func linkStaysAndItsTargetIsRemoved() throws {
        try folder.link("link", to: "data")
        try AtomicReplace(in: SystemFileSystem())
            .remove(folder.path("link"), expecting: identity)
        #expect(folder.names == ["link"])
    }

    @Test(arguments: ForeignEdit.allCases)
    func editAtEveryCallIsKept(edit: ForeignEdit) throws {
        for call in 1...(try Self().callCount()) {
            let test = try Self()
            let folder = test.folder
            let fileSystem = FaultyFileSystem()
            let late = LateWork()
            fileSystem.on(.call(call), .run { late.set(edit.make(in: folder)) })
            let error = failure { try test.remove(in: fileSystem) }
            late.run()
            let place = "\(edit) before \(fileSystem.calls[call - 1])"
            // An edit after the deciding step creates the file, or edits no file of ours.
            let madeAfterwards = error == nil
            if !madeAfterwards {
                #expect(folder.text("data") == edit.content, "\(place): lost")
                #expect(folder.names == (edit == .remove ? [] : ["data"]), "\(place)")
            }
        }
    }

    @Test func crashAtEveryCallLeavesTheFileOrNothing() throws {
        for call in 1...(try Self().callCount()) {
            let test = try Self()
            let fileSystem = FaultyFileSystem()
            fileSystem.on(.call(call), .crash)
            try? test.remove(in: fileSystem)
            let left = test.folder.text("data")
            try AtomicReplace(in: SystemFileSystem()).removeStaleTemporaries(in: test.folder.path)
            #expect(test.folder.names == (left == nil ? [] : ["data"]))
            #expect([nil, "old"].contains(test.folder.text("data")))
        }
    }

    @Test func failureOfEveryCallIsTold() throws {
        for call in 1...(try Self().callCount()) {
            let test = try Self()
            let fileSystem = FaultyFileSystem()
            fileSystem.on(.call(call), .fail(.ioError))
            let error = failure { try test.remove(in: fileSystem) }
            if error == nil {
                #expect(test.folder.text("data") == nil)
            } else if error?.isOutcomeUnknown == false {
                #expect(test.folder.text("data") == "old")
            }
            try AtomicReplace(in: SystemFileSystem()).removeStaleTemporaries(in: test.folder.path)
            #expect(test.folder.names.allSatisfy { $0 == "data" })
        }
    }

    @Test func fileThatSomebodyHasOpenForWritingStays() throws {
        let descriptor = open(folder.path("data"), O_WRONLY)
        defer { close(descriptor) }
        let error = #expect(throws: FileError.self) { try remove(in: SystemFileSystem()) }
        #expect(error?.code == .busy)
        #expect(folder.text("data") == "old")
        #expect(folder.names == ["data"])
    }

    @Test func newFileKeepsTheNameAndTheEditIsKeptAside() throws {
        let folder = folder
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .rename), .run { folder.write("edited", "data") })
        fileSystem.on(.nth(2, .rename), .run { folder.write("newer", "data") })
        let error = #expect(throws: FileError.self) { try remove(in: fileSystem) }
        #expect(error?.code == .changedMeanwhile)
        #expect(folder.text("data") == "newer")
        let aside = try #require(error?.keptAside.first)
        #expect(FileManager.default.contents(atPath: aside) == Data("edited".utf8))
        #expect(aside.contains("data.conflict-"))
        #expect(folder.names.count == 2)
    }

    @Test func failureToPutBackIsTold() throws {
        let folder = folder
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.nth(1, .rename), .run { folder.write("edited", "data") })
        fileSystem.on(.nth(2, .rename), .fail(.ioError))
        let error = #expect(throws: FileError.self) { try remove(in: fileSystem) }
        #expect(error?.code == .changedMeanwhile)
        #expect(error?.isOutcomeUnknown == true)
        let aside = try #require(error?.keptAside.first)
        #expect(FileManager.default.contents(atPath: aside) == Data("edited".utf8))

        let report = try AtomicReplace(in: SystemFileSystem())
            .removeStaleTemporaries(in: folder.path)
        #expect(report.restored == ["data"])
        #expect(folder.text("data") == "edited")
        #expect(folder.names == ["data"])
    }

    @Test func failedSyncLeavesTheOutcomeUnknown() throws {
        let fileSystem = FaultyFileSystem()
        fileSystem.on(.every(.syncFolder), .fail(.syncFailed))
        let error = #expect(throws: FileError.self) { try remove(in: fileSystem) }
        #expect(error?.code == .syncFailed)
        #expect(error?.isOutcomeUnknown == true)
        #expect(folder.names == [])
    }
}
