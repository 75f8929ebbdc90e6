extension JSONNode {
    /// The spelling of a number, such as `27.10` or `1e400`.
    public var numberText: String? {
        kind == .number ? sourceText : nil
    }

    /// Whether the value is a number spelled without fraction and exponent.
    @inlinable
    public var isInteger: Bool {
        let info = tape.info(index)
        return TapeWord.kind(info) == .number && info & TapeWord.isInteger != 0
    }

    /// The value of a number that is an integer and fits.
    ///
    /// The number may be spelled `1.0` or `1e2`: what counts is its exact value. Nothing is
    /// rounded on the way.
    @inlinable
    public var int64: Int64? {
        let info = tape.info(index)
        guard TapeWord.kind(info) == .number else { return nil }
        guard info & TapeWord.fitsInt64 != 0 else { return integer(as: Int64.self) }
        return withSource { text in
            var value: Int64 = 0
            let isNegative = text[0] == UInt8(ascii: "-")
            // The flag says that the digits fit; they are subtracted because only that way
            // the smallest integer does.
            for offset in (isNegative ? 1 : 0)..<text.count {
                value = value &* 10 &- Int64(text[offset] &- UInt8(ascii: "0"))
            }
            return isNegative ? value : 0 &- value
        }
    }

    /// The value of a number that is an integer and fits.
    @inlinable
    public var uint64: UInt64? {
        let info = tape.info(index)
        guard TapeWord.kind(info) == .number else { return nil }
        guard info & TapeWord.fitsInt64 != 0 else { return integer(as: UInt64.self) }
        return int64.flatMap { UInt64(exactly: $0) }
    }

    /// The value of a number that is an integer, in any spelling, and fits the type.
    public func integer<T: FixedWidthInteger>(as type: T.Type) -> T? {
        guard kind == .number else { return nil }
        return withSource { NumberText($0)?.integer(as: type) }
    }

    /// The value of a number, correctly rounded; nil for one beyond the range of `Double`.
    @inlinable
    public var double: Double? {
        kind == .number ? withSource { FloatText.double($0) } : nil
    }

    /// The value of a number, correctly rounded; nil for one beyond the range of `Float`.
    public var float: Float? {
        kind == .number ? withSource { FloatText.float($0) } : nil
    }
}
