/// A single value computed over records.
///
/// Nil values are left out. Over no values the count is 0, the sum is 0, and the others are nil.
public enum Aggregate: Hashable, Sendable {
    /// How many records.
    case count
    /// The sum of a number field.
    ///
    /// Integers add up exactly; a sum outside Int64 is `invalid`.
    case sum(FieldReference)
    /// The mean of a number field, as a double.
    case average(FieldReference)
    /// The smallest value.
    case minimum(FieldReference)
    /// The largest value.
    case maximum(FieldReference)

    /// The field looked at; nil for the count.
    public var field: FieldReference? {
        switch self {
        case .count: nil
        case .sum(let field), .average(let field), .minimum(let field), .maximum(let field): field
        }
    }
}
