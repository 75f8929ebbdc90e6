#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Values as bytes that sort, byte by byte, like the values: for stores that order by bytes only.
///
/// Equal values give equal bytes, whatever their kind or the order of their members; no key is the
/// beginning of another one. It is not meant to be read back.
package enum OrderKey {
    /// The key of a value.
    package static func bytes(of value: Value) -> [UInt8] {
        var key: [UInt8] = []
        append(value, to: &key)
        return key
    }

    /// Appends the key of a value.
    package static func append(_ value: Value, to key: inout [UInt8]) {
        // One more than the rank, so that the end of a list (0) comes before everything.
        key.append(value.rank + 1)
        switch value {
        case .null: break
        case .bool(let flag): key.append(flag ? 1 : 0)
        case .int, .double, .decimal, .number, .spelledNumber: appendNumber(value, to: &key)
        case .string(let text): appendEscaped(text.utf8, to: &key)
        case .date(let date): appendDouble(date.timeIntervalSinceReferenceDate, to: &key)
        case .uuid(let uuid): withUnsafeBytes(of: uuid.uuid) { key.append(contentsOf: $0) }
        case .data(let data): appendEscaped(data, to: &key)
        case .duration(let duration): appendDuration(duration, to: &key)
        case .array(let elements):
            for element in elements { append(element, to: &key) }
            key.append(0)
        case .object(let object):
            for member in object.sortedMembers {
                key.append(1)
                appendEscaped(member.name.utf8, to: &key)
                append(member.value, to: &key)
            }
            key.append(0)
        }
    }

    /// Bytes of any length with an end that sorts before everything that can follow.
    private static func appendEscaped(_ bytes: some Sequence<UInt8>, to key: inout [UInt8]) {
        for byte in bytes {
            key.append(byte)
            if byte == 0 { key.append(0xFF) }
        }
        key.append(0)
        key.append(0)
    }

    private static func appendDouble(_ double: Double, to key: inout [UInt8]) {
        // Minus zero equals zero.
        let bits = (double == 0 ? 0.0 : double).bitPattern
        let sorted = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
        withUnsafeBytes(of: sorted.bigEndian) { key.append(contentsOf: $0) }
    }

    private static func appendDuration(_ duration: Duration, to key: inout [UInt8]) {
        let (seconds, attoseconds) = duration.components
        let total = Int128(seconds) * 1_000_000_000_000_000_000 + Int128(attoseconds)
        let sorted = UInt128(bitPattern: total) ^ (UInt128(1) << 127)
        withUnsafeBytes(of: sorted.bigEndian) { key.append(contentsOf: $0) }
    }
}

// MARK: Numbers

extension OrderKey {
    private enum Class {
        static let negativeInfinity: UInt8 = 0
        static let negative: UInt8 = 1
        static let zero: UInt8 = 2
        static let positive: UInt8 = 3
        static let infinity: UInt8 = 4
        static let notANumber: UInt8 = 5
    }

    private static func appendNumber(_ value: Value, to key: inout [UInt8]) {
        switch value {
        case .double(let double) where !double.isFinite:
            key.append(
                double.isNaN
                    ? Class.notANumber : double < 0 ? Class.negativeInfinity : Class.infinity)
        case .decimal(let decimal) where decimal.isNaN:
            key.append(Class.notANumber)
        default: appendFinite(value.exactDecimal, to: &key)
        }
        // Plain numbers come before spelled ones of the same value.
        guard case .spelledNumber(let number) = value else { return key.append(0) }
        key.append(1)
        key.append(contentsOf: number.text.utf8)
        key.append(0)
    }

    private static func appendFinite(_ number: ExactDecimal, to key: inout [UInt8]) {
        guard number.sign != 0 else { return key.append(Class.zero) }
        key.append(number.sign > 0 ? Class.positive : Class.negative)
        let start = key.count
        append(number.exponent, to: &key)
        // The end comes before every digit.
        for digit in number.digits { key.append(digit + 1) }
        key.append(0)
        // Of negative numbers the larger magnitude comes first.
        if number.sign < 0 {
            for index in start..<key.count { key[index] = ~key[index] }
        }
    }

    private static func append(_ exponent: DecimalExponent, to key: inout [UInt8]) {
        switch exponent {
        case .small(let value):
            key.append(1)
            let sorted = UInt64(bitPattern: Int64(value)) ^ (1 << 63)
            withUnsafeBytes(of: sorted.bigEndian) { key.append(contentsOf: $0) }
        case .big(let isNegative, let magnitude):
            key.append(isNegative ? 0 : 2)
            let start = key.count
            withUnsafeBytes(of: UInt64(magnitude.count).bigEndian) { key.append(contentsOf: $0) }
            key.append(contentsOf: magnitude)
            if isNegative {
                for index in start..<key.count { key[index] = ~key[index] }
            }
        }
    }
}
