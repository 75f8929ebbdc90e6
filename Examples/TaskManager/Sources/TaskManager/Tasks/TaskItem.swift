import DataBridge

/// A task of a `tasks.json`, as many tools and people write it.
///
/// The schema declares what this app works with. Everything else in a task (a complexity, a
/// branch, notes of another tool) is not its business and stays in the data untouched.
public struct TaskItem: Entity, Hashable {
    /// A number in most lists, a text in some.
    public let id: LosslessID
    /// What it is about.
    public var title: String
    /// One or two sentences.
    public var description: String?
    /// How to do it.
    public var details: String?
    /// How to tell that it is done right.
    public var testStrategy: String?
    /// How urgent it is.
    public var priority: TaskPriority?
    /// What must be finished before: ids of tasks, or `5.2` for a subtask.
    public var dependencies: [LosslessID]
    /// Where it stands.
    public var status: TaskStatus
    /// Its steps.
    public var subtasks: [Subtask]

    /// A task.
    public init(
        id: LosslessID, title: String, description: String? = nil, details: String? = nil,
        testStrategy: String? = nil, priority: TaskPriority? = nil,
        dependencies: [LosslessID] = [], status: TaskStatus = .pending, subtasks: [Subtask] = []
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.details = details
        self.testStrategy = testStrategy
        self.priority = priority
        self.dependencies = dependencies
        self.status = status
        self.subtasks = subtasks
    }

    /// How a task is stored.
    ///
    /// `dependencies` has no default on purpose: lists of other tools at the same path lack it, and
    /// are refused instead of being taken for tasks without dependencies.
    public static let schema = Schema("tasks", TaskItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.description, "description")
        Field(\.details, "details")
        Field(\.testStrategy, "testStrategy")
        Field(\.priority, "priority")
        Field(\.dependencies, "dependencies")
        Field(\.status, "status").indexed()
        Field(\.subtasks, "subtasks", default: [])
    }
}

extension TaskItem {
    /// The subtask with the id.
    public func subtask(_ id: LosslessID) -> Subtask? {
        subtasks.first { $0.id == id }
    }

    /// Sets the status of the task, and with a final one that of its open subtasks.
    mutating func setStatus(_ status: TaskStatus) {
        self.status = status
        guard status.isFinal else { return }
        for index in subtasks.indices where !subtasks[index].status.isFinal {
            subtasks[index].status = status
        }
    }

    /// Sets the status of one subtask.
    mutating func setStatus(_ status: TaskStatus, of subtask: LosslessID) {
        for index in subtasks.indices where subtasks[index].id == subtask {
            subtasks[index].status = status
        }
    }

    /// Adds one pending subtask per title behind the ones there are.
    mutating func addSubtasks(_ titles: [String]) throws {
        for title in titles {
            let id = try LosslessID.next(after: subtasks.map(\.id).filter(\.isNumber).max())
            subtasks.append(Subtask(id: id, title: title))
        }
    }
}
