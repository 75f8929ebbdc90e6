#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The text form of `Decimal`: exact, and plain (never an exponent).
public enum DecimalText {
    /// Spells a decimal number exactly with a `.` where needed; nil for NaN.
    ///
    /// - Returns: For example `"27.1"`, `"-0.001"` or `"100"`; trailing zeros are not kept by
    ///   `Decimal`.
    public static func text(_ value: Decimal) -> String? {
        value.isNaN ? nil : value.description
    }

    /// Reads a JSON number spelling when `Decimal` can hold its value exactly, else returns nil.
    ///
    /// Foundation's own parser rounds silently; this one never does.
    public static func decimal(_ text: String) -> Decimal? {
        guard LosslessNumber(text) != nil else { return nil }
        let exact = ExactDecimal(spelling: text)
        guard exact.sign != 0 else { return 0 }
        guard case .small(let point) = exact.exponent else { return nil }
        let exponent = point - exact.digits.count
        // A `Decimal` is at most 39 digits times a power of ten between −128 and 127.
        guard exact.digits.count <= 39, exponent >= -128, exponent <= 127 + 39 else { return nil }
        let significand = exact.digits.map { String($0) }.joined()
        guard
            let value = Decimal(
                string: "\(exact.sign < 0 ? "-" : "")\(significand)e\(exponent)"),
            let restored = self.text(value), ExactDecimal(spelling: restored) == exact
        else { return nil }
        return value
    }
}
