#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A number kept by its JSON spelling, so that `27.10`, `1e400` and any 64-bit integer lose
/// nothing.
///
/// Equality and hashing go by the spelling: `92.1` and `92.10` are two different numbers here.
/// Order goes by exact decimal value first and by spelling second. ``compareValue(to:)`` looks at
/// the value alone.
public struct LosslessNumber: Sendable, CustomStringConvertible {
    /// The spelling, which follows the number grammar of RFC 8259.
    public let text: String

    /// Takes a spelling that follows the number grammar of RFC 8259, or returns nil.
    ///
    /// `-0`, `1e400` and `1E+2` are numbers; `01`, `.5`, `1.`, `+1`, `NaN` and `0x1` are not.
    public init?(_ text: String) {
        guard ByteOrder.withBytes(text, Self.isJSONNumber) else { return nil }
        self.text = text
    }

    /// Takes a spelling that a parser has checked already.
    package init(checked text: String) {
        self.text = text
    }

    /// Spells an integer.
    public init(_ value: Int64) {
        text = String(value)
    }

    /// Spells a floating-point number by the shortest text that restores it; nil for infinities and
    /// NaN.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        let spelling = value.description
        text =
            spelling.utf8.count > 2 && ByteOrder.hasSuffix(spelling, ".0")
            ? String(spelling.dropLast(2)) : spelling
    }

    /// Spells a decimal number exactly and plainly; nil for NaN.
    public init?(_ value: Decimal) {
        guard let spelling = DecimalText.text(value) else { return nil }
        text = spelling
    }

    /// The spelling.
    public var description: String { text }

    /// Tells whether the spelling has neither a fraction nor an exponent.
    public var isSpelledAsInteger: Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- UInt8(ascii: "0") < 10 }
    }

    /// The value as a 64-bit integer when it is one, however it is spelled (`1e3` is 1000).
    public var int64: Int64? {
        Int64(text) ?? ExactDecimal(spelling: text).int64
    }

    /// The nearest floating-point number; infinite when the value is too large for one.
    public var double: Double {
        // Swift reads every JSON number; the fallback keeps a bad value from becoming a trap.
        Double(text) ?? .nan
    }

    /// The value as a `Decimal` when that type can hold it exactly.
    public var decimal: Decimal? {
        DecimalText.decimal(text)
    }

    /// Compares two numbers by exact decimal value, whatever their spelling.
    ///
    /// - Returns: A negative number, zero (also for `1` and `1.0`) or a positive number.
    public func compareValue(to other: LosslessNumber) -> Int {
        let left = double
        let right = other.double
        // Rounding to the nearest double keeps order, so different doubles decide.
        if left != right { return left < right ? -1 : 1 }
        return ExactDecimal(spelling: text).compare(to: ExactDecimal(spelling: other.text))
    }

    private static func isJSONNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = bytes.first == UInt8(ascii: "-") ? 1 : 0
        func skipDigits() -> Int {
            let start = index
            while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
            return index - start
        }
        let integerStart = index
        let integerDigits = skipDigits()
        guard integerDigits > 0 else { return false }
        guard integerDigits == 1 || bytes[integerStart] != UInt8(ascii: "0") else { return false }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() > 0 else { return false }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count,
                bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
            {
                index += 1
            }
            guard skipDigits() > 0 else { return false }
        }
        return index == bytes.count
    }
}

extension LosslessNumber: Hashable, Comparable {
    /// Tells whether two numbers have the same spelling.
    public static func == (lhs: LosslessNumber, rhs: LosslessNumber) -> Bool {
        ByteOrder.equal(lhs.text, rhs.text)
    }

    /// Orders by exact value, and equal values by spelling.
    public static func < (lhs: LosslessNumber, rhs: LosslessNumber) -> Bool {
        let order = lhs.compareValue(to: rhs)
        return order != 0 ? order < 0 : ByteOrder.precedes(lhs.text, rhs.text)
    }

    /// Hashes the bytes of the spelling.
    public func hash(into hasher: inout Hasher) {
        ByteOrder.withBytes(text) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(UInt8(0xFF))
    }
}

extension LosslessNumber: Codable {
    /// Reads a spelling from text, or an integer; other numbers have lost their spelling by then.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int64.self) {
            self.init(integer)
            return
        }
        let text = try container.decode(String.self)
        guard let number = LosslessNumber(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "Expected the text of a JSON number.")
        }
        self = number
    }

    /// Writes the spelling as text, which every format keeps as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
