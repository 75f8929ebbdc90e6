import FoundationEssentials

@testable import DataBridgeCore

/// Random values that are often equal or near to each other, where mistakes hide.
struct ValueGenerator {
    private var generator: RandomSourceGenerator

    init(seed: UInt64) {
        generator = RandomSourceGenerator(SeededRandomSource(seed: seed))
    }

    mutating func values(_ count: Int) -> [Value] {
        (0..<count).map { _ in value(depth: 2) }
    }

    mutating func numbers(_ count: Int) -> [Value] {
        (0..<count).map { _ in number() }
    }

    private mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
    }

    private mutating func pick<T>(_ choices: [T]) -> T {
        choices[below(choices.count)]
    }

    private mutating func value(depth: Int) -> Value {
        switch below(depth > 0 ? 14 : 11) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2, 3, 4, 5: return number()
        case 6: return .string(text())
        case 7: return .date(Date(timeIntervalSinceReferenceDate: pick([-1.5, -0.0, 0, 0.1, 7e8])))
        case 8: return .uuid(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, byte(), 0, 0, 0, 0, 0, 0, byte(), 9)))
        case 9: return .data(Data((0..<below(3)).map { _ in byte() }))
        case 10: return .duration(Duration(attoseconds: Int128(below(5) - 2)))
        case 11: return .array((0..<below(3)).map { _ in value(depth: depth - 1) })
        default:
            let members = (0..<below(3)).map { _ in
                ValueObject.Member(text(), value(depth: depth - 1))
            }
            return .object(ValueObject(members.shuffled(using: &generator)))
        }
    }

    private mutating func byte() -> UInt8 {
        pick([0, 1, 127, 128, 255])
    }

    private mutating func text() -> String {
        pick([
            "", "a", "b", "ab", "é", "e\u{301}", "z", "😀", "日本", "\u{0}",
            "a longer text, heap-held",
        ])
    }

    private mutating func number() -> Value {
        let near = Int64(below(7) - 3)
        switch below(9) {
        case 0: return .int(near)
        case 1:
            return .int(pick([1 << 53, -(1 << 53), Int64.max - 4, Int64.min + 4, 1 << 60]) + near)
        case 2: return .double(Double(near) / pick([1, 10, 3]))
        case 3:
            return .double(
                pick([0x1p53, 0x1p53 + 2, -0x1p53, 0x1p63, -0x1p63, 0x1p60, -0.0, 1e30, 1e22, 0.1]))
        case 4:
            return .double(
                pick([
                    .infinity, -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
                ]))
        case 5: return .decimal(Decimal(near) / 10)
        case 6: return pick([.decimal(Decimal(1 << 53) + Decimal(near)), .decimal(.nan)])
        case 7: return .number(spelled())
        default: return .spelledNumber(spelled())
        }
    }

    private mutating func spelled() -> LosslessNumber {
        LosslessNumber(
            checked: pick([
                "0", "-0", "0.0", "1", "1.0", "10e-1", "0.1", "0.10", "1e-1", "-0.2", "92.1",
                "92.10",
                "9007199254740992", "9007199254740993", "9007199254740994", "90071992547409930e-1",
                "9223372036854775807", "9223372036854775808", "9223372036854775807.5", "1e30",
                "1e22",
                "1.7976931348623157e308", "1e309", "-1e309", "2e309", "1e-330", "-1e-330", "5e-324",
                "0.30000000000000004", "0.3", "0.3333333333333333", "1152921504606846976",
                "1152921504606847000", "9223372036854775800", "9223372036854776000",
            ]))
    }
}
