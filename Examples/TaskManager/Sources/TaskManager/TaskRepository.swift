import DataBridge

/// The tasks of one list, in the terms of the people who plan with them.
///
/// It is given a repository and a transaction manager and knows nothing else about where the tasks
/// live: the same code runs on a file, in memory, or on a database.
///
/// ```swift
/// let store = try await Bridge.open("json:tasks.json", entities: [TaskItem.schema])
/// let tasks = TaskRepository(
///     tasks: store.repository(for: TaskItem.self, in: "/master/tasks"), transactions: store)
/// let next = try await tasks.next()
/// ```
public struct TaskRepository: Sendable {
    private let tasks: any DataRepository<TaskItem>
    private let transactions: any TransactionManager

    /// A list of tasks.
    ///
    /// - Parameters:
    ///   - tasks: where the tasks are.
    ///   - transactions: the transactions of the same store.
    public init(tasks: any DataRepository<TaskItem>, transactions: any TransactionManager) {
        self.tasks = tasks
        self.transactions = transactions
    }
}

// MARK: Reading

extension TaskRepository {
    /// The tasks in id order, those with one status or all.
    public func list(status: TaskStatus? = nil) async throws -> [TaskItem] {
        try await tasks.find(where: filter(status))
    }

    /// The task with the id, whether it is written as number or as text.
    ///
    /// - Throws: ``TaskError/noSuchTask(_:)``, ``TaskError/isSubtask(_:)``.
    public func task(_ id: LosslessID) async throws -> TaskItem {
        try await tasks.find(where: .in(\.id, id.possibleTasks)).graph.requireTask(id)
    }

    /// The tasks and what they wait for, from one read of the list.
    public func graph() async throws -> TaskGraph {
        try await tasks.find().graph
    }

    /// The pending tasks of which every dependency is finished, in the order of work: by priority,
    /// then those with fewer dependencies, then by id.
    public func ready() async throws -> [TaskItem] {
        try await graph().ready
    }

    /// The task to work on next; nil when none is ready.
    public func next() async throws -> TaskItem? {
        try await ready().first
    }

    /// Dependencies that refer to nothing, or that form a cycle.
    public func validateDependencies() async throws -> [DependencyProblem] {
        try await graph().problems
    }

    /// How many tasks there are and how many are finished, both of one moment.
    public func progress() async throws -> (finished: Int, total: Int) {
        try await transactions.transaction(.readOnly) {
            let finished = try await tasks.count(where: .in(\.status, [.done, .completed]))
            return (finished, try await tasks.count())
        }
    }

    /// The list as it is now, and again after every commit that changes it.
    public func watch(status: TaskStatus? = nil) -> Observation<TaskItem> {
        tasks.observe(where: filter(status))
    }

    private func filter(_ status: TaskStatus?) -> Filter<TaskItem> {
        if let status { \.status == status } else { .all }
    }
}

// MARK: Writing: each call is one transaction

extension TaskRepository {
    /// Several people add tasks at the same time and all want the next number: whoever was not
    /// first runs again, more often than a transaction does by itself.
    private static let patiently = TransactionOptions(retry: RetryPolicy(attempts: 20))

    /// Adds a pending task under the next whole number.
    ///
    /// - Parameters:
    ///   - title: what it is about.
    ///   - description: one or two sentences.
    ///   - priority: how urgent it is.
    ///   - dependencies: what must be finished before.
    /// - Throws: ``TaskError/emptyTitle``, ``TaskError/noSuchTask(_:)`` for a dependency that is
    ///   not there.
    @discardableResult
    public func add(
        _ title: String, description: String? = nil, priority: TaskPriority? = .medium,
        dependencies: [LosslessID] = []
    ) async throws -> TaskItem {
        guard !title.allSatisfy(\.isWhitespace) else { throw TaskError.emptyTitle }
        return try await transactions.transaction(TaskRepository.patiently) {
            let known = try await tasks.find(
                where: .in(\.id, dependencies.flatMap(\.possibleTasks))
            ).graph
            // A number, not a text: those come behind all numbers.
            let last = try await tasks.first(
                where: \.id >= .firstNumber, sortedBy: .descending(\.id))
            let task = TaskItem(
                id: try .next(after: last?.id), title: title, description: description,
                priority: priority,
                dependencies: try dependencies.map { try known.require($0).written(as: $0) })
            try await tasks.insert(task)
            return task
        }
    }

    /// Sets the status of tasks and subtasks, all of them or none.
    ///
    /// A task that is done or cancelled takes its open subtasks along.
    ///
    /// - Parameters:
    ///   - ids: tasks such as `5`, subtasks such as `5.2`.
    ///   - status: the new status.
    /// - Returns: what was set.
    /// - Throws: ``TaskError/noSuchTask(_:)``; nothing is changed then.
    @discardableResult
    public func setStatus(
        _ ids: [LosslessID], to status: TaskStatus
    ) async throws -> [TaskReference] {
        try await transactions.transaction(TaskRepository.patiently) {
            var changed: [TaskReference] = []
            for id in ids {
                let reference = try await reference(to: id)
                try await tasks.update(reference.task) { task in
                    if let subtask = reference.subtask {
                        task.setStatus(status, of: subtask)
                    } else {
                        task.setStatus(status)
                    }
                }
                changed.append(reference)
            }
            return changed
        }
    }

    /// Splits a task: adds a pending subtask per title.
    ///
    /// - Returns: the task with its subtasks.
    /// - Throws: ``TaskError/emptyTitle``, ``TaskError/noSuchTask(_:)``,
    ///   ``TaskError/isSubtask(_:)``.
    @discardableResult
    public func expand(_ id: LosslessID, into titles: [String]) async throws -> TaskItem {
        guard !titles.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw TaskError.emptyTitle
        }
        return try await transactions.transaction(TaskRepository.patiently) {
            try await tasks.update(try await task(id).id) { try $0.addSubtasks(titles) }.value
        }
    }

    /// Removes a task.
    ///
    /// - Parameters:
    ///   - id: which task.
    ///   - detaching: whether the dependencies on it are removed too; without it a task that
    ///     others depend on stays.
    /// - Throws: ``TaskError/noSuchTask(_:)``, ``TaskError/isSubtask(_:)``,
    ///   ``TaskError/stillNeeded(_:by:)``.
    public func remove(_ id: LosslessID, detaching: Bool = false) async throws {
        try await transactions.transaction(TaskRepository.patiently) {
            let graph = try await graph()
            let task = try graph.requireTask(id)
            let ties = graph.ties(of: [task.id]).filter { !$0.sourceMoves }
            guard ties.isEmpty || detaching else {
                throw TaskError.stillNeeded(task.id, by: ties.map(\.source))
            }
            try await cut(ties)
            try await tasks.delete(task.id)
        }
    }

    /// Removes dependencies from the tasks that have them.
    func cut(_ ties: [TaskError.Tie]) async throws {
        for id in Set(ties.map(\.source.task)).sorted() {
            try await tasks.update(id) { $0.cut(ties) }
        }
    }

    /// The task or subtask that someone named.
    private func reference(to id: LosslessID) async throws -> TaskReference {
        try await tasks.find(where: .in(\.id, id.possibleTasks)).graph.require(id)
    }
}

extension [TaskItem] {
    /// The rules over these tasks.
    fileprivate var graph: TaskGraph { TaskGraph(self) }
}

extension TaskReference {
    /// The dependency to store for one that was typed: a task's id as the task has it.
    fileprivate func written(as id: LosslessID) -> LosslessID {
        subtask == nil ? task : id
    }
}
