import DataBridgeCore
import JSONSyntax

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// What a Swift type does with a value: it refuses what it cannot hold, and spells what it can hold
// in one way.

extension FieldLayout {
    /// The value as a property of this type would store it.
    ///
    /// - Throws: ``FieldValueError``.
    func canonical(_ value: Value) throws -> Value {
        if value.isNull, isOptional { return .null }
        do {
            return try type.canonical(value)
        } catch let error as FieldValueError {
            throw FieldValueError(error.message, path: [name] + error.path)
        }
    }

    /// What stands in a record for which no value is given.
    var placeholder: Value { valueWhenAbsent ?? type.placeholder }
}

extension FieldType {
    func canonical(_ value: Value) throws -> Value {
        switch self {
        case .bool: return try Bool(fieldValue: value).fieldValue()
        case .integer: return try Int64(fieldValue: value).fieldValue()
        case .double: return try Double(fieldValue: value).fieldValue()
        case .decimal: return try Decimal(fieldValue: value).fieldValue()
        case .string: return try String(fieldValue: value).fieldValue()
        case .date: return try Date(fieldValue: value).fieldValue()
        case .uuid: return try UUID(fieldValue: value).fieldValue()
        case .data: return try Data(fieldValue: value).fieldValue()
        case .duration: return try Duration(fieldValue: value).fieldValue()
        case .losslessID: return try LosslessID(fieldValue: value).fieldValue()
        case .opaque:
            var writer = JSONWriter()
            try value.writeJSON(to: &writer)
            return Value(json: try JSONTape(parsing: writer.finish()).root)
        case .embedded(let layout): return try FieldType.object(value, layout)
        case .array(let element, let isOptional):
            guard case .array(let elements) = value else {
                throw FieldValueError.mismatch(expected: name, found: value)
            }
            return .array(
                try elements.map { $0.isNull && isOptional ? .null : try element.canonical($0) })
        case .dictionary(let element, let isOptional):
            guard case .object(let object) = value else {
                throw FieldValueError.mismatch(expected: name, found: value)
            }
            guard Set(object.names).count == object.count else {
                throw FieldValueError("two keys are equal but for their Unicode form")
            }
            let members = try object.members.map { member in
                ValueObject.Member(
                    member.name,
                    member.value.isNull && isOptional
                        ? .null : try element.canonical(member.value))
            }
            return .object(
                ValueObject(members.sorted { ByteOrder.precedes($0.name, $1.name) }))
        }
    }

    private static func object(_ value: Value, _ layout: EmbeddedLayout) throws -> Value {
        guard case .object(let object) = value else {
            throw FieldValueError.mismatch(expected: "an object", found: value)
        }
        return .object(
            ValueObject(
                try layout.fields.map { field in
                    guard let member = object[field.name] ?? field.valueWhenAbsent else {
                        throw FieldValueError("the field is missing", path: [field.name])
                    }
                    return ValueObject.Member(field.name, try field.canonical(member))
                }))
    }

    /// A value of the type that says nothing.
    var placeholder: Value {
        switch self {
        case .bool: .bool(false)
        case .integer, .losslessID: .int(0)
        case .double: .double(0)
        case .decimal: .decimal(0)
        case .string: .string("")
        case .date: .date(Date(timeIntervalSinceReferenceDate: 0))
        case .uuid: .uuid(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
        case .data: .data(Data())
        case .duration: .duration(.zero)
        case .opaque: .null
        case .array: .array([])
        case .dictionary: .object([:])
        case .embedded(let layout):
            .object(
                ValueObject(
                    layout.fields.map { ValueObject.Member($0.name, $0.placeholder) }))
        }
    }
}
