/// A number taken apart into sign, significant digits and power of ten, for exact comparison.
///
/// The value is `sign × 0.d₁d₂d₃… × 10^exponent`, without zeros at either end of the digits, so
/// that every value has one form. Only the spelling's length costs time, never the size of its
/// exponent.
struct ExactDecimal: Equatable {
    /// −1, 0 or 1.
    let sign: Int
    /// Values 0 to 9; empty for zero.
    let digits: [UInt8]
    let exponent: DecimalExponent

    /// Reads `[-+]digits[.digits][e[-+]digits]`, the grammar of JSON numbers and of Swift's own
    /// descriptions; the caller has checked it.
    init(spelling: String) {
        self = ByteOrder.withBytes(spelling) { ExactDecimal(bytes: $0) }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var isNegative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            index = 1
        }
        var digits: [UInt8] = []
        var leadingZeros = 0
        var integerDigits = 0
        var sawPoint = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte | 0x20 == UInt8(ascii: "e") { break }
            index += 1
            if byte == UInt8(ascii: ".") {
                sawPoint = true
                continue
            }
            if !sawPoint { integerDigits += 1 }
            if digits.isEmpty && byte == UInt8(ascii: "0") {
                leadingZeros += 1
            } else {
                digits.append(byte &- UInt8(ascii: "0"))
            }
        }
        while digits.last == 0 { digits.removeLast() }
        guard !digits.isEmpty else {
            self.init(sign: 0, digits: [], exponent: .small(0))
            return
        }
        let rest = UnsafeBufferPointer(rebasing: bytes[min(index + 1, bytes.count)...])
        self.init(
            sign: isNegative ? -1 : 1,
            digits: digits,
            exponent: DecimalExponent(spelling: rest, plus: integerDigits - leadingZeros))
    }

    private init(sign: Int, digits: [UInt8], exponent: DecimalExponent) {
        self.sign = sign
        self.digits = digits
        self.exponent = exponent
    }

    /// Compares two values; negative, zero or positive as in ``ByteOrder/compare(_:_:)``.
    func compare(to other: ExactDecimal) -> Int {
        guard sign == other.sign else { return sign - other.sign }
        guard sign != 0 else { return 0 }
        return sign * compareMagnitude(to: other)
    }

    private func compareMagnitude(to other: ExactDecimal) -> Int {
        let byExponent = exponent.compare(to: other.exponent)
        guard byExponent == 0 else { return byExponent }
        return digits.withUnsafeBytes { left in
            other.digits.withUnsafeBytes { right in ByteOrder.compare(left, right) }
        }
    }

    /// The value as a 64-bit integer, when it is one.
    var int64: Int64? {
        guard sign != 0 else { return 0 }
        guard case .small(let point) = exponent, point >= digits.count, point <= 19 else {
            return nil
        }
        var magnitude: UInt64 = 0
        for position in 0..<point {
            let digit = position < digits.count ? UInt64(digits[position]) : 0
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            magnitude = product &+ digit
            // 19 digits stay below 10^19, which a UInt64 holds.
        }
        if sign < 0 {
            return magnitude <= Int64.min.magnitude
                ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
        }
        return Int64(exactly: magnitude)
    }
}

/// A power of ten of any size: `1e99999999999999999999` is a valid JSON number.
enum DecimalExponent: Equatable {
    /// Every exponent that fits an `Int`.
    case small(Int)
    /// Decimal digits (values 0 to 9) of the magnitude of one that does not.
    case big(isNegative: Bool, magnitude: [UInt8])

    /// Reads the text after the `e` (empty when there was none) and adds `offset` to it.
    init(spelling: UnsafeBufferPointer<UInt8>, plus offset: Int) {
        var isNegative = false
        var magnitude: [UInt8] = []
        for byte in spelling {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): continue
            case UInt8(ascii: "0") where magnitude.isEmpty: continue
            default: magnitude.append(byte &- UInt8(ascii: "0"))
            }
        }
        // Up to 18 digits cannot overflow, also with a text's length added.
        if magnitude.count <= 18 {
            let value = magnitude.reduce(0) { $0 * 10 + Int($1) }
            self = .small((isNegative ? -value : value) + offset)
            return
        }
        // The offset is a number of characters in memory, far below 10^18: the sign cannot change.
        Self.add(isNegative ? -offset : offset, to: &magnitude)
        if let value = Self.int(magnitude, isNegative: isNegative) {
            self = .small(value)
        } else {
            self = .big(isNegative: isNegative, magnitude: magnitude)
        }
    }

    func compare(to other: DecimalExponent) -> Int {
        switch (self, other) {
        case (.small(let left), .small(let right)):
            return left < right ? -1 : (left == right ? 0 : 1)
        case (.small, .big(let isNegative, _)):
            return isNegative ? 1 : -1
        case (.big(let isNegative, _), .small):
            return isNegative ? -1 : 1
        case (.big(let leftNegative, let left), .big(let rightNegative, let right)):
            guard leftNegative == rightNegative else { return leftNegative ? -1 : 1 }
            let order =
                left.count != right.count
                ? left.count - right.count
                : left.withUnsafeBytes { l in right.withUnsafeBytes { ByteOrder.compare(l, $0) } }
            return leftNegative ? -order : order
        }
    }

    private static func add(_ offset: Int, to magnitude: inout [UInt8]) {
        var carry = offset
        var index = magnitude.count - 1
        while carry != 0 {
            if index < 0 {
                magnitude.insert(0, at: 0)
                index = 0
            }
            let sum = Int(magnitude[index]) + carry
            let digit = ((sum % 10) + 10) % 10
            magnitude[index] = UInt8(digit)
            carry = (sum - digit) / 10
            index -= 1
        }
        while magnitude.first == 0 { magnitude.removeFirst() }
    }

    private static func int(_ magnitude: [UInt8], isNegative: Bool) -> Int? {
        var value = 0
        for digit in magnitude {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let step = isNegative ? -Int(digit) : Int(digit)
            let (sum, overflowSum) = product.addingReportingOverflow(step)
            guard !overflow, !overflowSum else { return nil }
            value = sum
        }
        return value
    }
}
