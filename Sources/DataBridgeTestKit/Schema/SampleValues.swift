import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes up values for fields so that in one of a few rounds any two fields have different ones.
///
/// A type of few values (a flag, an enum) cannot give every field a value of its own. So each field
/// has a number, and a round gives it one digit of that number, in the base of how many values the
/// type has: two fields of one type have different numbers, so they differ in a digit.
struct SampleValues {
    private let round: Int
    private var number = 0

    init(round: Int) {
        self.round = round
    }

    /// How many rounds tell all fields of the types apart, even if they are flags.
    static func rounds(for types: [any FieldValue.Type]) -> Int {
        var samples = SampleValues(round: 0)
        for type in types { _ = samples.next(for: type, named: "") }
        return Int.bitWidth - samples.number.leadingZeroBitCount
    }

    /// A value for the next field, or nil when none can be made up for the type.
    mutating func next(for type: any FieldValue.Type, named name: String) -> Value? {
        if let optional = type as? any OptionalFieldValue.Type {
            return next(for: optional.wrapped, named: name)
        }
        if let list = type as? any ListFieldValue.Type {
            guard let first = next(for: list.element, named: name),
                let second = next(for: list.element, named: name)
            else { return nil }
            return list.list(of: [first, second])
        }
        if let embedded = type as? any Embedded.Type { return object(embedded) }
        number += 1
        let sample: Value?
        if let cases = type as? any CaseIterable.Type {
            sample = oneOf(cases)
        } else {
            sample = plain(type.fieldType, name)
        }
        // The type itself has the last word, also on how it is spelled.
        return try? sample.map { try type.init(fieldValue: $0).fieldValue() }
    }

    private mutating func object(_ type: any Embedded.Type) -> Value? {
        guard case .embedded(let layout) = type.fieldType else { return nil }
        var object = ValueObject()
        for (field, fieldType) in zip(layout.fields, type.fieldTypes) {
            guard let value = next(for: fieldType, named: field.name) else { return nil }
            object[field.name] = value
        }
        return .object(object)
    }

    private func oneOf<Cases: CaseIterable>(_ type: Cases.Type) -> Value? {
        let values = type.allCases.compactMap { try? ($0 as? any FieldValue)?.fieldValue() }
        return values.isEmpty ? nil : values[digit(base: values.count)]
    }

    /// This round's digit of the field's number.
    private func digit(base: Int) -> Int {
        guard base > 1 else { return 0 }
        var rest = number
        for _ in 0..<round { rest /= base }
        return rest % base
    }

    private func plain(_ type: FieldType, _ name: String) -> Value? {
        // Small enough for the narrowest integer.
        let small = digit(base: 100) + 1
        let number = number * 100 + round
        switch type {
        case .bool: return .bool(digit(base: 2) == 1)
        case .integer: return .int(Int64(small))
        case .double: return .double(Double(small) + 0.5)
        case .decimal: return .decimal(Decimal(number) / 8)
        case .string: return .string("\(name)-\(number)")
        case .date: return .date(Date(timeIntervalSinceReferenceDate: Double(number)))
        case .uuid:
            let (high, low) = (UInt8(truncatingIfNeeded: number >> 8), UInt8(number & 255))
            return .uuid(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, high, low)))
        case .data: return .data(Data(String(number).utf8))
        case .duration: return .duration(.milliseconds(number))
        case .losslessID: return .int(Int64(number))
        case .opaque: return .object(ValueObject([.init("number", .int(Int64(number)))]))
        case .embedded, .array, .dictionary: return nil
        }
    }
}

/// The type inside an optional.
private protocol OptionalFieldValue {
    static var wrapped: any FieldValue.Type { get }
}

extension Optional: OptionalFieldValue where Wrapped: FieldValue {
    fileprivate static var wrapped: any FieldValue.Type { Wrapped.self }
}

/// The type of what a list holds, and how to make one.
private protocol ListFieldValue {
    static var element: any FieldValue.Type { get }
    static func list(of values: [Value]) -> Value
}

extension Array: ListFieldValue where Element: FieldValue {
    fileprivate static var element: any FieldValue.Type { Element.self }

    fileprivate static func list(of values: [DataBridgeCore.Value]) -> DataBridgeCore.Value {
        .array(values)
    }
}

extension Dictionary: ListFieldValue where Key == String, Value: FieldValue {
    fileprivate static var element: any FieldValue.Type { Value.self }

    fileprivate static func list(of values: [DataBridgeCore.Value]) -> DataBridgeCore.Value {
        .object(
            ValueObject(values.enumerated().map { .init("key \($0.offset)", $0.element) }))
    }
}
