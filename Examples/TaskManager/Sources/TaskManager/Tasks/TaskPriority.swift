import DataBridge

/// How urgent a task is: an open vocabulary, like ``TaskStatus``.
public struct TaskPriority: RawRepresentable, Hashable, Sendable, FieldValue {
    /// The word in the data.
    public let rawValue: String

    /// A priority by its word.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Before everything else.
    public static let critical = TaskPriority(rawValue: "critical")
    /// Soon.
    public static let high = TaskPriority(rawValue: "high")
    /// In its turn; also what a task without a priority counts as.
    public static let medium = TaskPriority(rawValue: "medium")
    /// When there is time.
    public static let low = TaskPriority(rawValue: "low")

    /// The place in the order of work, the most urgent first; unknown words come last.
    public var rank: Int {
        switch self {
        case .critical: 0
        case .high: 1
        case .medium: 2
        case .low: 3
        default: 4
        }
    }
}

extension TaskPriority: CustomStringConvertible {
    /// The word.
    public var description: String { rawValue }
}
