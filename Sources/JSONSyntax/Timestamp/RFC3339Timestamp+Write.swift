extension RFC3339Timestamp {
    /// 19 bytes of date and time, a point, `Z`, and the fraction: the smallest double has 324
    /// digits before its first one that is not zero, and no double needs more than 17.
    package static let maximumLength = 384

    /// Writes a moment that is representable; returns the number of bytes.
    package static func write(
        _ seconds: Double, zone: Zone, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var length =
            writeShortFraction(seconds, to: target) ?? writeLongFraction(seconds, to: target)
        if zone == .included {
            target[length] = UInt8(ascii: "Z")
            length += 1
        }
        return length
    }

    /// Writes a moment that is representable, with its zone and in quotes; returns the number of
    /// bytes.
    static func writeQuoted(_ seconds: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\"")
        let length = write(seconds, zone: .included, to: target + 1)
        target[length + 1] = UInt8(ascii: "\"")
        return length + 2
    }

    /// Writes a moment that is a whole number of some decimal fraction of a second.
    ///
    /// `count / 10^digits` divides two exact doubles, so it is the nearest double to that decimal
    /// number: if it is the moment itself, the decimal number restores it. Counts below 2^51 are
    /// found whenever they exist, as the product is off by less than a half; the one number of
    /// digits that leads from there up to 2^53 is the last that is tried.
    @inline(__always)
    private static func writeShortFraction(
        _ seconds: Double, to target: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        var scale = 1.0
        var digits = 0
        while digits <= 9 {
            let count = (seconds * scale).rounded()
            guard count.magnitude <= 9_007_199_254_740_992 else { return nil }
            if count / scale == seconds {
                let unit = Int(scale)
                var (whole, part) = Int(count).quotientAndRemainder(dividingBy: unit)
                if part < 0 {
                    whole -= 1
                    part += unit
                }
                writeDateTime(whole, to: target)
                guard digits > 0 else { return 19 }
                target[19] = UInt8(ascii: ".")
                IntegerText.write(UInt64(part), digits: digits, to: target + 20)
                return 20 + digits
            }
            scale *= 10
            digits += 1
        }
        return nil
    }

    /// Writes a moment through the shortest decimal digits of the number, however many.
    private static func writeLongFraction(
        _ seconds: Double, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        // Only moments with a fraction come here, so that the digits after the point are not all
        // zero. Before the reference date the fraction counts backwards: -0.25 is 0.75 of the
        // second before.
        var whole = Int(seconds.rounded(.towardZero))
        var length = writeFractionDigits(of: seconds.magnitude, to: target + 20)
        while target[19 + length] == UInt8(ascii: "0") { length -= 1 }
        if seconds < 0 {
            whole -= 1
            DecimalComplement.replace(target + 20, count: length)
        }
        writeDateTime(whole, to: target)
        target[19] = UInt8(ascii: ".")
        return 20 + length
    }

    /// Writes the digits after the point of a number's shortest spelling; returns how many.
    private static func writeFractionDigits(
        of value: Double, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var text = value.description
        return text.withUTF8 { text in
            let exponentMark = text.firstIndex(of: UInt8(ascii: "e")) ?? text.count
            var length = 0
            func put(_ digits: Slice<UnsafeBufferPointer<UInt8>>) {
                for byte in digits where byte != UInt8(ascii: ".") {
                    target[length] = byte
                    length += 1
                }
            }
            guard exponentMark < text.count else {
                let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.count
                put(text[point...])
                return length
            }
            // Below 10^12 only small numbers have an exponent: one digit stands before the point.
            let shift = text[(exponentMark + 2)...].reduce(0) { $0 * 10 + Int($1 - 0x30) }
            while length < shift - 1 {
                target[length] = UInt8(ascii: "0")
                length += 1
            }
            put(text[..<exponentMark])
            return length
        }
    }

    /// Writes 19 bytes such as `2024-05-17T12:34:56`.
    @inline(__always)
    private static func writeDateTime(_ seconds: Int, to target: UnsafeMutablePointer<UInt8>) {
        var day = seconds / 86_400
        var second = seconds % 86_400
        if second < 0 {
            day -= 1
            second += 86_400
        }
        let date = CivilDate.date(ofDay: day)
        IntegerText.writePair(date.year / 100, to: target)
        IntegerText.writePair(date.year % 100, to: target + 2)
        target[4] = UInt8(ascii: "-")
        IntegerText.writePair(date.month, to: target + 5)
        target[7] = UInt8(ascii: "-")
        IntegerText.writePair(date.day, to: target + 8)
        target[10] = UInt8(ascii: "T")
        IntegerText.writePair(second / 3600, to: target + 11)
        target[13] = UInt8(ascii: ":")
        IntegerText.writePair(second / 60 % 60, to: target + 14)
        target[16] = UInt8(ascii: ":")
        IntegerText.writePair(second % 60, to: target + 17)
    }
}

/// One minus a decimal fraction, digit by digit.
enum DecimalComplement {
    /// Replaces the digits of a fraction, not all zero, by those of one minus it.
    static func replace(_ digits: UnsafeMutablePointer<UInt8>, count: Int) {
        // From the right, zeros stay, the first other digit counts from ten, all more from nine.
        var index = count - 1
        while index > 0, digits[index] == UInt8(ascii: "0") { index -= 1 }
        digits[index] = 2 * UInt8(ascii: "0") + 10 - digits[index]
        while index > 0 {
            index -= 1
            digits[index] = 2 * UInt8(ascii: "0") + 9 - digits[index]
        }
    }
}
