import DataBridge

/// Why the app refuses something; what a store refuses arrives as `DataError`.
public enum TaskError: Error, Hashable, Sendable {
    /// There is no task or subtask with the id.
    case noSuchTask(LosslessID)
    /// The id names a subtask, where a task is wanted.
    case isSubtask(TaskReference)
    /// A task or subtask without a title.
    case emptyTitle
    /// The ids have reached the greatest number.
    case noFreeID(after: LosslessID?)
    /// Other tasks depend on what is to be removed.
    case stillNeeded(LosslessID, by: [TaskReference])
    /// Dependencies that would lead from one tag to another.
    case tied([Tie])
    /// There is no such tag.
    case noSuchTag(TaskTag, among: [TaskTag])
    /// Several tags, none of them the usual one.
    case tagNeeded(among: [TaskTag])
    /// A name that no tag can have.
    case badTagName(String)

    /// A dependency between a task that moves and one that stays.
    public struct Tie: Hashable, Sendable {
        /// The task or subtask that depends.
        public var source: TaskReference
        /// What it depends on, as it is written.
        public var id: LosslessID
        /// Whether the source moves; else it stays, and what it depends on moves.
        public var sourceMoves: Bool
    }
}

extension TaskError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .noSuchTask(let id): "there is no task \(id)"
        case .isSubtask(let reference): "\(reference) is a subtask; this needs a task"
        case .emptyTitle: "a task needs a title"
        case .noFreeID: "the ids have reached the greatest number there is"
        case .stillNeeded(let id, let sources):
            "\(TaskError.list(sources)) still depend\(sources.count == 1 ? "s" : "") on \(id)"
        case .tied(let ties): ties.map(\.description).joined(separator: "\n")
        case .noSuchTag(let tag, let tags):
            "there is no tag \(tag); there is \(TaskError.list(tags))"
        case .tagNeeded(let tags):
            tags.isEmpty
                ? "the store has no list of tasks yet: create a tag first"
                : "which tag? There is \(TaskError.list(tags))"
        case .badTagName(let name): "\"\(name)\" cannot be a tag's name"
        }
    }

    private static func list(_ items: [some CustomStringConvertible]) -> String {
        items.isEmpty ? "none" : items.map(\.description).joined(separator: ", ")
    }
}

extension TaskError.Tie: CustomStringConvertible {
    /// Which end moves and which one stays.
    public var description: String {
        sourceMoves
            ? "\(source) depends on \(id), which does not move"
            : "\(source) depends on \(id) and does not move"
    }
}
