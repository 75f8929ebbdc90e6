/// Binary floating-point numbers from the text of JSON numbers.
@usableFromInline
enum FloatText {
    /// The powers of ten that `Double` holds exactly.
    private static let doublePowers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// The nearest double; nil beyond the largest one.
    @usableFromInline
    static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let number = NumberText(text) else { return nil }
        if let (significand, exponent) = number.decimal(),
            let magnitude = simple(significand, exponent)
                ?? ScaledInteger.double(significand, exponent)
        {
            return number.isNegative ? -magnitude : magnitude
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }

    /// The double that one operation on two exact ones gives, which rounds correctly.
    @inline(__always)
    private static func simple(_ significand: UInt64, _ exponent: Int) -> Double? {
        guard significand <= 1 << 53, -22...22 ~= exponent else { return nil }
        let magnitude = Double(significand)
        return exponent < 0
            ? magnitude / doublePowers[-exponent] : magnitude * doublePowers[exponent]
    }

    /// The nearest float; nil beyond the largest one.
    ///
    /// Going through `Double` would round twice.
    static func float(_ text: UnsafeBufferPointer<UInt8>) -> Float? {
        guard let number = NumberText(text) else { return nil }
        if let (significand, exponent) = number.decimal(), significand <= 1 << 24,
            -10 <= exponent, exponent <= 10
        {
            let magnitude = Float(significand)
            let power = Float(doublePowers[abs(exponent)])
            let value = exponent < 0 ? magnitude / power : magnitude * power
            return number.isNegative ? -value : value
        }
        guard let value = Float(String(decoding: text, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }
}

extension FloatText {
    /// Writes the shortest spelling of a finite number, at most 32 bytes; returns its length.
    @usableFromInline
    static func write(_ value: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
        writeShortDecimal(value, to: target) ?? write(description: value.description, to: target)
    }

    /// Writes a number that has at most four digits after the point and 15 in all, such as a price.
    ///
    /// The division is of two exact numbers, so it gives the double nearest to the decimal number.
    /// Decimal numbers of up to 15 digits all have doubles of their own: the one with the fewest
    /// digits after the point is the shortest spelling.
    private static func writeShortDecimal(
        _ value: Double, to target: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        let magnitude = value.magnitude
        // Below a thousandth the standard library's spelling has an exponent soon.
        guard magnitude < 1e11, magnitude >= 1e-3 || magnitude == 0 else { return nil }
        var scale: UInt64 = 1
        for digits in 0...4 {
            let count = UInt64(magnitude * Double(scale) + 0.5)
            if Double(count) / Double(scale) == magnitude {
                var start = target
                if value.sign == .minus {
                    start[0] = UInt8(ascii: "-")
                    start += 1
                }
                let (whole, part) = count.quotientAndRemainder(dividingBy: scale)
                start += IntegerText.write(whole, to: start)
                start[0] = UInt8(ascii: ".")
                IntegerText.write(part, digits: max(1, digits), to: start + 1)
                return start - target + 1 + max(1, digits)
            }
            scale *= 10
        }
        return nil
    }

    /// Copies a spelling, which the standard library makes the shortest that restores the value.
    static func write(description: String, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var text = description
        return text.withUTF8 { digits in
            guard let source = digits.baseAddress else { return 0 }
            target.update(from: source, count: digits.count)
            return digits.count
        }
    }
}
