import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct FileSystemPathsTests {
    private let folder: TemporaryFolder
    private let fileSystem = SystemFileSystem()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func missingFoldersAreMadeDurablyFromTheTop() throws {
        let faulty = FaultyFileSystem()
        try faulty.makeFolders(folder.path("a/b/c"))
        #expect(folder.mode("a") == 0o700)
        #expect(folder.mode("a/b/c") == 0o700)
        let steps = faulty.calls.filter { [.makeFolder, .syncFolder].contains($0.kind) }
        #expect(
            steps.map { "\($0.kind) \($0.path.dropFirst(folder.path.count))" } == [
                "makeFolder /a", "syncFolder ", "makeFolder /a/b", "syncFolder /a",
                "makeFolder /a/b/c", "syncFolder /a/b",
            ])
    }

    @Test func foldersThatAreThereAreFine() throws {
        try fileSystem.makeFolders(folder.path)
        try fileSystem.makeFolders(folder.path("a/"))
        try fileSystem.makeFolders(folder.path("a"))
        try fileSystem.makeFolders("/")
        try fileSystem.makeFolders(".")
        #expect(folder.names == ["a"])
    }

    @Test func fileInTheWayIsNoFolder() throws {
        folder.write("x", "a")
        let error = #expect(throws: FileError.self) {
            try fileSystem.makeFolders(folder.path("a"))
        }
        #expect(error?.code == .notAFolder)
        let below = #expect(throws: FileError.self) {
            try fileSystem.makeFolders(folder.path("a/b"))
        }
        #expect(below?.code == .notAFolder)
    }

    @Test func folderThatSomebodyElseMakesMeanwhileIsFine() throws {
        let folder = folder
        let faulty = FaultyFileSystem()
        faulty.on(
            .nth(1, .makeFolder),
            .run {
                try? FileManager.default.createDirectory(
                    atPath: folder.path("a"), withIntermediateDirectories: false)
            })
        try faulty.makeFolders(folder.path("a"))
        #expect(folder.names == ["a"])

        let second = FaultyFileSystem()
        second.on(.nth(1, .makeFolder), .run { folder.write("x", "b") })
        let error = #expect(throws: FileError.self) { try second.makeFolders(folder.path("b")) }
        #expect(error?.code == .alreadyExists)
    }

    @Test func linksAreFollowedToTheirEnd() throws {
        try folder.link("a", to: "b")
        try folder.link("b", to: folder.path("c"))
        #expect(try fileSystem.resolvingLinks(folder.path("a")) == folder.path("c"))
        #expect(try fileSystem.resolvingLinks(folder.path("c")) == folder.path("c"))
        try folder.link("c", to: "a")
        let error = #expect(throws: FileError.self) {
            try fileSystem.resolvingLinks(folder.path("a"))
        }
        #expect(error?.code == .tooManyLinks)
        #expect(error?.operation == "follow the links of")
    }

    @Test func linksAreFollowedInOpenFolders() throws {
        try folder.link("a", to: "b")
        let open = try fileSystem.openFolder(folder.path)
        #expect(try open.resolvingLinks("a") == "b")
    }
}
