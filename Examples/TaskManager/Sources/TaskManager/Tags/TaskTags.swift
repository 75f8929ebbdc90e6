import DataBridge

/// The tags of a store: side by side lists of tasks, between which tasks can move.
///
/// Only this part of the app needs the whole store, because tags are collections that come and go.
/// Everything inside one list is ``TaskRepository``.
public struct TaskTags: Sendable {
    private let store: any DataStore

    /// What to do about dependencies between tasks that move and tasks that stay.
    public enum TiePolicy: Sendable {
        /// Nothing moves.
        case refuse
        /// What the tasks depend on moves too; what depends on them must not stay behind.
        case takeDependencies
        /// The dependencies are removed, on both sides.
        case cut
    }

    /// The tags of a store that was opened with the schema of ``TaskItem``.
    public init(store: any DataStore) {
        self.store = store
    }

    /// The tags there are.
    ///
    /// A new store has the list without a tag; beside tags it counts only while it holds tasks.
    public func all() async throws -> [TaskTag] {
        let tags = try await store.collections().compactMap(TaskTag.init(collection:))
        guard tags.count > 1, tags.contains(.untagged),
            try await repository(.untagged).count() == 0
        else { return tags }
        return tags.filter { $0 != .untagged }
    }

    /// The tag to work with when none is named: `master`, or the only one there is.
    ///
    /// - Throws: ``TaskError/tagNeeded(among:)``.
    public func usual() async throws -> TaskTag {
        let tags = try await all()
        if tags.contains(.master) { return .master }
        guard tags.count == 1, let tag = tags.first else {
            throw TaskError.tagNeeded(among: tags)
        }
        return tag
    }

    /// The tasks of a tag.
    public func tasks(in tag: TaskTag) -> TaskRepository {
        TaskRepository(tasks: repository(tag), transactions: store)
    }

    /// Makes a tag without tasks.
    ///
    /// - Throws: ``TaskError/badTagName(_:)``; `alreadyExists` when there is such a tag.
    public func create(_ tag: TaskTag) async throws {
        if let name = tag.name, name.allSatisfy(\.isWhitespace) {
            throw TaskError.badTagName(name)
        }
        try await store.createCollection(tag.collection, like: TaskItem.self)
    }

    /// Removes a tag with its tasks.
    ///
    /// - Throws: ``TaskError/noSuchTag(_:among:)``.
    public func remove(_ tag: TaskTag) async throws {
        try await store.transaction {
            try await check(tag)
            try await store.dropCollection(tag.collection)
        }
    }

    /// Moves tasks with their subtasks from one tag to another: all of them or none.
    ///
    /// A dependency cannot lead from one tag to another, because ids in another tag mean other
    /// tasks. So what the tasks depend on, and what depends on them, must move as well or be cut.
    ///
    /// - Parameters:
    ///   - ids: the tasks.
    ///   - source: the tag they are in.
    ///   - target: the tag they go to.
    ///   - policy: what to do about dependencies on tasks that stay.
    /// - Returns: the ids of the tasks that moved, in their order.
    /// - Throws: ``TaskError/noSuchTag(_:among:)``, ``TaskError/noSuchTask(_:)``,
    ///   ``TaskError/tied(_:)``; `alreadyExists` when the target has a task with one of the ids.
    ///   Nothing moves then.
    @discardableResult
    public func move(
        _ ids: [LosslessID], from source: TaskTag, to target: TaskTag,
        policy: TiePolicy = .refuse
    ) async throws -> [LosslessID] {
        try await store.transaction {
            try await check(source)
            try await check(target)
            let (from, to) = (repository(source), repository(target))
            let graph = TaskGraph(try await from.find())
            var moving = Set(try ids.map { try graph.requireTask($0).id })
            if policy == .takeDependencies { moving = graph.closure(of: moving) }
            guard source != target else { return moving.sorted() }
            let ties = graph.ties(of: moving)
            guard ties.isEmpty || policy == .cut else { throw TaskError.tied(ties) }
            for var task in graph.tasks where moving.contains(task.id) {
                try await from.delete(task.id)
                task.cut(ties)
                try await to.insert(task)
            }
            try await tasks(in: source).cut(ties.filter { !$0.sourceMoves })
            return moving.sorted()
        }
    }

    private func check(_ tag: TaskTag) async throws {
        let tags = try await all()
        guard tags.contains(tag) else { throw TaskError.noSuchTag(tag, among: tags) }
    }

    private func repository(_ tag: TaskTag) -> any DataRepository<TaskItem> {
        store.repository(for: TaskItem.self, in: tag.collection)
    }
}
