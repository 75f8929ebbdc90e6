/// The text form of Swift's `Duration`: ISO 8601, exact to the attosecond.
public enum DurationText {
    private static let attosecondsPerSecond: Int128 = 1_000_000_000_000_000_000

    /// Spells a duration in seconds, such as `PT1.5S`, `PT0S` or `-PT0.001S`.
    ///
    /// Every duration has exactly one such text, and ``duration(_:)`` restores it to the
    /// attosecond.
    public static func text(_ duration: Duration) -> String {
        let total = duration.attoseconds
        let magnitude = total.magnitude
        let perSecond = attosecondsPerSecond.magnitude
        let seconds = magnitude / perSecond
        let rest = magnitude % perSecond
        var text = total < 0 ? "-PT" : "PT"
        text += String(seconds)
        if rest != 0 {
            let digits = String(rest)
            var fraction = String(repeating: "0", count: 18 - digits.utf8.count) + digits
            while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
            text += "." + fraction
        }
        return text + "S"
    }

    /// Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds; nil for anything
    /// else.
    ///
    /// A sign may stand before the `P`; a day is 24 hours. Years and months have no fixed length
    /// and are refused, and so are fractions finer than an attosecond, fractions of anything but
    /// seconds, and durations that `Duration` cannot hold.
    public static func duration(_ text: String) -> Duration? {
        var parser = Parser(rest: Substring(text).utf8)
        let isNegative = parser.take("-")
        if !isNegative { _ = parser.take("+") }
        guard parser.take("P") else { return nil }
        guard let magnitude = parser.magnitude() else { return nil }
        if isNegative {
            guard magnitude <= Int128.min.magnitude else { return nil }
            return Duration(attoseconds: Int128(truncatingIfNeeded: 0 &- magnitude))
        }
        guard let attoseconds = Int128(exactly: magnitude) else { return nil }
        return Duration(attoseconds: attoseconds)
    }

    private struct Parser {
        var rest: Substring.UTF8View
        var total: UInt128 = 0

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        /// Reads what follows the `P`, in attoseconds.
        mutating func magnitude() -> UInt128? {
            var units: [(letter: Unicode.Scalar, seconds: UInt128)] = [
                ("W", 604_800), ("D", 86_400),
            ]
            var parts = 0
            var inTime = false
            while !rest.isEmpty {
                if !inTime, take("T") {
                    guard !rest.isEmpty else { return nil }
                    inTime = true
                    units = [("H", 3_600), ("M", 60), ("S", 1)]
                    continue
                }
                guard let (whole, fraction) = number(), let letter = rest.popFirst() else {
                    return nil
                }
                guard let index = units.firstIndex(where: { UInt8(ascii: $0.letter) == letter })
                else {
                    return nil
                }
                let unit = units[index]
                // Units come in falling order, each at most once.
                units.removeFirst(index + 1)
                guard fraction == nil || unit.seconds == 1 && inTime else { return nil }
                guard add(whole, times: unit.seconds, fraction: fraction ?? 0) else { return nil }
                parts += 1
            }
            return parts > 0 ? total : nil
        }

        /// Reads digits and, after a point or comma, the fraction in attoseconds.
        private mutating func number() -> (whole: UInt128, fraction: UInt128?)? {
            guard let whole = digits()?.value else { return nil }
            guard take(".") || take(",") else { return (whole, nil) }
            guard let (value, count) = digits(), count <= 18 else { return nil }
            return (whole, (count..<18).reduce(value) { scaled, _ in scaled * 10 })
        }

        private mutating func digits() -> (value: UInt128, count: Int)? {
            var value: UInt128 = 0
            var count = 0
            while let byte = rest.first, byte &- UInt8(ascii: "0") < 10 {
                rest.removeFirst()
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, overflowSum) = product.addingReportingOverflow(
                    UInt128(byte &- UInt8(ascii: "0")))
                guard !overflow, !overflowSum else { return nil }
                value = sum
                count += 1
            }
            return count > 0 ? (value, count) : nil
        }

        private mutating func add(_ whole: UInt128, times seconds: UInt128, fraction: UInt128)
            -> Bool
        {
            let (product, overflow) = whole.multipliedReportingOverflow(
                by: seconds * attosecondsPerSecond.magnitude)
            let (part, overflowPart) = product.addingReportingOverflow(fraction)
            let (sum, overflowSum) = total.addingReportingOverflow(part)
            total = sum
            return !overflow && !overflowPart && !overflowSum
        }
    }
}
