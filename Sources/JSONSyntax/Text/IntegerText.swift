/// Decimal integers as bytes.
@usableFromInline
enum IntegerText {
    /// Writes an integer of at most 20 bytes; returns its length.
    @usableFromInline
    static func write(_ value: Int64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        guard value < 0 else { return write(value.magnitude, to: target) }
        target[0] = UInt8(ascii: "-")
        return write(value.magnitude, to: target + 1) &+ 1
    }

    /// Writes an integer of at most 20 bytes; returns its length.
    @usableFromInline
    static func write(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let length = digitCount(value)
        var rest = value
        var end = length
        while rest >= 100 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            end &-= 2
            writePair(Int(pair), to: target + end)
            rest = quotient
        }
        if rest >= 10 {
            writePair(Int(rest), to: target)
        } else {
            target[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)
        }
        return length
    }

    /// Writes the last digits of a number, with zeros before it.
    @inline(__always)
    static func write(_ value: UInt64, digits: Int, to target: UnsafeMutablePointer<UInt8>) {
        var rest = value
        var position = digits
        while position > 0 {
            position &-= 1
            target[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Writes a number below 100 as two digits.
    @inline(__always)
    static func writePair(_ pair: Int, to target: UnsafeMutablePointer<UInt8>) {
        // A multiplication instead of a division; exact for all numbers below 100.
        let tens = (pair &* 103) >> 10
        target[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
        target[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
    }

    @inline(__always)
    static func digitCount(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10_000 {
            rest /= 10_000
            count &+= 4
        }
        if rest >= 1000 { return count &+ 3 }
        if rest >= 100 { return count &+ 2 }
        return rest >= 10 ? count &+ 1 : count
    }
}
