/// The kind of a JSON value.
@frozen
public enum JSONKind: UInt8, Hashable, Sendable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case boolean
    /// A number.
    case number
    /// A string.
    case string
    /// An array.
    case array
    /// An object.
    case object
}

extension JSONKind: CustomStringConvertible {
    /// The kind as it reads in a sentence: "an object".
    public var description: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
