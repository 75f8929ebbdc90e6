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
