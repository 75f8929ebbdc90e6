/// An integer times a power of ten, rounded to a double by whole-number arithmetic.
enum ScaledInteger {
    /// The powers of ten that fit 64 bits.
    private static let powers: [UInt64] = (0...19).map { exponent in
        (0..<exponent).reduce(1 as UInt64) { power, _ in power * 10 }
    }

    /// The double nearest to `significand × 10^exponent`; nil for exponents beyond ±19.
    ///
    /// Numbers of 17 digits, which doubles are often written with, are too long for one exact
    /// floating-point operation but not for one of 128 bits.
    static func double(_ significand: UInt64, _ exponent: Int) -> Double? {
        guard significand > 0, -19...19 ~= exponent else { return nil }
        return exponent < 0
            ? quotient(significand, powers[-exponent]) : product(significand, powers[exponent])
    }

    private static func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
        let dividendShift = dividend.leadingZeroBitCount
        let divisorShift = divisor.leadingZeroBitCount
        let upper = dividend << UInt64(dividendShift)
        let lower = divisor << UInt64(divisorShift)
        // Both have their top bit set, so their ratio lies between 1/2 and 2. Shifted by 64 or 63
        // it fills 64 bits exactly.
        let isLess = upper < lower
        let (quotient, remainder) = lower.dividingFullWidth(
            isLess ? (upper, 0) : (upper >> 1, upper << 63))
        return round(
            quotient, hasRest: remainder != 0,
            exponent: divisorShift - dividendShift - (isLess ? 64 : 63))
    }

    private static func product(_ left: UInt64, _ right: UInt64) -> Double {
        let (high, low) = left.multipliedFullWidth(by: right)
        let shift = high.leadingZeroBitCount
        guard shift < 64 else {
            let lowShift = low.leadingZeroBitCount
            return round(low << UInt64(lowShift), hasRest: false, exponent: -lowShift)
        }
        // A shift by 64 gives 0, as it should.
        let top = high << UInt64(shift) | low >> UInt64(64 - shift)
        return round(top, hasRest: low << UInt64(shift) != 0, exponent: 64 - shift)
    }

    /// The double nearest to `bits × 2^exponent` and a rest below one of its units.
    ///
    /// Ties go to even.
    private static func round(_ bits: UInt64, hasRest: Bool, exponent: Int) -> Double {
        // The top bit is set: 53 bits stay, 11 decide.
        var kept = bits >> 11
        let dropped = bits & 0x7FF
        let isUp = dropped > 0x400 || dropped == 0x400 && (hasRest || kept & 1 == 1)
        if isUp { kept += 1 }
        // All results lie between 10^-19 and 10^39, so the factor is a normal number and the
        // product of the two exact.
        return Double(kept) * Double(bitPattern: UInt64(1023 + exponent + 11) << 52)
    }
}
