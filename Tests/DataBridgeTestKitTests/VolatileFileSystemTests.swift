import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct VolatileFileSystemTests {
    private let root: URL
    private let disk: VolatileFileSystem
    private var path: String { root.path + "/data" }

    init() throws {
        root = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data("old".utf8).write(to: root.appendingPathComponent("data"))
        disk = VolatileFileSystem(folder: root.path)
    }

    private func cleanUp() { try? FileManager.default.removeItem(at: root) }

    private func text(_ name: String = "data") -> String? {
        FileManager.default.contents(atPath: root.path + "/" + name)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    }

    private func write(_ text: String, _ options: OpenOptions, _ path: String) throws
        -> any OpenFile
    {
        let file = try disk.open(path, options)
        if options.access == .readAndAppend {
            try file.append(Array(text.utf8).span.bytes)
        } else {
            try file.write(Array(text.utf8).span.bytes, at: 0)
        }
        return file
    }

    @Test func contentThatWasNotSyncedIsLost() throws {
        defer { cleanUp() }
        _ = try write("newer!", .updating, path)
        try disk.losePower(.names)
        #expect(text() == "newer!")
        // What a failure has left is on the disk.
        try disk.open(path, .updating).truncate(to: 2)
        try disk.losePower(.everything)
        #expect(text() == "newer!")
        _ = try write("later!", .updating, path)
        try disk.losePower(.halfOfContent)
        #expect(text() == "lat\0\0\0")
        _ = try write("tail", .appending, path)
        try disk.losePower(.content)
        #expect(text() == "lat\0\0\0")
    }

    /// A log is written first and synced too late: the file has the change of which no log tells.
    @Test func filesReachTheDiskInAnyOrder() throws {
        defer { cleanUp() }
        for name in ["a.log", "b.data"] {
            let file = try write("old", .creating, root.path + "/" + name)
            try file.sync(.everything)
            try file.close()
        }
        try disk.openFolder(root.path).sync()
        var found: Set<[String?]> = []
        for loss in PowerLoss.allCases {
            for name in ["a.log", "b.data"] {
                let file = try write("old", .updating, root.path + "/" + name)
                try file.sync(.everything)
                try file.write(Array("new".utf8).span.bytes, at: 0)
                try file.close()
            }
            try disk.losePower(loss)
            found.insert([text("a.log"), text("b.data")])
        }
        #expect(found.contains(["old", "new"]) && found.contains(["new", "old"]))
        #expect(found.contains(["old", "old"]) && found.contains(["new", "new"]))
    }

    @Test func renameThatFailsLeavesBothNames() throws {
        defer { cleanUp() }
        try disk.makeFolder(root.path + "/folder", mode: .folder)
        #expect(throws: FileError.self) { try disk.rename(root.path + "/folder", to: path) }
        #expect(throws: FileError.self) { try disk.rename(path, to: root.path + "/folder") }
        #expect(text() == "old")
        try disk.rename(path, to: path)
        #expect(text() == "old")
        #expect(try names() == ["data", "folder"])
    }

    @Test func contentThatWasSyncedStays() throws {
        defer { cleanUp() }
        for loss in PowerLoss.allCases {
            let file = try write("\(loss)", .updating, path)
            try file.truncate(to: Int64("\(loss)".utf8.count))
            try file.sync(.content)
            try file.close()
            try disk.losePower(loss)
            #expect(text() == "\(loss)")
        }
    }

    @Test func namesThatWereNotSyncedAreLost() throws {
        defer { cleanUp() }
        let identity = try disk.status(path)?.identity
        try write("new", .creating, path + "2").sync(.everything)
        try disk.rename(path + "2", to: path)
        try disk.makeFolder(root.path + "/folder", mode: .folder)
        _ = try write("x", .creating, root.path + "/folder/inner")
        #expect(text() == "new")
        try disk.losePower(.everything)
        #expect(try names() == ["data"])
        #expect(text() == "old")
        #expect(try disk.status(path)?.identity.isSameFile(as: try #require(identity)) == true)

        try disk.remove(path)
        #expect(try names() == [])
        try disk.losePower(.content)
        #expect(try names() == [], "a name may be gone without a sync")
    }

    @Test func namesThatWereSyncedStay() throws {
        defer { cleanUp() }
        let folder = try disk.openFolder(root.path)
        try write("new", .creating, path + "2").sync(.everything)
        try folder.exchange("data", "data2")
        try folder.sync()
        try folder.remove("data2")
        try disk.losePower(.everything)
        #expect(text() == "new")
        #expect(text("data2") == "old")
        #expect(folder.path == root.path)

        // And without the sync the exchange is undone.
        try folder.exchange("data", "data2")
        #expect(text() == "old")
        try disk.losePower(.everything)
        #expect(text() == "new")
    }

    @Test func renamedFileThatWasNotSyncedIsEmpty() throws {
        defer { cleanUp() }
        _ = try write("new", .creating, path + "2")
        try disk.rename(path + "2", to: path, .replacing)
        try disk.losePower(.content)
        #expect(try names() == ["data"])
        #expect(text() == "")
    }

    @Test func foldersComeAndGo() throws {
        defer { cleanUp() }
        let folder = root.path + "/folder"
        try disk.makeFolder(folder, mode: .folder)
        try disk.syncFolder(root.path)
        try disk.removeFolder(folder)
        try disk.losePower(.everything)
        #expect(try names() == ["data", "folder"])
        _ = try write("x", .creating, folder + "/inner")
        try disk.losePower(.everything)
        #expect(try disk.entries(of: folder).isEmpty)
    }

    @Test func otherFoldersAreNotAtStake() throws {
        defer { cleanUp() }
        let other = root.path + "-other"
        defer { try? FileManager.default.removeItem(atPath: other) }
        try disk.makeFolder(other, mode: .folder)
        _ = try write("x", .creating, other + "/data")
        try disk.rename(other + "/data", to: other + "/moved")
        try disk.losePower(.everything)
        #expect(try disk.entries(of: other).map(\.name) == ["moved"])
        try disk.remove(other + "/moved")
        #expect(try disk.entries(of: other).isEmpty)
    }

    @Test func everythingElseComesThrough() throws {
        defer { cleanUp() }
        let file = try write("new", .updating, path)
        try file.preallocate(8)
        try file.setMode(FileMode(rawValue: 0o640))
        try file.setOwner(user: nil, group: nil)
        try file.setModified(FileTime(seconds: 1, nanoseconds: 2))
        #expect(try file.status().modified == FileTime(seconds: 1, nanoseconds: 2))
        #expect(try file.tryLock(.exclusive))
        try file.unlock()
        #expect(file.path == path)
        try file.close()
        let reader = try disk.open(path, .reading)
        #expect(try reader.hasWriters() != true)
        #expect(try FileSnapshot.read(path, in: disk).bytes.count == 8)
        try FileManager.default.createSymbolicLink(
            atPath: path + "-link", withDestinationPath: "data")
        #expect(try disk.readLink(path + "-link") == "data")
        #expect(try disk.freeSpace(at: root.path) > 0)
        #expect(try disk.entries(of: root.path).count == 2)
        try disk.rename(path, to: path + "3", .ifAbsent)
        #expect(text("data3")?.utf8.count == 8)
    }

    /// What files without a name are kept in goes with the object.
    @Test func nothingStaysBeside() throws {
        defer { cleanUp() }
        do {
            let disk = VolatileFileSystem(folder: root.path)
            try disk.remove(path)
            #expect(FileManager.default.fileExists(atPath: root.path + ".unlinked"))
        }
        #expect(!FileManager.default.fileExists(atPath: root.path + ".unlinked"))
    }
}
