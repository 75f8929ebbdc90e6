#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
public import JSONSyntax

extension Value {
    /// The value of a field of the given type as JSON text spells it.
    ///
    /// A store that reads many values of one type makes a ``JSONRecordCoding`` once instead.
    ///
    /// - Throws: ``FieldValueError`` when the JSON is of another kind or out of range; `null` is no
    ///   value of any type.
    public init(json node: JSONNode, as type: FieldType) throws {
        self = try JSONFieldCoding(type).value(node)
    }
}

/// A field type prepared for reading and writing JSON: member names stand ready.
package indirect enum JSONFieldCoding: Sendable {
    case bool, integer, double, decimal, string, date, uuid, data, duration, losslessID, opaque
    case embedded([JSONMemberCoding])
    case array(JSONFieldCoding, optionalElements: Bool)
    case dictionary(JSONFieldCoding, optionalValues: Bool)

    package init(_ type: FieldType) {
        switch type {
        case .bool: self = .bool
        case .integer: self = .integer
        case .double: self = .double
        case .decimal: self = .decimal
        case .string: self = .string
        case .date: self = .date
        case .uuid: self = .uuid
        case .data: self = .data
        case .duration: self = .duration
        case .losslessID: self = .losslessID
        case .opaque: self = .opaque
        case .embedded(let layout): self = .embedded(layout.fields.map(JSONMemberCoding.init))
        case .array(let element, let isOptional):
            self = .array(JSONFieldCoding(element), optionalElements: isOptional)
        case .dictionary(let value, let isOptional):
            self = .dictionary(JSONFieldCoding(value), optionalValues: isOptional)
        }
    }

    package func value(_ node: JSONNode) throws -> Value {
        switch self {
        case .bool: .bool(try Bool(json: node))
        case .integer: .int(try Int64(json: node))
        case .double: .double(try Double(json: node))
        case .decimal: .decimal(try Decimal(json: node))
        case .string: .string(try String(json: node))
        case .date: .date(try Date(json: node))
        case .uuid: .uuid(try UUID(json: node))
        case .data: .data(try JSONFieldCoding.data(node))
        case .duration: .duration(try JSONFieldCoding.duration(node))
        case .losslessID: try LosslessID(json: node).value
        case .opaque: Value(json: node)
        case .embedded(let members): try JSONFieldCoding.object(node, members)
        case .array(let element, let isOptional):
            try JSONFieldCoding.array(node, element, isOptional)
        case .dictionary(let value, let isOptional):
            try JSONFieldCoding.dictionary(node, value, isOptional)
        }
    }

    private static func data(_ node: JSONNode) throws -> Data {
        guard let text = node.string, let data = Data(base64Encoded: text) else {
            throw FieldValueError.badText("base64", json: node)
        }
        return data
    }

    private static func duration(_ node: JSONNode) throws -> Duration {
        guard let text = node.string, let duration = DurationText.duration(text) else {
            throw FieldValueError.badText("an ISO 8601 duration such as PT1.5S", json: node)
        }
        return duration
    }

    private static func object(
        _ node: JSONNode, _ members: [JSONMemberCoding]
    ) throws -> Value {
        guard node.kind == .object else {
            throw FieldValueError.mismatch(expected: "an object", json: node)
        }
        var cursor = node.memberCursor()
        var read: [ValueObject.Member] = []
        read.reserveCapacity(members.count)
        for member in members {
            read.append(ValueObject.Member(member.name, try member.value(&cursor)))
        }
        return .object(ValueObject(uniqueMembers: read))
    }

    private static func array(
        _ node: JSONNode, _ element: JSONFieldCoding, _ isOptional: Bool
    ) throws -> Value {
        guard node.kind == .array else {
            throw FieldValueError.mismatch(expected: "an array", json: node)
        }
        var values: [Value] = []
        values.reserveCapacity(node.count)
        for child in node.elements {
            let position = values.count
            values.append(
                try FieldValueError.nesting(in: String(position)) {
                    isOptional && child.isNull ? .null : try element.value(child)
                })
        }
        return .array(values)
    }

    private static func dictionary(
        _ node: JSONNode, _ value: JSONFieldCoding, _ isOptional: Bool
    ) throws -> Value {
        guard node.kind == .object else {
            throw FieldValueError.mismatch(expected: "an object", json: node)
        }
        var members: [ValueObject.Member] = []
        members.reserveCapacity(node.count)
        for member in node.members {
            let name = member.key.string ?? ""
            let read = try FieldValueError.nesting(in: name) {
                isOptional && member.value.isNull ? Value.null : try value.value(member.value)
            }
            members.append(ValueObject.Member(name, read))
        }
        return .object(ValueObject(uniqueMembers: members))
    }
}

// MARK: Writing

extension JSONFieldCoding {
    /// Writes a value of the type; in an object of declared fields, nil is left out where an absent
    /// member reads as nil.
    package func write(_ value: Value, to writer: inout JSONWriter) throws {
        switch (self, value) {
        case (.embedded(let members), .object(let object)):
            writer.beginObject()
            for member in members {
                guard let value = object[member.name] else { continue }
                try member.write(value, to: &writer)
            }
            writer.endObject()
        case (.array(let element, _), .array(let values)):
            writer.beginArray()
            for (index, value) in values.enumerated() {
                try FieldValueError.nesting(in: String(index)) {
                    try element.write(value, to: &writer)
                }
            }
            writer.endArray()
        case (.dictionary(let element, _), .object(let object)):
            writer.beginObject()
            for member in object.members {
                writer.key(member.name)
                try FieldValueError.nesting(in: member.name) {
                    try element.write(member.value, to: &writer)
                }
            }
            writer.endObject()
        default:
            try value.writeJSON(to: &writer)
        }
    }
}

/// A declared member of an object prepared for reading and writing.
///
/// A class, so that going through the members of a record copies none of what they hold.
package final class JSONMemberCoding: Sendable {
    let name: String
    let key: JSONKey
    let type: FieldType
    let isOptional: Bool
    let valueWhenAbsent: Value?
    let coding: JSONFieldCoding
    /// Whether values of the type are written alike wherever they stand.
    private let isScalar: Bool

    init(_ field: FieldLayout) {
        name = field.name
        key = JSONKey(field.name)
        type = field.type
        isOptional = field.isOptional
        valueWhenAbsent = field.valueWhenAbsent
        coding = JSONFieldCoding(field.type)
        isScalar =
            switch coding {
            case .embedded, .array, .dictionary: false
            default: true
            }
    }

    /// Reads the member behind the one that was read last, or wherever it stands.
    func value(_ cursor: inout JSONMemberCursor) throws -> Value {
        guard let node = cursor.value(for: key) else {
            guard let valueWhenAbsent else { throw FieldValueError.missing(name, type) }
            return valueWhenAbsent
        }
        if isOptional, node.isNull { return .null }
        return try FieldValueError.nesting(in: name) { try coding.value(node) }
    }

    /// Writes the member, unless its absence says the same.
    func write(_ value: Value, to writer: inout JSONWriter) throws {
        if value.isNull, case .null? = valueWhenAbsent { return }
        writer.key(key)
        do {
            if isScalar {
                try value.writeJSON(to: &writer)
            } else {
                try coding.write(value, to: &writer)
            }
        } catch let error as FieldValueError {
            throw error.nested(in: name)
        }
    }
}
