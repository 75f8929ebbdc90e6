extension Value {
    /// What kind of value it is, for messages that must not show the value itself.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .double, .decimal, .number, .spelledNumber: "a number"
        case .string: "a string"
        case .date: "a date"
        case .uuid: "a UUID"
        case .data: "bytes"
        case .duration: "a duration"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// Whether an order comparison of a filter makes sense between the two: they are of one kind
    /// and not null.
    func isOrderable(with other: Value) -> Bool {
        rank == other.rank && !isNull
    }
}
