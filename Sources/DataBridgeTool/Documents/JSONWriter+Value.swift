import DataBridgeCore
import JSONSyntax

extension JSONWriter {
    /// Writes a value of a document; what JSON has no form for, such as an infinity, becomes text.
    mutating func value(_ value: Value) {
        switch value {
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object): self.object(object)
        default:
            do {
                try value.writeJSON(to: &self)
            } catch {
                string(value.description)
            }
        }
    }

    /// Writes an object, its members in their order.
    mutating func object(_ object: ValueObject) {
        beginObject()
        for member in object.members {
            key(member.name)
            value(member.value)
        }
        endObject()
    }

    /// Writes a parsed value anew: in this writer's style, with numbers spelled as they are and
    /// members that occur twice kept.
    mutating func node(_ node: JSONNode) {
        switch node.kind {
        case .array:
            beginArray()
            for element in node.elements { self.node(element) }
            endArray()
        case .object:
            beginObject()
            for member in node.members {
                key(member.key.string ?? "")
                self.node(member.value)
            }
            endObject()
        default: raw(node)
        }
    }
}
