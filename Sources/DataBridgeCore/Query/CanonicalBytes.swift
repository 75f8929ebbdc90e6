#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Values and predicates as bytes: equal ones give equal bytes in every process, different ones
/// different bytes.
///
/// Used for cursors and fingerprints, never stored.
package struct CanonicalBytes {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    mutating func append(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(word: UInt64) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(text: String) {
        append(word: UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func append(_ value: Value) {
        append(byte: Tag(value).rawValue)
        switch value {
        case .null: break
        case .bool(let flag): append(byte: flag ? 1 : 0)
        case .int(let integer): append(word: UInt64(bitPattern: integer))
        case .double(let double): append(word: double.bitPattern)
        case .decimal(let decimal): append(text: decimal.description)
        case .number(let number), .spelledNumber(let number): append(text: number.text)
        case .string(let string): append(text: string)
        case .date(let date): append(word: date.timeIntervalSinceReferenceDate.bitPattern)
        case .uuid(let uuid): append(text: uuid.uuidString)
        case .data(let data):
            append(word: UInt64(data.count))
            bytes.append(contentsOf: data)
        case .duration(let duration):
            append(word: UInt64(bitPattern: duration.components.seconds))
            append(word: UInt64(bitPattern: duration.components.attoseconds))
        case .array(let elements):
            // Most records fit in at once; inside others, steps of this size would add up.
            if bytes.count == 1 { bytes.reserveCapacity(16 + elements.count * 24) }
            append(word: UInt64(elements.count))
            for element in elements { append(element) }
        case .object(let object):
            append(word: UInt64(object.count))
            // Objects are equal whatever the order of their members.
            for member in object.isInNameOrder ? object.members : object.sortedMembers {
                append(text: member.name)
                append(member.value)
            }
        }
    }

    mutating func append(_ field: FieldReference) {
        append(word: UInt64(field.path.count))
        for name in field.path { append(text: name) }
    }

    mutating func append(_ predicate: RecordPredicate) {
        switch predicate {
        case .all: append(byte: 100)
        case .equals(let field, let value):
            append(byte: 101)
            append(field)
            append(value)
        case .compares(let field, let comparison, let value):
            append(byte: 102)
            append(field)
            append(text: comparison.rawValue)
            append(value)
        case .isIn(let field, let values):
            append(byte: 103)
            append(field)
            append(.array(values))
        case .matches(let field, let match):
            append(byte: 104)
            append(field)
            append(text: match.position.rawValue)
            append(text: match.text)
            append(byte: match.ignoringCase ? 1 : 0)
        case .contains(let field, let value):
            append(byte: 105)
            append(field)
            append(value)
        case .and(let parts):
            append(byte: 106)
            append(word: UInt64(parts.count))
            for part in parts { append(part) }
        case .or(let parts):
            append(byte: 107)
            append(word: UInt64(parts.count))
            for part in parts { append(part) }
        case .not(let part):
            append(byte: 108)
            append(part)
        }
    }

    enum Tag: UInt8 {
        case null, bool, int, double, decimal, number, spelledNumber, string, date, uuid, data
        case duration, array, object

        init(_ value: Value) {
            self =
                switch value {
                case .null: .null
                case .bool: .bool
                case .int: .int
                case .double: .double
                case .decimal: .decimal
                case .number: .number
                case .spelledNumber: .spelledNumber
                case .string: .string
                case .date: .date
                case .uuid: .uuid
                case .data: .data
                case .duration: .duration
                case .array: .array
                case .object: .object
                }
        }
    }
}

/// Reads what ``CanonicalBytes`` wrote; nil for anything else, since cursors come from outside.
struct CanonicalBytesReader {
    private let bytes: [UInt8]
    private var offset = 0
    private static let maximumDepth = 32

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func byte() -> UInt8? {
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func word() -> UInt64? {
        guard bytes.count - offset >= 8 else { return nil }
        defer { offset += 8 }
        return bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func text() -> String? {
        guard let slice = slice() else { return nil }
        return String(validating: slice, as: UTF8.self)
    }

    private mutating func slice() -> ArraySlice<UInt8>? {
        guard let length = word(), length <= UInt64(bytes.count - offset) else { return nil }
        defer { offset += Int(length) }
        return bytes[offset..<offset + Int(length)]
    }

    mutating func value(depth: Int = 0) -> Value? {
        guard depth < CanonicalBytesReader.maximumDepth, let byte = byte(),
            let tag = CanonicalBytes.Tag(rawValue: byte)
        else { return nil }
        switch tag {
        case .array: return array(depth)
        case .object: return object(depth)
        default: return scalar(tag)
        }
    }

    private mutating func scalar(_ tag: CanonicalBytes.Tag) -> Value? {
        switch tag {
        case .null: return .null
        case .bool: return self.byte().map { .bool($0 == 1) }
        case .int: return word().map { .int(Int64(bitPattern: $0)) }
        case .double: return word().map { .double(Double(bitPattern: $0)) }
        case .decimal: return text().flatMap { Decimal(string: $0) }.map { .decimal($0) }
        case .number: return text().flatMap { LosslessNumber($0) }.map { .number($0) }
        case .spelledNumber: return text().flatMap { LosslessNumber($0) }.map { .spelledNumber($0) }
        case .string: return text().map { .string($0) }
        case .date:
            return word().map {
                .date(Date(timeIntervalSinceReferenceDate: Double(bitPattern: $0)))
            }
        case .uuid: return text().flatMap { UUID(uuidString: $0) }.map { .uuid($0) }
        case .data: return slice().map { .data(Data($0)) }
        case .duration:
            guard let seconds = word(), let attoseconds = word() else { return nil }
            return .duration(
                Duration(
                    secondsComponent: Int64(bitPattern: seconds),
                    attosecondsComponent: Int64(bitPattern: attoseconds)))
        case .array, .object: return nil
        }
    }

    private mutating func array(_ depth: Int) -> Value? {
        guard let count = word(), count <= UInt64(bytes.count - offset) else { return nil }
        var elements: [Value] = []
        for _ in 0..<count {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
        }
        return .array(elements)
    }

    private mutating func object(_ depth: Int) -> Value? {
        guard let count = word(), count <= UInt64(bytes.count - offset) else { return nil }
        var members: [ValueObject.Member] = []
        for _ in 0..<count {
            guard let name = text(), let value = value(depth: depth + 1) else { return nil }
            members.append(ValueObject.Member(name, value))
        }
        return .object(ValueObject(members))
    }
}
