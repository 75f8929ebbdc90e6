import DataBridge

/// A step of a task, stored inside it.
///
/// Members that are not declared here (an assignee, a parent's id) stay in the data: a store that
/// keeps text finds each subtask again by its id.
public struct Subtask: Embedded, Hashable {
    /// The id within the task: 1, 2, 3 in most lists, but also a text or `92.10`.
    public var id: LosslessID
    /// What it is about; some tools write only a description.
    public var title: String?
    /// One or two sentences.
    public var description: String?
    /// How to do it.
    public var details: String?
    /// How to tell that it is done right.
    public var testStrategy: String?
    /// Where it stands.
    public var status: TaskStatus
    /// What must be finished before: a subtask of the same task, `5` for a task, `5.2` for the
    /// subtask of another one.
    public var dependencies: [LosslessID]

    /// A subtask.
    public init(
        id: LosslessID, title: String?, description: String? = nil, details: String? = nil,
        testStrategy: String? = nil, status: TaskStatus = .pending, dependencies: [LosslessID] = []
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.details = details
        self.testStrategy = testStrategy
        self.status = status
        self.dependencies = dependencies
    }

    /// How a subtask is stored.
    public static let fields = EmbeddedFields(
        Subtask.init(id:title:description:details:testStrategy:status:dependencies:)
    ) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.description, "description")
        Field(\.details, "details")
        Field(\.testStrategy, "testStrategy")
        Field(\.status, "status", default: .pending)
        Field(\.dependencies, "dependencies", default: [])
    }
    .identified(by: \.id)
}
