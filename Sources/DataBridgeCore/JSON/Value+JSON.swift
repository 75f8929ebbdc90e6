#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
public import JSONSyntax

extension Value {
    /// The value that a JSON tree stands for where no type is declared, without loss.
    ///
    /// Strings stay strings, whatever they look like. A number becomes ``int(_:)`` when it is
    /// spelled as an integer and fits 64 bits, ``double(_:)`` when its text is the shortest
    /// spelling of that double, and ``number(_:)`` otherwise, so that writing the value gives the
    /// number's text again.
    public init(json node: JSONNode) {
        switch node.kind {
        case .null: self = .null
        case .boolean: self = .bool(node.bool ?? false)
        case .number: self = Value.number(json: node)
        case .string: self = .string(node.string ?? "")
        case .array:
            var elements: [Value] = []
            elements.reserveCapacity(node.count)
            for element in node.elements { elements.append(Value(json: element)) }
            self = .array(elements)
        case .object:
            var members: [ValueObject.Member] = []
            members.reserveCapacity(node.count)
            for member in node.members {
                members.append(
                    ValueObject.Member(member.key.string ?? "", Value(json: member.value)))
            }
            self = .object(ValueObject(uniqueMembers: members))
        }
    }

    private static func number(json node: JSONNode) -> Value {
        if node.isInteger {
            if let integer = node.plainInteger { return .int(integer) }
        } else if let double = node.shortestDouble {
            return .double(double)
        }
        return .number(LosslessNumber(checked: node.sourceText))
    }

    /// Writes the value as JSON: a date in RFC 3339 with `Z`, bytes in base64, a UUID in capitals,
    /// a duration in ISO 8601, a number by its text or its shortest spelling.
    ///
    /// - Throws: ``FieldValueError`` for what JSON cannot hold: NaN, infinities, dates outside the
    ///   years 0 to 9999.
    public func writeJSON(to writer: inout JSONWriter) throws {
        switch self {
        case .null: writer.null()
        case .bool(let flag): writer.bool(flag)
        case .int(let integer): writer.int64(integer)
        case .double(let double): try double.writeJSON(to: &writer)
        case .decimal(let decimal): try decimal.writeJSON(to: &writer)
        case .number(let number), .spelledNumber(let number): writer.raw(text: number.text)
        case .string(let text): writer.string(text)
        case .date(let date): try date.writeJSON(to: &writer)
        case .uuid(let uuid): uuid.writeJSON(to: &writer)
        case .data(let data): writer.string(data.base64EncodedString())
        case .duration(let duration): writer.string(DurationText.text(duration))
        case .array(let elements):
            writer.beginArray()
            for (index, element) in elements.enumerated() {
                try FieldValueError.nesting(in: String(index)) {
                    try element.writeJSON(to: &writer)
                }
            }
            writer.endArray()
        case .object(let object):
            writer.beginObject()
            for member in object.members {
                writer.key(member.name)
                try FieldValueError.nesting(in: member.name) {
                    try member.value.writeJSON(to: &writer)
                }
            }
            writer.endObject()
        }
    }
}

extension JSONNode {
    /// The integer that a number is spelled as, when writing it gives the same text: not `-0`.
    @inlinable
    package var plainInteger: Int64? {
        guard isInteger, let integer = int64 else { return nil }
        if integer == 0, span.count > 1 { return nil }
        return integer
    }
}

extension JSONWriter {
    /// Writes a number whose text is known to follow the grammar of JSON.
    mutating func raw(text: String) {
        var text = text
        text.withUTF8 { raw($0) }
    }
}
