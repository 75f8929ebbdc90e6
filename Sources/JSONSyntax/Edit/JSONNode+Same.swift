extension JSONNode {
    /// Whether two values say the same: text by its bytes, numbers by their spelling, objects
    /// whatever the order of their members.
    func isSame(as other: JSONNode) -> Bool {
        guard kind == other.kind else { return false }
        switch kind {
        case .null: return true
        case .boolean: return bool == other.bool
        case .number:
            return withSource { left in other.withSource { left.elementsEqual($0) } }
        case .string: return withString { other.equals($0) } ?? false
        case .array:
            return count == other.count
                && zip(elements, other.elements).allSatisfy { $0.isSame(as: $1) }
        case .object:
            guard count == other.count else { return false }
            var cursor = other.memberCursor()
            for member in members {
                guard let value = member.key.withString({ cursor.value(for: $0) }) ?? nil,
                    member.value.isSame(as: value)
                else { return false }
            }
            return true
        }
    }

    /// The value in its shortest form, the same for values that say the same as long as members
    /// stand in the same order: what elements of an array are told apart by.
    var fingerprint: [UInt8] {
        var writer = JSONWriter(capacity: 64)
        write(to: &writer)
        return writer.finish()
    }

    private func write(to writer: inout JSONWriter) {
        switch kind {
        case .null, .boolean, .number: writer.raw(self)
        case .string: withString { writer.string(utf8: $0) }
        case .array:
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object:
            writer.beginObject()
            for member in members {
                member.key.withString { writer.key(utf8: $0) }
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }
}
