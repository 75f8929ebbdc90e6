/// The parts of a number's text that the parser has accepted.
@usableFromInline
struct NumberText {
    let base: UnsafePointer<UInt8>
    let isNegative: Bool
    let integerDigits: Range<Int>
    let fractionDigits: Range<Int>
    /// The number after `e`, at most `exponentLimit` either way.
    let exponent: Int

    private static let exponentLimit = 1 << 40

    /// Takes a number's text apart; the text must be a valid JSON number.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard let base = text.baseAddress, text.count > 0 else { return nil }
        self.base = base
        isNegative = base[0] == UInt8(ascii: "-")
        var offset = isNegative ? 1 : 0
        let start = offset
        Self.skipDigits(text, &offset)
        integerDigits = start..<offset
        var fraction = offset..<offset
        if offset < text.count, base[offset] == UInt8(ascii: ".") {
            offset += 1
            let start = offset
            Self.skipDigits(text, &offset)
            fraction = start..<offset
        }
        fractionDigits = fraction
        exponent = Self.exponent(text, offset)
    }

    @inline(__always)
    private static func skipDigits(_ text: UnsafeBufferPointer<UInt8>, _ offset: inout Int) {
        while offset < text.count, text[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
    }

    private static func exponent(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        guard start < text.count else { return 0 }
        var isNegative = false
        var value = 0
        for byte in text[(start + 1)...] {
            if byte == UInt8(ascii: "-") { isNegative = true }
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 { value = min(value * 10 + Int(digit), exponentLimit) }
        }
        return isNegative ? -value : value
    }

    /// Calls a closure with every digit, integer part first, until it answers false.
    @inline(__always)
    private func forEachDigit(_ body: (UInt8) -> Bool) {
        for offset in integerDigits where !body(base[offset] &- UInt8(ascii: "0")) { return }
        for offset in fractionDigits where !body(base[offset] &- UInt8(ascii: "0")) { return }
    }

    /// The number as `significand × 10^exponent`, if at most 19 digits matter.
    func decimal() -> (significand: UInt64, exponent: Int)? {
        var significand: UInt64 = 0
        var used = 0
        var droppedZeros = 0
        var isExact = true
        forEachDigit { digit in
            if used == 0, digit == 0 { return true }
            if used < 19 {
                significand = significand &* 10 &+ UInt64(digit)
                used += 1
            } else if digit == 0 {
                droppedZeros += 1
            } else {
                isExact = false
            }
            return isExact
        }
        guard isExact else { return nil }
        return (significand, exponent - fractionDigits.count + droppedZeros)
    }

    /// The number as `significand × 10^exponent` without zeros at the end of the significand, if
    /// that has at most 128 bits.
    func wideDecimal() -> (significand: UInt128, exponent: Int)? {
        var significand: UInt128 = 0
        var fits = true
        var zeros = 0
        forEachDigit { digit in
            guard digit != 0 else {
                zeros += 1
                return true
            }
            // Zeros count only once another digit follows them; before the first digit they
            // multiply nothing.
            for _ in 0...zeros where fits {
                let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
                significand = product
                fits = !overflow
                if significand == 0 { break }
            }
            let (sum, carry) = significand.addingReportingOverflow(UInt128(digit))
            significand = sum
            zeros = 0
            fits = fits && !carry
            return fits
        }
        return fits ? (significand, exponent - fractionDigits.count + zeros) : nil
    }

    /// The number as an integer, if it is one exactly, whatever its spelling, and fits.
    func integer<T: FixedWidthInteger>(as type: T.Type) -> T? {
        // Digits after the last one that is not zero only move the exponent.
        var significant = 0
        var position = 0
        forEachDigit { digit in
            position += 1
            if digit != 0 { significant = position }
            return true
        }
        guard significant > 0 else { return 0 }
        let zeros = exponent - fractionDigits.count + (position - significant)
        guard zeros >= 0 else { return nil }
        var value: T = 0
        var fits = true
        position = 0
        func push(_ digit: UInt8) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow, let digit = T(exactly: digit) else {
                fits = false
                return
            }
            let (sum, carry) =
                isNegative
                ? product.subtractingReportingOverflow(digit)
                : product.addingReportingOverflow(digit)
            value = sum
            if carry { fits = false }
        }
        forEachDigit { digit in
            if position < significant { push(digit) }
            position += 1
            return fits && position < significant
        }
        var remaining = zeros
        while fits, remaining > 0 {
            push(0)
            remaining -= 1
        }
        return fits ? value : nil
    }
}
