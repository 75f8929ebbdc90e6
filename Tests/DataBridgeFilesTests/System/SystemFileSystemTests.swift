import DataBridgeFiles
import Foundation
import Testing

struct SystemFileSystemTests {
    private let folder: TemporaryFolder
    private let fileSystem = SystemFileSystem()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func code(_ call: () throws -> Void) -> FileError.Code? {
        failure(of: call)?.code
    }

    @Test func statusTellsWhatThereIs() throws {
        folder.write("12345", "file")
        try folder.link("link", to: "file")
        try folder.link("lost", to: "nowhere")
        let file = try #require(try fileSystem.status(folder.path("file")))
        #expect(file.kind == .regular)
        #expect(file.size == 5)
        #expect(file.linkCount == 1)
        #expect(file.owner == geteuid())
        #expect(file.inode != 0)
        #expect(abs(Date().timeIntervalSince1970 - Double(file.modified.seconds)) < 60)
        #expect(try fileSystem.status(folder.path)?.kind == .folder)
        #expect(try fileSystem.status(folder.path("link")) == file)
        #expect(
            try fileSystem.status(folder.path("link"), followingLinks: false)?.kind == .symbolicLink
        )
        #expect(try fileSystem.status(folder.path("lost")) == nil)
        #expect(try fileSystem.status(folder.path("none")) == nil)
        #expect(try fileSystem.status("/dev/null")?.kind == .other)
        #expect(
            code {
                _ = try fileSystem.status(folder.path("file/x"))
            } == .notAFolder)
    }

    @Test func filesAreOpenedAsTheOptionsSay() throws {
        let path = folder.path("file")
        #expect(code { _ = try fileSystem.open(path, .reading) } == .notFound)
        #expect(code { _ = try fileSystem.open(path, .updating) } == .notFound)
        _ = try fileSystem.open(path, .creating)
        #expect(folder.mode("file") == 0o600)
        #expect(
            code {
                _ = try fileSystem.open(path, .creating)
            } == .alreadyExists)
        let options = OpenOptions(.readAndWrite, creation: .ifAbsent(FileMode(rawValue: 0o640)))
        _ = try fileSystem.open(path, options)
        #expect(folder.mode("file") == 0o600)
        _ = try fileSystem.open(folder.path("other"), options)
        #expect(folder.mode("other") == 0o640)
    }

    @Test func onlyRegularFilesAreOpened() throws {
        #expect(
            code {
                _ = try fileSystem.open(folder.path, .reading)
            } == .isAFolder)
        #expect(
            code {
                _ = try fileSystem.open(folder.path, .updating)
            } == .isAFolder)
        #expect(
            code {
                _ = try fileSystem.open("/dev/null", .reading)
            } == .notARegularFile)
        // The opening of a pipe would wait for ever.
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(
            code {
                _ = try fileSystem.open(folder.path("pipe"), .reading)
            } == .notARegularFile)
    }

    @Test func foldersAreMadeListedAndRemoved() throws {
        try fileSystem.makeFolder(folder.path("sub"), mode: .folder)
        #expect(folder.mode("sub") == 0o700)
        folder.write("x", "sub/file")
        try folder.link("sub/link", to: "file")
        #expect(mkfifo(folder.path("sub/pipe"), 0o600) == 0)
        try fileSystem.makeFolder(folder.path("sub/sub"), mode: .folder)
        let entries = try fileSystem.entries(of: folder.path("sub"))
        #expect(
            Set(entries) == [
                FolderEntry(name: "file", kind: .regular),
                FolderEntry(name: "link", kind: .symbolicLink),
                FolderEntry(name: "pipe", kind: .other),
                FolderEntry(name: "sub", kind: .folder),
            ])
        #expect(
            code {
                try fileSystem.removeFolder(folder.path("sub"))
            } == .folderNotEmpty)
        try fileSystem.removeFolder(folder.path("sub/sub"))
        #expect(try fileSystem.entries(of: folder.path("sub")).count == 3)
        #expect(
            code {
                try fileSystem.makeFolder(folder.path("sub"), mode: .folder)
            } == .alreadyExists)
        #expect(
            code {
                _ = try fileSystem.entries(of: folder.path("none"))
            } == .notFound)
        #expect(
            code {
                _ = try fileSystem.entries(of: folder.path("sub/file"))
            } == .notAFolder)
    }

    @Test func namesThatAreNotUTF8AreListedRepaired() throws {
        let path = (folder.path + "/a").utf8.map { CChar(bitPattern: $0) }
        let descriptor = open(path + [CChar(bitPattern: 0xff), 0], O_CREAT | O_RDWR, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
        #expect(
            try fileSystem.entries(of: folder.path) == [
                FolderEntry(name: "a\u{fffd}", kind: .regular, isNameRepaired: true)
            ])
    }

    @Test func filesAreRemovedAndRenamed() throws {
        folder.write("a", "a")
        folder.write("b", "b")
        try fileSystem.rename(folder.path("a"), to: folder.path("c"))
        #expect(folder.names == ["b", "c"])
        #expect(
            code {
                try fileSystem.rename(folder.path("b"), to: folder.path("c"), .ifAbsent)
            } == .alreadyExists)
        #expect(folder.text("c") == "a")
        try fileSystem.rename(folder.path("b"), to: folder.path("c"), .replacing)
        #expect(folder.text("c") == "b")
        try fileSystem.rename(folder.path("c"), to: folder.path("d"), .ifAbsent)
        #expect(folder.names == ["d"])
        try fileSystem.remove(folder.path("d"))
        #expect(folder.names == [])
        #expect(code { try fileSystem.remove(folder.path("d")) } == .notFound)
        #expect(
            code {
                try fileSystem.rename(folder.path("d"), to: folder.path("e"))
            } == .notFound)
    }

    @Test func namesAreExchanged() throws {
        folder.write("a", "a")
        folder.write("b", "b")
        try fileSystem.exchange(folder.path("a"), folder.path("b"))
        #expect(folder.text("a") == "b")
        #expect(folder.text("b") == "a")
        #expect(
            code {
                try fileSystem.exchange(folder.path("a"), folder.path("c"))
            } == .notFound)
    }

    @Test func exchangeThatMakesNoSenseIsUnsupported() throws {
        // A folder cannot take the place of what is inside it: "invalid argument", which is also
        // how file systems without exchange answer.
        try fileSystem.makeFolder(folder.path("a"), mode: .folder)
        try fileSystem.makeFolder(folder.path("a/b"), mode: .folder)
        #expect(
            code {
                try fileSystem.exchange(folder.path("a"), folder.path("a/b"))
            } == .unsupported)
    }

    @Test func linksAreRead() throws {
        try folder.link("link", to: "some/where")
        #expect(try fileSystem.readLink(folder.path("link")) == "some/where")
        folder.write("x", "file")
        #expect(
            code {
                _ = try fileSystem.readLink(folder.path("file"))
            } == .invalidArgument)
        let target: [CChar] = [CChar(bitPattern: 0xff), 0]
        #expect(symlink(target, folder.path("bad")) == 0)
        #expect(
            code {
                _ = try fileSystem.readLink(folder.path("bad"))
            } == .unsupported)
    }

    @Test func freeSpaceIsWhatTheSystemSays() throws {
        var status = statvfs()
        #expect(statvfs(folder.path, &status) == 0)
        let expected = Double(status.f_bavail) * Double(status.f_frsize)
        let free = Double(try fileSystem.freeSpace(at: folder.path))
        #expect(free > expected / 2 && free < expected * 2)
        #expect(
            code {
                _ = try fileSystem.freeSpace(at: folder.path("none"))
            } == .notFound)
    }

    @Test func pathsThatTheSystemWouldCutOffAreRefused() throws {
        let path = folder.path("a\0b")
        let calls: [() throws -> Void] = [
            { _ = try fileSystem.open(path, .appending) },
            { _ = try fileSystem.openFolder(path) },
            { _ = try fileSystem.status(path) },
            { _ = try fileSystem.entries(of: path) },
            { try fileSystem.makeFolder(path, mode: .folder) },
            { try fileSystem.remove(path) },
            { try fileSystem.removeFolder(path) },
            { try fileSystem.rename(path, to: "x") },
            { try fileSystem.rename("x", to: path) },
            { try fileSystem.exchange(path, "x") },
            { _ = try fileSystem.readLink(path) },
            { _ = try fileSystem.freeSpace(at: path) },
        ]
        for call in calls {
            #expect(code(call) == .invalidArgument)
        }
        #expect(folder.names == [])
    }

    @Test func missingFilesAreNamedInFull() throws {
        let open = try fileSystem.openFolder(folder.path)
        let error = failure { _ = try open.open("none", .reading) }
        #expect(error?.path == folder.path("none"))
        #expect(error?.operation == "open")
        #expect(error?.systemErrorNumber == ENOENT)
    }
}
