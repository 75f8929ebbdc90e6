/// A path, taken apart into a folder and a name in it.
struct FilePlace: Hashable, Sendable {
    /// The folder's path; `.` when the path was a mere name.
    let folder: String
    /// The name in that folder; empty for `/` and the empty path.
    let name: String

    init(_ path: String) {
        // By bytes: a slash next to certain marks is no Character of its own.
        let slash = UInt8(ascii: "/")
        var rest = path.utf8[...]
        while rest.count > 1, rest.last == slash {
            rest.removeLast()
        }
        guard let last = rest.lastIndex(of: slash) else {
            folder = "."
            name = String(Substring(rest))
            return
        }
        name = String(Substring(rest[rest.index(after: last)...]))
        var above = rest[..<last]
        while above.last == slash {
            above.removeLast()
        }
        folder = above.isEmpty ? "/" : String(Substring(above))
    }

    /// Whether a path starts at the root rather than at the working folder.
    static func isAbsolute(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/")
    }

    /// Whether there is no folder above it.
    var isRoot: Bool {
        name.isEmpty
    }

    /// Another name in the same folder, as a path.
    func sibling(_ name: String) -> String {
        Self.path(of: name, in: folder)
    }

    /// The path of a name in a folder, as short as it can be.
    static func path(of name: String, in folder: String) -> String {
        switch folder {
        case ".": name
        case "/": "/" + name
        default: folder + "/" + name
        }
    }
}
