import DataBridge

/// The tasks of one list and what each of them waits for.
///
/// A value without a store: the rules of the domain, made from one read of the list.
public struct TaskGraph: Sendable {
    /// The tasks, in the order they were given.
    public let tasks: [TaskItem]
    private let places: [LosslessID: Int]

    /// A graph of tasks, whose ids differ.
    public init(_ tasks: [TaskItem]) {
        self.tasks = tasks
        var places: [LosslessID: Int] = [:]
        for (place, task) in tasks.enumerated() { places[task.id] = place }
        self.places = places
    }

    /// The task with the id.
    public func task(_ id: LosslessID) -> TaskItem? {
        places[id].map { tasks[$0] }
    }

    /// The subtask that a reference names.
    public func subtask(_ reference: TaskReference) -> Subtask? {
        reference.subtask.flatMap { task(reference.task)?.subtask($0) }
    }

    /// The dependencies of a task or subtask, as they are written.
    public func dependencies(of reference: TaskReference) -> [LosslessID] {
        guard reference.subtask != nil else { return task(reference.task)?.dependencies ?? [] }
        return subtask(reference)?.dependencies ?? []
    }

    /// The tasks, each followed by its subtasks.
    public var references: [TaskReference] {
        tasks.flatMap { task in
            [TaskReference(task.id)] + task.subtasks.map { TaskReference(task.id, subtask: $0.id) }
        }
    }
}

// MARK: What an id means

extension TaskGraph {
    /// What a dependency refers to.
    public enum Target: Hashable, Sendable {
        /// A task or subtask.
        case found(TaskReference)
        /// One whose id is spelled alike but of another kind: `"1"` where task 1 is meant.
        case respelled(TaskReference)
        /// Nothing.
        case missing

        /// The task or subtask, however it was found.
        public var reference: TaskReference? {
            switch self {
            case .found(let reference), .respelled(let reference): reference
            case .missing: nil
            }
        }
    }

    /// What an id refers to when it stands among the dependencies of a task or subtask: a subtask
    /// beside it, else a task, else a subtask as in `5.2`.
    ///
    /// - Parameters:
    ///   - id: the id as it is written.
    ///   - source: the task or subtask that it stands in; nil for what someone typed.
    public func target(of id: LosslessID, in source: TaskReference? = nil) -> Target {
        if let reference = exactTarget(of: id, in: source) { return .found(reference) }
        // A typed or written "5.2" is text or number, whatever the kind of the ids it is made of.
        if let reference = subtaskTarget(spelled: id.description) { return .found(reference) }
        if let other = id.respelled, let reference = exactTarget(of: other, in: source) {
            return .respelled(reference)
        }
        return .missing
    }

    private func exactTarget(of id: LosslessID, in source: TaskReference?) -> TaskReference? {
        if let source, source.subtask != nil, task(source.task)?.subtask(id) != nil {
            return TaskReference(source.task, subtask: id)
        }
        return places[id] == nil ? nil : TaskReference(id)
    }

    private func subtaskTarget(spelled text: String) -> TaskReference? {
        for owner in LosslessID.owners(spelled: text) {
            // Some tools write the whole `5.2` as the subtask's own id.
            let found = task(owner)?.subtasks.first {
                $0.id.description == text || "\(owner).\($0.id)" == text
            }
            if let found { return TaskReference(owner, subtask: found.id) }
        }
        return nil
    }
}

extension LosslessID {
    /// The tasks that `5.2` can name a subtask of: 5 and "5".
    fileprivate static func owners(spelled text: String) -> [LosslessID] {
        text.indices.filter { text[$0] == "." }.flatMap { dot -> [LosslessID] in
            let owner = LosslessID(parsing: String(text[..<dot]))
            return [owner, owner.respelled].compactMap(\.self)
        }
    }

    /// The ids of all tasks that this one can mean when someone typed it: what must be read to
    /// find its target.
    var possibleTasks: [LosslessID] {
        [self, respelled].compactMap(\.self) + LosslessID.owners(spelled: description)
    }
}

// MARK: What can be done next

extension TaskGraph {
    /// Whether a task or subtask is finished; the subtasks of a finished task are.
    public func isFinished(_ reference: TaskReference) -> Bool {
        guard let task = task(reference.task) else { return false }
        return task.status.isFinished || subtask(reference)?.status.isFinished == true
    }

    /// Whether a task can be begun: it is pending, and all it depends on is there and finished.
    public func isReady(_ task: TaskItem) -> Bool {
        guard task.status == .pending else { return false }
        let own = TaskReference(task.id)
        return task.dependencies.allSatisfy { id in
            target(of: id, in: own).reference.map(isFinished) ?? false
        }
    }

    /// The tasks that can be begun, in the order of work: by priority, then those with fewer
    /// dependencies, then by id.
    public var ready: [TaskItem] {
        func precedes(_ left: TaskItem, _ right: TaskItem) -> Bool {
            let ranks = ((left.priority ?? .medium).rank, (right.priority ?? .medium).rank)
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            let counts = (left.dependencies.count, right.dependencies.count)
            return counts.0 == counts.1 ? left.id < right.id : counts.0 < counts.1
        }
        return tasks.filter(isReady).sorted(by: precedes)
    }
}
