#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Value: Comparable {
    /// Orders two values by the rules of ``Value``; a strict total order over all values.
    public static func < (lhs: Value, rhs: Value) -> Bool {
        lhs.compare(to: rhs) < 0
    }

    /// Compares two values in one go, where a sort would need `<` and `==`.
    ///
    /// - Returns: A negative number when this value comes first, zero when both are equal, a
    ///   positive number when `other` comes first.
    public func compare(to other: Value) -> Int {
        // As in `==`: the usual kinds first, without copies.
        switch self {
        case .string(let left):
            if case .string(let right) = other { return ByteOrder.compare(left, right) }
        case .int(let left):
            if case .int(let right) = other {
                return left < right ? -1 : (left == right ? 0 : 1)
            }
        default: break
        }
        return Self.compareOfAnyKind(self, other)
    }

    @inline(never)
    private static func compareOfAnyKind(_ lhs: Value, _ rhs: Value) -> Int {
        switch (lhs, rhs) {
        case (.double(let left), .double(let right)):
            return compareDoubles(left, right)
        case (.date(let left), .date(let right)):
            return compareDoubles(
                left.timeIntervalSinceReferenceDate, right.timeIntervalSinceReferenceDate)
        case (.uuid(let left), .uuid(let right)):
            return withUnsafeBytes(of: left.uuid) { l in
                withUnsafeBytes(of: right.uuid) { r in ByteOrder.compare(l, r) }
            }
        case (.bool(let left), .bool(let right)):
            return left == right ? 0 : (left ? 1 : -1)
        case (.data(let left), .data(let right)):
            return left.withUnsafeBytes { l in
                right.withUnsafeBytes { r in ByteOrder.compare(l, r) }
            }
        case (.duration(let left), .duration(let right)):
            return left < right ? -1 : (left == right ? 0 : 1)
        case (.array(let left), .array(let right)):
            return compareArrays(left, right)
        case (.object(let left), .object(let right)):
            return left.compare(to: right)
        default:
            guard lhs.rank == Rank.number, rhs.rank == Rank.number else {
                return Int(lhs.rank) - Int(rhs.rank)
            }
            return compareNumbers(lhs, rhs)
        }
    }

    private static func compareArrays(_ lhs: [Value], _ rhs: [Value]) -> Int {
        for (left, right) in zip(lhs, rhs) {
            let order = left.compare(to: right)
            if order != 0 { return order }
        }
        return lhs.count - rhs.count
    }
}
