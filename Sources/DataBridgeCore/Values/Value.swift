#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The canonical form of every stored field, filter literal, record key and index key.
///
/// Equality, hashing and order are DataBridge's own and the same in every store:
/// - Kinds order as null, bool, numbers, string, date, uuid, data, duration, array, object.
/// - Text compares by UTF-8 bytes: composed and decomposed "é" differ.
/// - ``int(_:)``, ``double(_:)``, ``decimal(_:)`` and ``number(_:)`` compare with each other by
///   exact decimal value. A double counts as the decimal of its shortest spelling, so `.double(0.1)
///   == .decimal(0.1)`. `-0.0` equals `0.0`. Infinities stand at the ends, and NaN equals itself
///   and comes after every other number.
/// - ``spelledNumber(_:)`` compares by value and then by spelling: `92.1` and `92.10` differ, and a
///   plain number of equal value comes before both and equals neither.
/// - Arrays compare element by element, objects by their members regardless of order.
public enum Value: Sendable {
    /// The absence of a value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A 64-bit integer.
    case int(Int64)
    /// A floating-point number.
    case double(Double)
    /// A decimal number; boxed, so that it does not set the size of every value.
    indirect case decimal(Decimal)
    /// A number of any size and precision, compared by value.
    case number(LosslessNumber)
    /// A number whose spelling is part of its identity, such as the id `92.10`.
    case spelledNumber(LosslessNumber)
    /// Text, compared by its UTF-8 bytes.
    case string(String)
    /// A point in time, exact to the bit.
    case date(Date)
    /// A UUID, compared by its sixteen bytes.
    case uuid(UUID)
    /// Bytes.
    case data(Data)
    /// A length of time, exact to the attosecond.
    case duration(Duration)
    /// Values in order.
    case array([Value])
    /// Named values.
    case object(ValueObject)
}

extension Value {
    /// Tells whether this is ``null``.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Tells whether this is a number of any kind.
    public var isNumber: Bool { rank == Rank.number }

    /// The place of this value's kind in the order of kinds.
    var rank: UInt8 {
        switch self {
        case .null: 0
        case .bool: 1
        case .int, .double, .decimal, .number, .spelledNumber: Rank.number
        case .string: 3
        case .date: 4
        case .uuid: 5
        case .data: 6
        case .duration: 7
        case .array: 8
        case .object: 9
        }
    }

    enum Rank {
        static let number: UInt8 = 2
    }
}

// Not by nil: `condition ? nil : value` would silently be a null instead of an absent value.
extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Makes a ``bool(_:)``.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes an ``int(_:)``.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// Makes a ``double(_:)``.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Makes a ``string(_:)``.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes an ``array(_:)``.
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    /// Makes an ``object(_:)``; of a name given twice the later value counts.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(ValueObject(elements.map { ValueObject.Member($0, $1) }))
    }
}
