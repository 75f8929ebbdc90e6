import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Synchronization
import Testing

struct FaultyFileSystemTests {
    private let folder: URL
    private let fileSystem = FaultyFileSystem()

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String {
        folder.path + "/" + name
    }

    private func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    private func write(_ text: String, to file: any OpenFile, at offset: Int64 = 0) throws {
        try file.write(Array(text.utf8).span.bytes, at: offset)
    }

    private func code(_ call: () throws -> Void) -> FileError.Code? {
        do {
            try call()
            return nil
        } catch {
            return (error as? FileError)?.code
        }
    }

    private func cleanUp() {
        try? FileManager.default.removeItem(at: folder)
    }

    @Test func everyCallIsRememberedAndComesThrough() throws {
        defer { cleanUp() }
        let open = try fileSystem.openFolder(folder.path)
        let file = try open.open("a", .creating)
        try write("hello", to: file)
        var buffer = [UInt8](repeating: 0, count: 5)
        let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        #expect(count == 5)
        #expect(buffer == Array("hello".utf8))
        try file.truncate(to: 4)
        try file.preallocate(8)
        try file.setMode(FileMode(rawValue: 0o640))
        try file.setOwner(user: nil, group: nil)
        try file.setModified(FileTime(seconds: 1, nanoseconds: 2))
        #expect(try file.tryLock(.exclusive))
        try file.unlock()
        try file.sync(.everything)
        #expect(try file.status().size == 8)
        #expect(try file.status().modified == FileTime(seconds: 1, nanoseconds: 2))
        try file.close()
        let log = try open.open("log", .appending)
        try log.append(Array("line".utf8).span.bytes)
        let reader = try open.open("log", .reading)
        _ = try reader.hasWriters()
        try open.rename("log", to: "b", .ifAbsent)
        try open.exchange("a", "b")
        #expect(text("a") == "line")
        try open.makeFolder("sub", mode: .folder)
        #expect(try open.status("sub", followingLinks: true)?.kind == .folder)
        try open.removeFolder("sub")
        try FileManager.default.createSymbolicLink(
            atPath: path("link"), withDestinationPath: "a")
        #expect(try open.readLink("link") == "a")
        try open.remove("link")
        #expect(try open.entries(of: ".").count == 2)
        #expect(try open.freeSpace(at: ".") > 0)
        try open.sync()

        #expect(Set(fileSystem.calls.map(\.kind)) == Set(FileCall.Kind.allCases))
        #expect(fileSystem.calls.map(\.number) == Array(1...fileSystem.calls.count))
        #expect(fileSystem.calls.allSatisfy { $0.failure == nil && $0.path.hasPrefix(folder.path) })
        let write = fileSystem.calls.first { $0.kind == .write }
        #expect(write?.description == "3 write \(path("a")) (5 bytes)")
        let rename = fileSystem.calls.first { $0.kind == .rename }
        #expect(rename?.description.hasSuffix("log -> \(path("b"))") == true)
        #expect(fileSystem.calls.first?.path == folder.path)
    }

    @Test func callFailsAsToldAndDoesNothing() throws {
        defer { cleanUp() }
        fileSystem.on(.call(2), .fail(.noSpace))
        let file = try fileSystem.open(path("a"), .creating)
        #expect(code { try write("hello", to: file) } == .noSpace)
        #expect(text("a") == "")
        try write("again", to: file)
        #expect(text("a") == "again")
        #expect(fileSystem.calls.map(\.failure) == [nil, .noSpace, nil])
        #expect(fileSystem.calls[1].description.hasSuffix("(5 bytes): noSpace"))
    }

    @Test func callThatIsMadeSaysThatItFailed() throws {
        defer { cleanUp() }
        fileSystem.on(.every(.write, .rename), .failAfterwards(.ioError))
        let file = try fileSystem.open(path("a"), .creating)
        #expect(code { try write("hello", to: file) } == .ioError)
        #expect(code { try fileSystem.rename(path("a"), to: path("b")) } == .ioError)
        #expect(text("b") == "hello")
        #expect(code { try fileSystem.rename(path("a"), to: path("b")) } == .notFound)
        #expect(fileSystem.calls.map(\.failure) == [nil, .ioError, .ioError, .notFound])
    }

    @Test func realFailuresAreRememberedToo() throws {
        defer { cleanUp() }
        #expect(code { _ = try fileSystem.open(path("a"), .reading) } == .notFound)
        #expect(fileSystem.calls.map(\.failure) == [.notFound])
    }

    @Test func triggersSelectTheirCalls() throws {
        defer { cleanUp() }
        fileSystem.on(.every(.status, .entries), .fail(.ioError))
        fileSystem.on(.nth(2, .makeFolder), .fail(.noSpace))
        #expect(code { _ = try fileSystem.status(path("a")) } == .ioError)
        #expect(code { _ = try fileSystem.entries(of: folder.path) } == .ioError)
        #expect(code { try fileSystem.makeFolder(path("a"), mode: .folder) } == nil)
        #expect(code { try fileSystem.makeFolder(path("b"), mode: .folder) } == .noSpace)
        #expect(code { try fileSystem.makeFolder(path("c"), mode: .folder) } == nil)
        // Calls are counted from when the fault is added.
        fileSystem.on(.callsFrom(2), .fail(.busy))
        #expect(code { try fileSystem.removeFolder(path("a")) } == nil)
        #expect(code { try fileSystem.removeFolder(path("c")) } == .busy)
        #expect(code { try fileSystem.removeFolder(path("c")) } == .busy)
        fileSystem.reset()
        #expect(code { try fileSystem.removeFolder(path("c")) } == nil)
        #expect(fileSystem.calls.count == 1)
    }

    @Test func writesAreTorn() throws {
        defer { cleanUp() }
        let file = try fileSystem.open(path("a"), .creating)
        fileSystem.on(.nth(1, .write), .tear(afterBytes: 2, .ioError))
        #expect(code { try write("hello", to: file) } == .ioError)
        #expect(text("a") == "he")
        fileSystem.on(.nth(1, .sync), .tear(afterBytes: 2, .syncFailed))
        #expect(code { try file.sync(.content) } == .syncFailed)
    }

    @Test func diskFillsOverSeveralWrites() throws {
        defer { cleanUp() }
        let file = try fileSystem.open(path("a"), .creating)
        let log = try fileSystem.open(path("log"), .appending)
        fileSystem.on(.every(.write, .append, .sync), .fillDisk(afterBytes: 7))
        try write("hello", to: file)
        #expect(code { try log.append(Array("world".utf8).span.bytes) } == .noSpace)
        #expect(text("log") == "wo")
        #expect(code { try write("x", to: file) } == .noSpace)
        #expect(text("a") == "hello")
        try file.sync(.content)
    }

    @Test func droppedCallsSayThatTheySucceeded() throws {
        defer { cleanUp() }
        let file = try fileSystem.open(path("a"), .creating)
        fileSystem.on(.every(.write, .rename, .fileStatus), .drop)
        try write("hello", to: file)
        #expect(text("a") == "")
        try fileSystem.rename(path("a"), to: path("b"))
        #expect(text("b") == nil)
        #expect(try file.status().size == 0)
    }

    @Test func nothingWorksAfterACrash() throws {
        defer { cleanUp() }
        let open = try fileSystem.openFolder(folder.path)
        let file = try open.open("a", .creating)
        #expect(try file.tryLock(.exclusive))
        fileSystem.on(.nth(1, .write), .crashAfter(bytes: 3))
        #expect(code { try write("hello", to: file) } == .crashed)
        #expect(fileSystem.hasCrashed)
        #expect(text("a") == "hel")
        #expect(code { try file.sync(.content) } == .crashed)
        #expect(code { try file.close() } == .crashed)
        #expect(code { try open.remove("a") } == .crashed)
        #expect(code { try open.sync() } == .crashed)
        #expect(text("a") == "hel")
        // The kernel has taken the locks back, though `file` is still there.
        #expect(try FileLock.tryAcquire(.exclusive, at: path("a"), in: SystemFileSystem()) != nil)
        #expect(fileSystem.calls.dropFirst(3).allSatisfy { $0.failure == .crashed })

        fileSystem.reset()
        #expect(!fileSystem.hasCrashed)
        #expect(code { try file.sync(.content) } == .closed)
        try open.remove("a")
    }

    @Test func crashWithoutBytesWritesNone() throws {
        defer { cleanUp() }
        let file = try fileSystem.open(path("a"), .creating)
        fileSystem.on(.call(1), .crash)
        #expect(code { try write("hello", to: file) } == .crashed)
        #expect(text("a") == "")
    }

    @Test func othersGetTheirTurnBeforeTheCall() throws {
        defer { cleanUp() }
        let seen = Mutex<[String?]>([])
        let other = path("other")
        fileSystem.on(
            .nth(1, .rename),
            .run {
                seen.withLock { $0.append(try? String(contentsOfFile: other, encoding: .utf8)) }
            })
        fileSystem.on(.nth(1, .rename), .fail(.busy))
        try Data("x".utf8).write(to: URL(fileURLWithPath: other))
        #expect(code { try fileSystem.rename(other, to: path("b")) } == .busy)
        #expect(seen.withLock { $0 } == ["x"])
        try fileSystem.rename(other, to: path("b"))
        #expect(text("b") == "x")
        #expect(seen.withLock { $0.count } == 1)
    }
}
