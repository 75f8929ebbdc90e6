import DataBridgeFiles
import DataBridgeTestKit
import Foundation
import Synchronization

extension KitTruth {
    /// A new folder, which is removed after the work.
    static func inFolder(_ work: (_ path: String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "databridge-kit-truth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let result = Result { try work(url.path) }
        try FileManager.default.removeItem(at: url)
        try result.get()
    }

    static func text(at path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    static func write(_ text: String, to file: any OpenFile) throws(FileError) {
        try file.write(Array(text.utf8).span.bytes, at: 0)
    }

    private static func code(_ work: () throws(FileError) -> Void) -> FileError.Code? {
        do throws(FileError) {
            try work()
            return nil
        } catch {
            return error.code
        }
    }

    static func fileCalls() throws {
        try inFolder { path in
            let disk = FaultyFileSystem()
            let folder = try disk.openFolder(path)
            let file = try folder.open("a", .creating)
            try write("hello", to: file)
            try file.truncate(to: 4)
            try file.preallocate(8)
            try file.setMode(.dataFile)
            try file.setOwner(user: nil, group: nil)
            try file.setModified(FileTime(seconds: 1, nanoseconds: 2))
            try check(try file.tryLock(.exclusive), "nobody else has the lock")
            try file.unlock()
            try file.sync(.everything)
            try check(try file.status().size >= 4, "its size")
            var byte: [UInt8] = [0]
            let count = try byte.withUnsafeMutableBytes { buffer throws(FileError) in
                try file.read(into: buffer, at: 0)
            }
            try check(count == 1 && byte == Array("h".utf8), "its first byte")
            try file.close()
            let log = try folder.open("log", .appending)
            try log.append(Array("line".utf8).span.bytes)
            _ = try log.hasWriters()
            try folder.exchange("a", "log")
            try folder.rename("log", to: "b", .ifAbsent)
            try folder.makeFolder("sub", mode: .folder)
            try check(try folder.status("sub", followingLinks: true)?.kind == .folder, "a folder")
            try folder.removeFolder("sub")
            try FileManager.default.createSymbolicLink(
                atPath: path + "/link", withDestinationPath: "a")
            try check(try folder.readLink("link") == "a", "a link")
            try folder.remove("link")
            try check(try folder.entries(of: ".").count == 2, "the names")
            try check(try folder.freeSpace(at: ".") > 0, "space")
            try folder.sync()
            try readTrace(of: disk, path)
        }
    }

    private static func readTrace(of disk: FaultyFileSystem, _ path: String) throws {
        let named: [FileCall.Kind] = [
            .open, .openFolder, .status, .entries, .makeFolder, .remove, .removeFolder, .rename,
            .exchange, .readLink, .freeSpace, .syncFolder, .read, .write, .append, .truncate,
            .preallocate, .sync, .fileStatus, .setMode, .setOwner, .setModified, .tryLock, .unlock,
            .hasWriters, .close,
        ]
        try check(named == FileCall.Kind.allCases, "all kinds of call")
        try check(Set(disk.calls.map(\.kind)) == Set(named), "each was made")
        try check(disk.calls.map(\.number) == Array(1...disk.calls.count), "they are numbered")
        guard let write = disk.calls.first(where: { $0.kind == .write }),
            let rename = disk.calls.first(where: { $0.kind == .rename })
        else { throw Falsehood(subject: "a write and a rename", line: #line) }
        try check(write.path == path + "/a" && write.byteCount == 5, "what is written")
        try check(write.failure == nil && write.otherPath == nil, "nothing happened to it")
        try check(write.description == "3 write \(path)/a (5 bytes)", "in a line")
        try check(rename.otherPath == path + "/b" && rename.byteCount == nil, "the new name")
    }

    static func fileFaults() throws {
        let cases: [(FileFault.Effect, FileError.Code?, String)] = [
            (.fail(.noSpace), .noSpace, ""), (.failAfterwards(.ioError), .ioError, "hello"),
            (.tear(afterBytes: 2, .ioError), .ioError, "he"),
            (.fillDisk(afterBytes: 3), .noSpace, "hel"), (.drop, nil, ""), (.crash, .crashed, ""),
            (.crashAfter(bytes: 4), .crashed, "hell"),
        ]
        for (effect, expected, left) in cases {
            try inFolder { path in
                let disk = FaultyFileSystem()
                let file = try disk.open(path + "/a", .creating)
                disk.on(.every(.write), effect)
                let code = code { () throws(FileError) in try write("hello", to: file) }
                try check(code == expected, "\(effect) says \(String(describing: code))")
                try check(text(at: path + "/a") == left, "\(effect) leaves this")
                try check(disk.calls.last?.failure == expected, "the trace says so too")
                try check(disk.hasCrashed == (expected == .crashed), "whether it has crashed")
                disk.reset()
                try check(disk.calls.isEmpty && !disk.hasCrashed, "all is forgotten")
                _ = try disk.open(path + "/a", .reading)
            }
        }
        try inFolder { path in
            let turns = Mutex(0)
            let disk = FaultyFileSystem(SystemFileSystem())
            disk.on(.nth(1, .open), .run { turns.withLock { $0 += 1 } })
            _ = try disk.open(path + "/a", .creating)
            try check(turns.withLock { $0 } == 1, "somebody else has a turn")
        }
    }

    static func fileTriggers() throws {
        try check(FileFault.Trigger.call(4) == .init(numbers: 4...4), "one call")
        try check(FileFault.Trigger.callsFrom(4).numbers.lowerBound == 4, "and all after it")
        try check(FileFault.Trigger.nth(2, .sync) == .init(kinds: [.sync], numbers: 2...2), "nth")
        try check(FileFault.Trigger.every(.sync, .rename).kinds == [.sync, .rename], "kinds")
        try inFolder { path in
            let disk = FaultyFileSystem()
            disk.on(FileFault.Trigger(kinds: [.makeFolder], numbers: 2...3), .fail(.busy))
            let codes = (1...4).map { number in
                code { () throws(FileError) in
                    try disk.makeFolder(path + "/\(number)", mode: .folder)
                }
            }
            try check(codes == [nil, .busy, .busy, nil], "the second and the third")
        }
    }

    /// What is left of two files, one that was synced and one that was not, of which both have a
    /// new name.
    static func powerLoss() throws {
        let expected: [(PowerLoss, [String?])] = [
            (.everything, ["old!", "old!", nil]), (.names, ["new!", "new!", nil]),
            (.content, ["old!", "old!", ""]), (.halfOfContent, ["ne\0\0", "ne\0\0", "ne\0\0"]),
            (.someContents, ["old!", "new!", ""]), (.otherContents, ["new!", "old!", "new!"]),
        ]
        try check(Set(expected.map(\.0)) == Set(PowerLoss.allCases), "all that can be lost")
        for (loss, left) in expected {
            try inFolder { path in
                let disk = VolatileFileSystem(SystemFileSystem(), folder: path)
                for name in ["a", "b"] {
                    let file = try disk.open("\(path)/\(name)", .creating)
                    try write("old!", to: file)
                    try file.sync(.everything)
                    try file.close()
                }
                try disk.syncFolder(path)
                for name in ["a", "b", "c"] {
                    let options: OpenOptions = name == "c" ? .creating : .updating
                    let file = try disk.open("\(path)/\(name)", options)
                    try write("new!", to: file)
                    try file.close()
                }
                try disk.losePower(loss)
                let found = ["a", "b", "c"].map { text(at: "\(path)/\($0)") }
                try check(found == left, "\(loss) leaves \(found)")
            }
        }
    }
}
