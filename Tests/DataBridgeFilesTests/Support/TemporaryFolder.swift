import Foundation

/// A folder of a test's own, gone with the object.
///
/// It goes past the code under test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func path(_ name: String) -> String {
        path + "/" + name
    }

    /// Creates a file, or writes over what is in it, in place.
    func write(_ text: String, _ name: String) {
        do {
            let path = path(name)
            if FileManager.default.fileExists(atPath: path) {
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                try handle.truncate(atOffset: 0)
                try handle.write(contentsOf: Data(text.utf8))
                try handle.close()
            } else {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            }
        } catch {
            preconditionFailure("A test could not write \(name): \(error)")
        }
    }

    /// Creates a file that was last modified an hour ago.
    ///
    /// Kernels before Linux 6.13 advance their clock for files every few milliseconds only, and an
    /// edit within the same tick as the creation, of the same length, could not be seen.
    func writeLongAgo(_ text: String, _ name: String) {
        write(text, name)
        let time = timespec(tv_sec: Int(Date().timeIntervalSince1970) - 3600, tv_nsec: 123_456_789)
        let outcome = utimensat(AT_FDCWD, path(name), [time, time], 0)
        precondition(outcome == 0, "A test could not set the time of \(name).")
    }

    /// Replaces a file the way editors do.
    func replace(_ text: String, _ name: String) {
        write(text, name + ".editor")
        let outcome = rename(path(name + ".editor"), path(name))
        precondition(outcome == 0, "A test could not rename \(name).")
    }

    func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: path(name))
    }

    /// The content; nil when there is no such file.
    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: path(name), withDestinationPath: target)
    }

    func mode(_ name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }

    func setMode(_ mode: Int, _ name: String) {
        let outcome = chmod(path(name), mode_t(mode))
        precondition(outcome == 0, "A test could not set the mode of \(name).")
    }
}
