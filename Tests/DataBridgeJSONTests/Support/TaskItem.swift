import DataBridgeCore

/// A task as Task Master writes it.
struct TaskItem: Entity, Equatable {
    var id: LosslessID
    var title: String
    var description: String
    var status: String
    var priority: String
    var dependencies: [LosslessID]
    var details: String?
    var testStrategy: String?
    var subtasks: [Subtask]

    static let schema = Schema("tasks", TaskItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.description, "description")
        Field(\.status, "status").indexed()
        Field(\.priority, "priority")
        Field(\.dependencies, "dependencies")
        Field(\.details, "details")
        Field(\.testStrategy, "testStrategy")
        Field(\.subtasks, "subtasks", default: [])
    }
}

struct Subtask: Embedded, Equatable {
    var id: LosslessID
    var title: String?
    var status: String

    static let fields = EmbeddedFields(Subtask.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.status, "status")
    }
    .identified(by: \.id)
}
