#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// A lossless form for tokens, cursors and error reports, not the form in which stores keep data:
// null, booleans, integers, text and arrays as themselves, every other kind as an object of one
// member that names it, such as {"double":"0.1"} or {"object":["name",1]}. Numbers travel as text,
// since encoders round them.
extension Value: Codable {
    private enum Kind: String, CodingKey {
        case double, decimal, number, spelledNumber, date, uuid, data, duration, object
    }

    /// Reads the form that ``encode(to:)`` writes; a bare fraction becomes a ``double(_:)``.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.singleValueContainer(), let value = Self.bare(container) {
            self = value
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [Value] = []
            while !container.isAtEnd { elements.append(try container.decode(Value.self)) }
            self = .array(elements)
        } else {
            self = try Self.tagged(decoder.container(keyedBy: Kind.self))
        }
    }

    private static func bare(_ container: any SingleValueDecodingContainer) -> Value? {
        if container.decodeNil() { return .null }
        if let flag = try? container.decode(Bool.self) { return .bool(flag) }
        if let integer = try? container.decode(Int64.self) { return .int(integer) }
        if let double = try? container.decode(Double.self) { return .double(double) }
        if let text = try? container.decode(String.self) { return .string(text) }
        return nil
    }

    private static func tagged(_ container: KeyedDecodingContainer<Kind>) throws -> Value {
        guard let kind = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: container.codingPath,
                    debugDescription: "Expected one member that names the kind of the value."))
        }
        if kind == .object {
            return .object(try object(container.nestedUnkeyedContainer(forKey: kind)))
        }
        let text = try container.decode(String.self, forKey: kind)
        guard let value = scalar(kind, text) else {
            throw DecodingError.dataCorruptedError(
                forKey: kind, in: container, debugDescription: "Expected the text of this kind.")
        }
        return value
    }

    private static func object(_ container: any UnkeyedDecodingContainer) throws -> ValueObject {
        var container = container
        var members: [ValueObject.Member] = []
        while !container.isAtEnd {
            let name = try container.decode(String.self)
            members.append(ValueObject.Member(name, try container.decode(Value.self)))
        }
        return ValueObject(members)
    }

    private static func scalar(_ kind: Kind, _ text: String) -> Value? {
        switch kind {
        case .double: Double(text).map(Value.double)
        case .decimal: text == "NaN" ? .decimal(.nan) : DecimalText.decimal(text).map(Value.decimal)
        case .number: LosslessNumber(text).map(Value.number)
        case .spelledNumber: LosslessNumber(text).map(Value.spelledNumber)
        case .date: Double(text).map { .date(Date(timeIntervalSinceReferenceDate: $0)) }
        case .uuid: UUID(uuidString: text).map(Value.uuid)
        case .data: Data(base64Encoded: text).map(Value.data)
        case .duration: DurationText.duration(text).map(Value.duration)
        case .object: nil
        }
    }

    /// Writes null, booleans, integers, text and arrays as themselves and other kinds as an object
    /// of one member that names the kind.
    public func encode(to encoder: any Encoder) throws {
        try PlainForm(taggedForm).encode(to: encoder)
    }

    /// This value as null, booleans, integers, text, arrays, and objects of one member.
    var taggedForm: Value {
        switch self {
        case .null, .bool, .int, .string: self
        case .array(let elements): .array(elements.map(\.taggedForm))
        case .object(let object):
            tagged(
                .object, .array(object.members.flatMap { [.string($0.name), $0.value.taggedForm] }))
        case .double(let double): tagged(.double, double.description)
        case .decimal(let decimal): tagged(.decimal, decimal.description)
        case .number(let number): tagged(.number, number.text)
        case .spelledNumber(let number): tagged(.spelledNumber, number.text)
        case .date(let date): tagged(.date, date.timeIntervalSinceReferenceDate.description)
        case .uuid(let uuid): tagged(.uuid, uuid.uuidString)
        case .data(let data): tagged(.data, data.base64EncodedString())
        case .duration(let duration): tagged(.duration, DurationText.text(duration))
        }
    }

    private func tagged(_ kind: Kind, _ text: String) -> Value {
        tagged(kind, .string(text))
    }

    private func tagged(_ kind: Kind, _ form: Value) -> Value {
        .object(ValueObject(uniqueMembers: [ValueObject.Member(kind.rawValue, form)]))
    }
}
