import DataBridge

/// One of several task lists that a store holds side by side, such as `master`.
///
/// A tag's tasks are a collection named by the place they have in a `tasks.json`: `/master/tasks`.
/// Stores that are no files use the same names, so that data moves between them as it is.
public struct TaskTag: Hashable, Sendable {
    /// The tag's name; nil for the list of a file without tags.
    public let name: String?

    /// The list of a file without tags, which a new store begins with.
    public static let untagged = TaskTag(name: nil)
    /// The tag that most files begin with.
    public static let master = TaskTag("master")

    /// A tag by its name.
    public init(_ name: String) {
        self.name = name
    }

    private init(name: String?) {
        self.name = name
    }

    /// The tag whose tasks are in a collection; nil for collections that hold something else.
    public init?(collection: String) {
        guard collection != TaskItem.schema.name else {
            self = .untagged
            return
        }
        let parts = collection.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.first == "", parts.last == "tasks", (2...3).contains(parts.count) else {
            return nil
        }
        name = parts.count == 2 ? nil : TaskTag.unescaped(parts[1])
    }

    /// The name of the collection with the tag's tasks, an RFC 6901 pointer; that of the schema
    /// for the list without a tag.
    public var collection: String {
        guard let name else { return TaskItem.schema.name }
        let escaped = name.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
        return "/\(escaped)/tasks"
    }

    private static func unescaped(_ part: Substring) -> String {
        part.split(separator: "~1", omittingEmptySubsequences: false)
            .map { $0.split(separator: "~0", omittingEmptySubsequences: false) }
            .map { $0.joined(separator: "~") }.joined(separator: "/")
    }
}

extension TaskTag: CustomStringConvertible {
    /// The name, or what stands for none.
    public var description: String { name ?? "(no tag)" }
}
