import DataBridge
import TaskManager

extension TaskItem {
    /// A task in few words.
    static func sample(
        _ id: LosslessID, after dependencies: [LosslessID] = [], _ status: TaskStatus = .pending,
        priority: TaskPriority? = .medium, subtasks: [Subtask] = []
    ) -> TaskItem {
        TaskItem(
            id: id, title: "Task \(id)", priority: priority, dependencies: dependencies,
            status: status, subtasks: subtasks)
    }
}

extension Subtask {
    /// A subtask in few words.
    static func sample(
        _ id: LosslessID, after dependencies: [LosslessID] = [], _ status: TaskStatus = .pending
    ) -> Subtask {
        Subtask(id: id, title: "Step \(id)", status: status, dependencies: dependencies)
    }
}
