import FoundationEssentials

@testable import DataBridgeCore

/// A second, slow statement of how values compare, written without the tested code.
///
/// Numbers become signed fixed-point digit strings, wide enough for what ``ValueGenerator`` makes.
enum ValueModel {
    static func compare(_ lhs: Value, _ rhs: Value) -> Int {
        let (left, right) = (kind(lhs), kind(rhs))
        guard left == right else { return left < right ? -1 : 1 }
        switch (lhs, rhs) {
        case (.bool(let l), .bool(let r)): return order(l ? 1 : 0, r ? 1 : 0)
        case (.string(let l), .string(let r)): return order(Array(l.utf8), Array(r.utf8))
        case (.date(let l), .date(let r)):
            return order(l.timeIntervalSinceReferenceDate, r.timeIntervalSinceReferenceDate)
        case (.uuid(let l), .uuid(let r)):
            // Hexadecimal digits stand in the same order as the bytes.
            return order(Array(l.uuidString.utf8), Array(r.uuidString.utf8))
        case (.data(let l), .data(let r)): return order(Array(l), Array(r))
        case (.duration(let l), .duration(let r)): return order(l.attoseconds, r.attoseconds)
        case (.array(let l), .array(let r)): return lists(l, r)
        case (.object(let l), .object(let r)): return lists(flattened(l), flattened(r))
        case (.null, .null): return 0
        default: return numbers(lhs, rhs)
        }
    }

    private static func kind(_ value: Value) -> Int {
        switch value {
        case .null: 0
        case .bool: 1
        case .int, .double, .decimal, .number, .spelledNumber: 2
        case .string: 3
        case .date: 4
        case .uuid: 5
        case .data: 6
        case .duration: 7
        case .array: 8
        case .object: 9
        }
    }

    private static func order<T: Comparable>(_ lhs: T, _ rhs: T) -> Int {
        lhs < rhs ? -1 : (lhs > rhs ? 1 : 0)
    }

    private static func order(_ lhs: [UInt8], _ rhs: [UInt8]) -> Int {
        lhs.lexicographicallyPrecedes(rhs) ? -1 : (rhs.lexicographicallyPrecedes(lhs) ? 1 : 0)
    }

    private static func lists(_ lhs: [Value], _ rhs: [Value]) -> Int {
        for index in 0..<max(lhs.count, rhs.count) {
            if index >= lhs.count { return -1 }
            if index >= rhs.count { return 1 }
            let result = compare(lhs[index], rhs[index])
            if result != 0 { return result }
        }
        return 0
    }

    /// Name, value, name, value, … by the names' bytes.
    private static func flattened(_ object: ValueObject) -> [Value] {
        object.members.sorted { order(Array($0.name.utf8), Array($1.name.utf8)) < 0 }
            .flatMap { [Value.string($0.name), $0.value] }
    }

    private static func numbers(_ lhs: Value, _ rhs: Value) -> Int {
        let (left, right) = (size(lhs), size(rhs))
        if left.0 != right.0 { return order(left.0, right.0) }
        if left.1 != right.1 { return left.0 < 0 ? order(right.1, left.1) : order(left.1, right.1) }
        return order(spelling(lhs), spelling(rhs))
    }

    /// Empty for a plain number, which comes before every spelled one.
    private static func spelling(_ value: Value) -> [UInt8] {
        if case .spelledNumber(let number) = value { Array(number.text.utf8) } else { [] }
    }

    /// −2 to 3 for −∞, negative, zero, positive, ∞, NaN; and 400 digits before and after the point.
    private static func size(_ value: Value) -> (Int, [UInt8]) {
        switch value {
        case .int(let integer): fixedPoint(String(integer))
        case .double(let double) where double.isNaN: (3, [])
        case .double(let double) where double.isInfinite: (double < 0 ? -2 : 2, [])
        case .double(let double): fixedPoint("\(double)")
        case .decimal(let decimal): decimal.isNaN ? (3, []) : fixedPoint("\(decimal)")
        case .number(let number), .spelledNumber(let number): fixedPoint(number.text)
        default: (0, [])
        }
    }

    private static func fixedPoint(_ text: String) -> (Int, [UInt8]) {
        var parts = text.lowercased().split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let isNegative = parts[0].hasPrefix("-")
        if isNegative { parts[0].removeFirst() }
        let pieces = parts[0].split(separator: ".")
        let digits = Array(pieces.joined().utf8).map { $0 - 48 }
        var result = [UInt8](repeating: 0, count: 800)
        for (offset, digit) in digits.enumerated() where digit != 0 {
            result[400 - pieces[0].utf8.count - exponent + offset] = digit
        }
        if result.allSatisfy({ $0 == 0 }) { return (0, result) }
        return (isNegative ? -1 : 1, result)
    }
}
