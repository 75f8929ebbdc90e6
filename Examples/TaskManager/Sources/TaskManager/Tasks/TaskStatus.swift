import DataBridge

/// Where a task stands.
///
/// An open vocabulary: people and other tools write words of their own, and a status that this app
/// does not know is kept as it is.
public struct TaskStatus: RawRepresentable, Hashable, Sendable, FieldValue {
    /// The word in the data.
    public let rawValue: String

    /// A status by its word.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Not begun.
    public static let pending = TaskStatus(rawValue: "pending")
    /// Being worked on.
    public static let inProgress = TaskStatus(rawValue: "in-progress")
    /// Waiting for someone's review.
    public static let review = TaskStatus(rawValue: "review")
    /// Finished.
    public static let done = TaskStatus(rawValue: "done")
    /// Finished, as some tools spell it.
    public static let completed = TaskStatus(rawValue: "completed")
    /// Waiting for something outside the plan.
    public static let blocked = TaskStatus(rawValue: "blocked")
    /// Put off.
    public static let deferred = TaskStatus(rawValue: "deferred")
    /// Will not be done.
    public static let cancelled = TaskStatus(rawValue: "cancelled")

    /// The statuses that this app names in its help.
    public static let known: [TaskStatus] = [
        .pending, .inProgress, .review, .done, .completed, .blocked, .deferred, .cancelled,
    ]

    /// Whether whoever waits for the task can begin.
    public var isFinished: Bool { self == .done || self == .completed }

    /// Whether nothing more is going to happen, so that open subtasks follow the task.
    public var isFinal: Bool { isFinished || self == .cancelled }
}

extension TaskStatus: CustomStringConvertible {
    /// The word.
    public var description: String { rawValue }
}
