import TaskManager

/// Tasks as a table, one per line.
///
/// Titles come last and are never cut.
struct TaskTable {
    private let tasks: [TaskItem]

    init(_ tasks: [TaskItem]) {
        self.tasks = tasks
    }

    func print() {
        let header = ["ID", "STATUS", "PRIORITY", "AFTER", "STEPS", "TITLE"]
        let rows = tasks.map { task in
            let finished = task.subtasks.count { $0.status.isFinished }
            return [
                "\(task.id)", "\(task.status)", task.priority?.rawValue ?? "-",
                task.dependencies.isEmpty
                    ? "-" : task.dependencies.map(\.description).joined(separator: ","),
                task.subtasks.isEmpty ? "-" : "\(finished)/\(task.subtasks.count)",
                task.title.replacing("\n", with: " "),
            ]
        }
        Columns([header] + rows, styles: [.bold] + tasks.map { Style(of: $0.status) }).print()
    }
}

/// One task with its subtasks, and what the tasks it waits for are doing.
struct TaskPage {
    private let graph: TaskGraph

    init(_ graph: TaskGraph) {
        self.graph = graph
    }

    func show(_ task: TaskItem) {
        print(Style.bold.apply(to: "\(task.id)  \(task.title)"))
        let own = TaskReference(task.id)
        let waits = task.dependencies.map { id in
            let isFinished = graph.target(of: id, in: own).reference.map(graph.isFinished)
            return isFinished == true ? "\(id) (finished)" : "\(id)"
        }
        let after = waits.isEmpty ? "after nothing" : "after \(waits.joined(separator: ", "))"
        let status = Style(of: task.status).apply(to: "\(task.status)")
        print("   \(status), \(task.priority ?? .medium), \(after)")
        paragraph(nil, task.description)
        paragraph("How", task.details)
        paragraph("Test", task.testStrategy)
        guard !task.subtasks.isEmpty else { return }
        print()
        let rows = task.subtasks.map { subtask in
            [
                "  \(TaskReference(task.id, subtask: subtask.id))", "\(subtask.status)",
                subtask.title ?? subtask.description ?? "",
            ]
        }
        Columns(rows, styles: task.subtasks.map { Style(of: $0.status) }).print()
    }

    private func paragraph(_ heading: String?, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        print()
        let heading = heading.map { "\($0): " } ?? ""
        for line in (heading + text).split(separator: "\n", omittingEmptySubsequences: false) {
            print(line.isEmpty ? "" : "   \(line)")
        }
    }
}
