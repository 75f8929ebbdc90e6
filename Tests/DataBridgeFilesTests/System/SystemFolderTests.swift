import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Testing

struct SystemFolderTests {
    private let folder: TemporaryFolder
    private let open: any FolderHandle

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("sub"), withIntermediateDirectories: false)
        open = try SystemFileSystem().openFolder(folder.path("sub"))
    }

    @Test func relativePathsStartAtTheFolder() throws {
        let file = try open.open("a", .creating)
        #expect(file.path == folder.path("sub/a"))
        try open.makeFolder("deep", mode: .folder)
        try open.rename("a", to: "deep/b")
        #expect(folder.names == ["sub"])
        #expect(try open.entries(of: "deep").map(\.name) == ["b"])
        #expect(try open.entries(of: ".").map(\.name) == ["deep"])
        let deeper = try open.openFolder("deep")
        #expect(deeper.path == folder.path("sub/deep"))
        #expect(try deeper.status("b")?.kind == .regular)
        try deeper.remove("b")
        try open.removeFolder("deep")
        #expect(try open.status(folder.path("sub"))?.kind == .folder)
    }

    @Test func itStaysTheSameFolderWhenItsPathChanges() throws {
        #expect(rename(folder.path("sub"), folder.path("moved")) == 0)
        try FileManager.default.createDirectory(
            atPath: folder.path("sub"), withIntermediateDirectories: false)
        _ = try open.open("a", .creating)
        try open.sync()
        #expect(folder.text("moved/a") == "")
        #expect(folder.text("sub/a") == nil)
    }

    @Test func onlyFoldersAreOpened() throws {
        folder.write("x", "file")
        for (name, code) in [("file", FileError.Code.notAFolder), ("none", .notFound)] {
            let error = failure {
                _ = try SystemFileSystem().openFolder(folder.path(name))
            }
            #expect(error?.code == code)
        }
    }

    @Test func replacementStaysInTheFolderItBeganIn() throws {
        let folder = folder
        folder.write("old", "sub/data")
        let fileSystem = FaultyFileSystem()
        fileSystem.on(
            .nth(1, .write),
            .run {
                rename(folder.path("sub"), folder.path("moved"))
                mkdir(folder.path("sub"), 0o700)
                folder.write("another", "sub/data")
            })
        try AtomicReplace(in: fileSystem)
            .write(Array("new".utf8), to: folder.path("sub/data"), expecting: .anything)
        #expect(folder.text("moved/data") == "new")
        #expect(folder.text("sub/data") == "another")
    }
}
