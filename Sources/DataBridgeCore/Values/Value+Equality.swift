#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Value: Hashable {
    /// Tells whether two values are the same by the rules of ``Value``.
    public static func == (lhs: Value, rhs: Value) -> Bool {
        // The usual kinds of keys first; a switch over both at once would copy, and so retain,
        // both.
        switch lhs {
        case .string(let left):
            if case .string(let right) = rhs { return ByteOrder.equal(left, right) }
            return false
        case .int(let left):
            if case .int(let right) = rhs { return left == right }
        case .uuid(let left):
            if case .uuid(let right) = rhs { return left == right }
            return false
        default: break
        }
        return equalOfAnyKind(lhs, rhs)
    }

    @inline(never)
    private static func equalOfAnyKind(_ lhs: Value, _ rhs: Value) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.double(let left), .double(let right)):
            return left == right || (left.isNaN && right.isNaN)
        case (.spelledNumber(let left), .spelledNumber(let right)): return left == right
        case (.date(let left), .date(let right)):
            return compareDoubles(
                left.timeIntervalSinceReferenceDate, right.timeIntervalSinceReferenceDate) == 0
        case (.data(let left), .data(let right)): return left == right
        case (.duration(let left), .duration(let right)): return left == right
        case (.array(let left), .array(let right)): return left == right
        case (.object(let left), .object(let right)): return left == right
        case (.spelledNumber, _), (_, .spelledNumber): return false
        default:
            guard lhs.rank == Rank.number, rhs.rank == Rank.number else { return false }
            return comparePlainNumbers(lhs, rhs) == 0
        }
    }

    /// Hashes so that equal values, also numbers of different kinds, hash alike.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .string(let text): Self.hash(text, into: &hasher)
        case .int(let integer): Self.hash(integer, into: &hasher)
        case .uuid(let uuid): withUnsafeBytes(of: uuid.uuid) { hasher.combine(bytes: $0) }
        case .null: hasher.combine(rank)
        case .bool(let flag): hasher.combine(flag)
        case .double, .decimal, .number: hashNumber(into: &hasher)
        case .spelledNumber(let number): hasher.combine(number)
        case .date(let date):
            Self.hash(date.timeIntervalSinceReferenceDate, into: &hasher)
        case .data(let data):
            // Foundation hashes only the first bytes of a `Data`, which blobs of one format share.
            data.withUnsafeBytes { hasher.combine(bytes: $0) }
            hasher.combine(data.count)
        case .duration(let duration): hasher.combine(duration)
        case .array(let elements):
            hasher.combine(elements.count)
            for element in elements { element.hash(into: &hasher) }
        case .object(let object): hasher.combine(object)
        }
    }

    private static func hash(_ text: String, into hasher: inout Hasher) {
        ByteOrder.withBytes(text) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // A byte that UTF-8 never contains keeps ["a", "b"] and ["ab", ""] apart.
        hasher.combine(UInt8(0xFF))
    }

    /// Integers up to 2^53 hash like the double of the same value; larger ones, which share doubles
    /// with their neighbours (as ids made from a clock do), by themselves.
    private static func hash(_ integer: Int64, into hasher: inout Hasher) {
        if integer.magnitude < exactDoubleLimit {
            hash(Double(integer), into: &hasher)
        } else {
            hasher.combine(UInt64(bitPattern: integer))
        }
    }

    private static func hash(_ double: Double, into hasher: inout Hasher) {
        // Adding zero turns −0.0 into 0.0; NaNs have many bit patterns and one hash.
        hasher.combine(double.isNaN ? Double.nan.bitPattern : (double + 0).bitPattern)
    }

    private func hashNumber(into hasher: inout Hasher) {
        let nearest = nearestDouble
        // Equal numbers have the same nearest double, so all kinds take the same branch.
        if nearest.magnitude >= Double(Self.exactDoubleLimit), nearest.magnitude <= 0x1p63,
            let integer = exactDecimal.int64
        {
            Self.hash(integer, into: &hasher)
        } else {
            Self.hash(nearest, into: &hasher)
        }
    }

    /// 2^53: below it every integer is a double and every integral double is spelled as that
    /// integer.
    private static let exactDoubleLimit: UInt64 = 1 << 53
}
