import DataBridge
import TaskManager

extension Invocation {
    /// Carries the command out and prints what came of it.
    ///
    /// - Returns: false when something was found that should not be.
    func run(on tags: TaskTags) async throws -> Bool {
        switch command {
        case .tags: try await printTags(tags)
        case .createTag(let tag):
            try await tags.create(tag)
            print("Made the tag \(tag).")
        case .removeTag(let tag):
            try await tags.remove(tag)
            print("Removed the tag \(tag).")
        case .move(let ids, let target, let policy):
            let moved = try await tags.move(
                ids, from: try await source(tags), to: target, policy: policy)
            print("Moved \(list(moved)) to \(target).")
        default:
            return try await run(on: tags.tasks(in: try await source(tags)))
        }
        return true
    }

    private func source(_ tags: TaskTags) async throws -> TaskTag {
        if let tag { tag } else { try await tags.usual() }
    }

    private func run(on tasks: TaskRepository) async throws -> Bool {
        switch command {
        case .list(let status): printTable(of: try await tasks.list(status: status))
        case .watch(let status):
            for try await list in tasks.watch(status: status) { printTable(of: list) }
        case .next: try await printNext(tasks)
        case .show(let id):
            let graph = try await tasks.graph()
            TaskPage(graph).show(try graph.requireTask(id))
        case .add(let title, let description, let priority, let after):
            let task = try await tasks.add(
                title, description: description, priority: priority, dependencies: after)
            print("Added \(task.id): \(task.title)")
        case .setStatus(let ids, let status):
            print("\(list(try await tasks.setStatus(ids, to: status))): \(status)")
        case .expand(let id, let titles):
            let task = try await tasks.expand(id, into: titles)
            print("\(task.id) has \(task.subtasks.count) subtasks now.")
        case .remove(let id, let detaching):
            try await tasks.remove(id, detaching: detaching)
            print("Removed \(id).")
        case .validate: return try await validate(tasks)
        case .tags, .createTag, .removeTag, .move: break
        }
        return true
    }

    private func printTable(of tasks: [TaskItem]) {
        guard !tasks.isEmpty else { return print("No tasks.") }
        TaskTable(tasks).print()
    }

    private func printNext(_ tasks: TaskRepository) async throws {
        let graph = try await tasks.graph()
        let ready = graph.ready
        guard let next = ready.first else {
            return print("Nothing is ready: every pending task waits for another one.")
        }
        TaskPage(graph).show(next)
        if ready.count > 1 { print("\nReady as well: \(list(ready.dropFirst().map(\.id)))") }
    }

    private func printTags(_ tags: TaskTags) async throws {
        var rows = [["TAG", "TASKS", "FINISHED"]]
        for tag in try await tags.all() {
            let progress = try await tags.tasks(in: tag).progress()
            rows.append(["\(tag)", "\(progress.total)", "\(progress.finished)"])
        }
        guard rows.count > 1 else { return print("No tags. Make one: tags --create master") }
        Columns(rows).print()
    }

    private func validate(_ tasks: TaskRepository) async throws -> Bool {
        let problems = try await tasks.validateDependencies()
        for problem in problems { print(problem) }
        if problems.isEmpty { print("All dependencies are fine.") }
        return problems.isEmpty
    }

    private func list(_ items: [some CustomStringConvertible]) -> String {
        items.map(\.description).joined(separator: ", ")
    }
}
