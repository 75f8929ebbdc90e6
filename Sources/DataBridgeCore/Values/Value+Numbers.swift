#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// How numbers of different kinds compare. Rounding to the nearest double never reverses an order,
// so two numbers with different nearest doubles are decided by those; only equal ones are spelled
// out.
extension Value {
    /// Doubles in their order, NaN equal to itself and after everything else.
    static func compareDoubles(_ lhs: Double, _ rhs: Double) -> Int {
        if lhs < rhs { return -1 }
        if lhs > rhs { return 1 }
        if lhs == rhs { return 0 }
        return (lhs.isNaN ? 1 : 0) - (rhs.isNaN ? 1 : 0)
    }

    /// Any two numbers: by value, then plain before spelled, then by spelling.
    static func compareNumbers(_ lhs: Value, _ rhs: Value) -> Int {
        let byValue = comparePlainNumbers(lhs, rhs)
        guard byValue == 0 else { return byValue }
        switch (lhs, rhs) {
        case (.spelledNumber(let left), .spelledNumber(let right)):
            return ByteOrder.compare(left.text, right.text)
        case (.spelledNumber, _): return 1
        case (_, .spelledNumber): return -1
        default: return 0
        }
    }

    /// Any two numbers by value alone.
    static func comparePlainNumbers(_ lhs: Value, _ rhs: Value) -> Int {
        if case .number(let left) = lhs, case .number(let right) = rhs, left == right { return 0 }
        let byNearest = compareDoubles(lhs.nearestDouble, rhs.nearestDouble)
        guard byNearest == 0 else { return byNearest }
        switch (lhs, rhs) {
        case (.double, .double): return 0
        case (.int(let left), .int(let right)): return left < right ? -1 : (left == right ? 0 : 1)
        default: break
        }
        // An infinite double shares its nearest double with finite numbers beyond the largest
        // double.
        let (left, right) = (lhs.infinitySign, rhs.infinitySign)
        if left != 0 || right != 0 { return left - right }
        if lhs.isNotANumber { return 0 }
        return lhs.exactDecimal.compare(to: rhs.exactDecimal)
    }

    /// The double nearest to a number's value.
    var nearestDouble: Double {
        switch self {
        case .int(let integer): Double(integer)
        case .double(let double): double
        case .decimal(let decimal):
            // Foundation's own conversion is not correctly rounded.
            Double(decimal.description) ?? .nan
        case .number(let number), .spelledNumber(let number): number.double
        default: .nan
        }
    }

    /// A finite number taken apart for exact comparison; zero for what is not a finite number.
    var exactDecimal: ExactDecimal {
        switch self {
        case .int(let integer): ExactDecimal(spelling: String(integer))
        case .double(let double): ExactDecimal(spelling: double.isFinite ? double.description : "0")
        case .decimal(let decimal): ExactDecimal(spelling: DecimalText.text(decimal) ?? "0")
        case .number(let number), .spelledNumber(let number): ExactDecimal(spelling: number.text)
        default: ExactDecimal(spelling: "0")
        }
    }

    private var infinitySign: Int {
        guard case .double(let double) = self, double.isInfinite else { return 0 }
        return double < 0 ? -1 : 1
    }

    private var isNotANumber: Bool {
        switch self {
        case .double(let double): double.isNaN
        case .decimal(let decimal): decimal.isNaN
        default: false
        }
    }
}
