import DataBridgeCore
@testable import DataBridgeTool
import Testing

/// Random filters: what is printed reads back as what it was.
struct FilterGrammarPropertyTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func printedFiltersReadBack(_ seed: UInt64) throws {
        var filters = RandomFilters(seed: seed)
        for _ in 0..<250 {
            let filter = filters.filter(depth: 4)
            let text = filter.description
            let read = try FilterParser.parse(text)
            #expect(read == filter, "seed \(seed): \(text)")
            // Equal values may be spelled differently, so the spelling is compared as well.
            #expect(read.description == text, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func spoiledFiltersAreReadOrRefusedInPlace(_ seed: UInt64) {
        var filters = RandomFilters(seed: seed)
        for _ in 0..<250 {
            var bytes = Array(filters.filter(depth: 3).description.utf8)
            for _ in 0..<filters.number(below: 4) where !bytes.isEmpty {
                let place = filters.number(below: bytes.count)
                if filters.number(below: 2) == 0 {
                    bytes.remove(at: place)
                } else {
                    bytes.insert(
                        Array("()[]{}'\"\\.=~ ,and".utf8)[filters.number(below: 17)], at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                _ = try FilterParser.parse(text)
            } catch {
                #expect((0...text.utf8.count).contains(error.offset), "\(text)")
                #expect(!error.message.isEmpty && error.lines.count == 3)
            }
        }
    }
}

/// Makes filters from a seed.
struct RandomFilters {
    private var generator: RandomSourceGenerator

    init(seed: UInt64) {
        generator = RandomSourceGenerator(SeededRandomSource(seed: seed))
    }

    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    mutating func filter(depth: Int) -> FilterExpression {
        switch number(below: depth > 0 ? 9 : 6) {
        case 0:
            let comparison = pick(FilterExpression.Comparison.allCases)
            var value = value(depth: 2)
            // An order to null is refused.
            if value.isNull, comparison != .equal, comparison != .notEqual { value = 0 }
            return .compares(path(), comparison, value)
        case 1: return .isIn(path(), (0...number(below: 3)).map { _ in value(depth: 1) })
        case 2: return .isBetween(path(), value(depth: 1), value(depth: 1))
        case 3:
            let position = pick([TextMatch.Position.prefix, .suffix])
            return .matches(
                path(), TextMatch(position, text(), ignoringCase: number(below: 2) == 0))
        case 4: return .matches(path(), TextMatch(.anywhere, text(), ignoringCase: true))
        case 5: return .contains(path(), value(depth: 1))
        case 6: return .not(filter(depth: depth - 1))
        case 7: return .and((0...1 + number(below: 2)).map { _ in filter(depth: depth - 1) })
        default: return .or((0...1 + number(below: 2)).map { _ in filter(depth: depth - 1) })
        }
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }

    private mutating func path() -> FieldPath {
        FieldPath(names: (0...number(below: 3)).map { _ in text() })
    }

    private mutating func text() -> String {
        pick([
            "a", "status", "and", "OR", "not", "in", "null", "true", "3", "92.10", "", " ", "a b",
            "a.b", "\"", "'", "\\", "~i", "(", "[1]", "due:date", "\n\t\u{0}\u{7F}", "é",
            "e\u{301}",
            "👩‍👩‍👧", "日本", "\u{2028}", "-", "x-", "=",
        ])
    }

    private mutating func value(depth: Int) -> Value {
        switch number(below: depth > 0 ? 8 : 6) {
        case 0: return .null
        case 1: return .bool(number(below: 2) == 0)
        case 2: return .int(pick([0, -1, 7, .max, .min]))
        case 3:
            let spelling = pick(["92.10", "-0", "1e400", "0.5", "1E+2", "123456789012345678901"])
            return LosslessNumber(spelling).map { .number($0) } ?? .null
        case 4, 5: return .string(text())
        case 6: return .array((0..<number(below: 3)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                ValueObject(
                    (0..<number(below: 3)).map { _ in
                        ValueObject.Member(text(), value(depth: depth - 1))
                    }))
        }
    }
}
