extension RFC3339Timestamp {
    /// Reads a moment from bytes.
    ///
    /// - Parameters:
    ///   - text: The text, without quotes.
    ///   - zone: Whether the zone may be missing.
    /// - Returns: Seconds since 2001-01-01T00:00:00Z; nil if the text is not RFC 3339, or if its
    ///   offset leads out of the years 0 to 9999.
    public static func seconds(
        _ text: UnsafeBufferPointer<UInt8>, zone: Zone = .included
    ) -> Double? {
        guard text.count >= 19, let base = text.baseAddress else { return nil }
        guard let date = date(base), let time = time(base + 11) else { return nil }
        // SQL writes a space where RFC 3339 has its T.
        guard base[10] | 0x20 == 0x74 || zone == .omitted && base[10] == 0x20 else { return nil }
        var fractionEnd = 19
        if text.count > 19, base[19] == UInt8(ascii: ".") {
            fractionEnd = 20
            while fractionEnd < text.count, base[fractionEnd] &- 0x30 < 10 { fractionEnd += 1 }
            guard fractionEnd > 20 else { return nil }
        }
        let rest = UnsafeBufferPointer(rebasing: text[fractionEnd...])
        guard let offset = offset(rest, zone: zone) else { return nil }
        let whole = date * 86_400 + time - offset
        // A leap second is the last one of a day in UTC.
        let isLeapSecond = base[17] == UInt8(ascii: "6")
        if isLeapSecond, whole % 86_400 != 0 { return nil }
        let fraction = UnsafeBufferPointer(rebasing: text[min(20, fractionEnd)..<fractionEnd])
        guard let seconds = add(whole, fraction), isRepresentable(seconds) else { return nil }
        return seconds
    }

    /// Two digits; a number above 99 if they are none.
    @inline(__always)
    private static func pair(_ digits: UnsafePointer<UInt8>) -> Int {
        let tens = digits[0] &- 0x30
        let ones = digits[1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : 1000
    }

    /// The day number of `YYYY-MM-DD`; the pointer is good for ten bytes.
    @inline(__always)
    private static func date(_ base: UnsafePointer<UInt8>) -> Int? {
        let century = pair(base)
        let yearOfCentury = pair(base + 2)
        let month = pair(base + 5)
        let day = pair(base + 8)
        guard century < 100, yearOfCentury < 100, 1...12 ~= month,
            base[4] == UInt8(ascii: "-"), base[7] == UInt8(ascii: "-")
        else { return nil }
        let year = century * 100 + yearOfCentury
        guard day >= 1, day <= CivilDate.days(inMonth: month, of: year) else { return nil }
        return CivilDate.day(year: year, month: month, day: day)
    }

    /// The second of the day of `HH:MM:SS`; the pointer is good for eight bytes.
    @inline(__always)
    private static func time(_ base: UnsafePointer<UInt8>) -> Int? {
        let hour = pair(base)
        let minute = pair(base + 3)
        let second = pair(base + 6)
        guard hour < 24, minute < 60, second <= 60,
            base[2] == UInt8(ascii: ":"), base[5] == UInt8(ascii: ":")
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The seconds by which the zone is ahead of UTC.
    @inline(__always)
    private static func offset(_ text: UnsafeBufferPointer<UInt8>, zone: Zone) -> Int? {
        guard let base = text.baseAddress, text.count > 0 else {
            return zone == .omitted ? 0 : nil
        }
        if text.count == 1, base[0] | 0x20 == 0x7A { return 0 }
        guard text.count == 6, base[3] == UInt8(ascii: ":") else { return nil }
        let hour = pair(base + 1)
        let minute = pair(base + 4)
        guard hour < 24, minute < 60 else { return nil }
        switch base[0] {
        case UInt8(ascii: "+"): return hour * 3600 + minute * 60
        case UInt8(ascii: "-"): return -(hour * 3600 + minute * 60)
        default: return nil
        }
    }

    /// The double nearest to a whole number plus a decimal fraction, rounded once.
    @inline(__always)
    private static func add(_ whole: Int, _ digits: UnsafeBufferPointer<UInt8>) -> Double? {
        // Whole seconds stay below 2^38, so that up to four digits always fit into 2^53.
        var count = whole
        var scale = 1
        for digit in digits {
            count = count * 10 + Int(digit &- 0x30)
            scale *= 10
            if count.magnitude > 1 << 53 { return addLong(whole, digits) }
            // Zeros at the end, however many, must not lead out of the range.
            if scale > 1_000_000_000_000 { return addLong(whole, digits) }
        }
        // Both operands are exact, so the division rounds once.
        return Double(count) / Double(scale)
    }

    private static func addLong(_ whole: Int, _ digits: UnsafeBufferPointer<UInt8>) -> Double? {
        var fraction = Array(digits)
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        guard !fraction.isEmpty else { return Double(whole) }
        var magnitude = whole
        if whole < 0 {
            // -1 + 0.75 is -0.25.
            magnitude = -whole - 1
            fraction.withUnsafeMutableBufferPointer { buffer in
                if let base = buffer.baseAddress {
                    DecimalComplement.replace(base, count: buffer.count)
                }
            }
        }
        let sign = whole < 0 ? "-" : ""
        return Double("\(sign)\(magnitude).\(String(decoding: fraction, as: UTF8.self))")
    }
}
