#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension NumberText {
    /// The number as a `Decimal`, if that holds it exactly: 38 digits and some of 39, and
    /// exponents from -128 to 127, with no zeros at the end.
    ///
    /// `Decimal(string:)` would cut longer numbers off without a word.
    func foundationDecimal() -> Decimal? {
        guard let (significand, exponent) = wideDecimal() else { return nil }
        if significand == 0 { return 0 }
        guard -128...127 ~= exponent else { return nil }
        var magnitude = Decimal(UInt64(truncatingIfNeeded: significand))
        let upper = UInt64(truncatingIfNeeded: significand >> 64)
        if upper > 0 {
            let half = Decimal(UInt64(1) << 32)
            magnitude += Decimal(upper) * half * half
        }
        return Decimal(
            sign: isNegative ? .minus : .plus, exponent: exponent, significand: magnitude)
    }
}

extension JSONNode {
    /// The value of a number, if `Decimal` holds it exactly.
    public var decimal: Decimal? {
        kind == .number ? withSource { NumberText($0)?.foundationDecimal() } : nil
    }
}

extension JSONWriter {
    /// Writes a decimal number with all its digits.
    ///
    /// - Throws: If the value is not a number.
    public mutating func decimal(_ value: Decimal) throws(JSONWritingError) {
        guard value.isFinite else { throw JSONWritingError.notFinite }
        raw(Array(value.description.utf8))
    }
}
