import DataBridge
import TaskManager

/// What was asked for on the command line.
struct Invocation {
    var store: String
    var tag: TaskTag?
    var command: Command

    enum Command {
        case list(TaskStatus?)
        case next
        case show(LosslessID)
        case add(String, description: String?, priority: TaskPriority, after: [LosslessID])
        case setStatus([LosslessID], TaskStatus)
        case expand(LosslessID, [String])
        case move([LosslessID], to: TaskTag, TaskTags.TiePolicy)
        case remove(LosslessID, detaching: Bool)
        case validate
        case tags
        case createTag(TaskTag)
        case removeTag(TaskTag)
        case watch(TaskStatus?)
    }

    static let help = """
        task-manager: plans the tasks of a tasks.json, or of any other store

        Usage: task-manager [--store URL] [--tag TAG] COMMAND

          list [--status STATUS]     the tasks as a table
          next                       the task to work on: ready, most urgent first
          show ID                    one task with its subtasks
          add TITLE…                 a new task; with --priority high, --after ID,ID and
                                     --description TEXT
          set-status ID… STATUS      of tasks (5) and subtasks (5.2): all of them or none;
                                     a task that is done takes its subtasks along
          expand ID TITLE…           split a task: a subtask per TITLE
          move ID… --to TAG          to another tag: all of them or none; dependencies that
                                     would lead across are refused, or moved along
                                     (--with-dependencies), or removed (--cut)
          remove ID                  a task nobody depends on; --detach removes that too
          validate                   dependencies that lead nowhere or in a circle; exit code 1
                                     if there are any
          tags                       the tags; --create TAG makes one, --remove TAG removes one
          watch [--status STATUS]    the table, again after every change, until Ctrl-C

        --store URL   where the tasks are: json:tasks.json (the default), memory:, …
        --tag TAG     which list; by default master, or the only one there is

        Exit codes: 0 done, 1 refused or failed (nothing was changed), 2 not understood.
        """

    /// Reads the arguments; nil when help is asked for.
    init?(_ arguments: [String]) throws {
        guard var arguments = try Arguments(arguments) else { return nil }
        store = arguments.option("--store") ?? "json:tasks.json"
        tag = arguments.option("--tag").map { TaskTag($0) }
        command = try Invocation.command(&arguments)
        try arguments.finish()
    }

    private static func command(_ arguments: inout Arguments) throws -> Command {
        let name = try arguments.word("a command")
        switch name {
        case "list": return .list(arguments.status())
        case "watch": return .watch(arguments.status())
        case "next": return .next
        case "validate": return .validate
        case "show": return .show(try arguments.id())
        case "remove":
            return .remove(try arguments.id(), detaching: arguments.flag("--detach"))
        case "add":
            let after = arguments.option("--after") ?? ""
            return .add(
                try arguments.words("a title").joined(separator: " "),
                description: arguments.option("--description"),
                priority: arguments.option("--priority").map(TaskPriority.init) ?? .medium,
                after: after.split(separator: ",").map { LosslessID(parsing: String($0)) })
        case "set-status":
            var words = try arguments.words("an id and a status")
            let status = words.removeLast()
            guard !words.isEmpty else { throw UsageError("set-status needs an id and a status") }
            return .setStatus(words.map(LosslessID.init(parsing:)), TaskStatus(rawValue: status))
        case "expand":
            return .expand(try arguments.id(), try arguments.words("a title per subtask"))
        case "move":
            guard let target = arguments.option("--to") else {
                throw UsageError("move needs --to TAG")
            }
            let policy: TaskTags.TiePolicy =
                if arguments.flag("--cut") {
                    .cut
                } else if arguments.flag("--with-dependencies") { .takeDependencies } else {
                    .refuse
                }
            let ids = try arguments.words("an id").map(LosslessID.init(parsing:))
            return .move(ids, to: TaskTag(target), policy)
        case "tags":
            if let tag = arguments.option("--create") { return .createTag(TaskTag(tag)) }
            if let tag = arguments.option("--remove") { return .removeTag(TaskTag(tag)) }
            return .tags
        default: throw UsageError("there is no command \"\(name)\"")
        }
    }
}
