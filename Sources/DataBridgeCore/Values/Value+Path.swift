extension Value {
    /// The value at the rest of a path; see ``value(at:)-([String])``.
    package func value(at path: ArraySlice<String>) -> Value {
        guard let step = path.first else { return self }
        switch self {
        case .object(let object):
            guard let index = object.index(of: step) else { return .null }
            return object.members[index].value.value(at: path.dropFirst())
        case .array(let elements):
            guard let index = Self.arrayIndex(step), index < elements.count else { return .null }
            return elements[index].value(at: path.dropFirst())
        default:
            return .null
        }
    }

    /// The value at a path of member names and array indexes; ``null`` where something is missing.
    ///
    /// In an object a step is a member's name; in an array it is a decimal index without sign or
    /// leading zeros. The empty path is the value itself.
    public func value(at path: [String]) -> Value {
        value(at: path[...])
    }

    private static func arrayIndex(_ step: String) -> Int? {
        let digits = step.utf8
        guard !digits.isEmpty, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return nil
        }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(step)
    }
}
