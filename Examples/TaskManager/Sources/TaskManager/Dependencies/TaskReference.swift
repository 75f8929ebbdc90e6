import DataBridge

/// A task, or one of its subtasks.
public struct TaskReference: Hashable, Sendable, Comparable {
    /// The task's id.
    public let task: LosslessID
    /// The subtask's id; nil for the task itself.
    public let subtask: LosslessID?

    /// A task, or one of its subtasks.
    public init(_ task: LosslessID, subtask: LosslessID? = nil) {
        self.task = task
        self.subtask = subtask
    }

    /// By task; the task itself before its subtasks.
    public static func < (left: TaskReference, right: TaskReference) -> Bool {
        guard left.task == right.task else { return left.task < right.task }
        guard let second = right.subtask else { return false }
        guard let first = left.subtask else { return true }
        return first < second
    }
}

extension TaskReference: CustomStringConvertible {
    /// As people write it: `5`, or `5.2`; a subtask's id that is already spelled so stays.
    public var description: String {
        guard let subtask = subtask?.description else { return task.description }
        return subtask.hasPrefix("\(task).") ? subtask : "\(task).\(subtask)"
    }
}
