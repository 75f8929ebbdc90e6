import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct LosslessNumberTests {
    @Test(arguments: [
        "0", "-0", "1", "-1", "10", "92.10", "1e400", "1E+2", "1e-2", "0.5", "-0.0e0", "1e007",
        "123456789012345678901234567890",
    ])
    func grammarAccepts(_ text: String) throws {
        let number = try #require(LosslessNumber(text))
        #expect(number.text == text)
        #expect(number.description == text)
    }

    @Test(arguments: [
        "", "-", "01", "-01", ".5", "1.", "+1", "NaN", "Infinity", "0x1", "1e", "1e+", "1.e2", " 1",
        "1 ", "1,5", "--1", "1e5.5", "١",
    ])
    func grammarRefuses(_ text: String) {
        #expect(LosslessNumber(text) == nil)
    }

    @Test func equalityGoesBySpellingAndOrderByValueFirst() throws {
        let spellings = [
            "-1e400", "-1", "-0", "0", "1", "1.0", "1e0", "92.1", "92.10", "92.2", "1e400",
        ]
        let numbers = try spellings.map { try #require(LosslessNumber($0)) }
        for (left, lower) in numbers.enumerated() {
            for (right, upper) in numbers.enumerated() {
                #expect((lower < upper) == (left < right), "\(lower) \(upper)")
                #expect((lower == upper) == (left == right))
            }
        }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers[4].compareValue(to: numbers[5]) == 0)
        #expect(numbers[7].compareValue(to: numbers[8]) == 0)
        #expect(numbers[8].compareValue(to: numbers[9]) < 0)
        #expect(numbers[9].compareValue(to: numbers[8]) > 0)
    }

    @Test func integersAndDoublesAreRead() throws {
        let max = try #require(LosslessNumber("9223372036854775807"))
        #expect(max.int64 == .max)
        #expect(try #require(LosslessNumber("9223372036854775808")).int64 == nil)
        #expect(try #require(LosslessNumber("1.5e1")).int64 == 15)
        #expect(try #require(LosslessNumber("92.10")).int64 == nil)
        #expect(try #require(LosslessNumber("92.10")).double == 92.1)
        #expect(try #require(LosslessNumber("1e400")).double == .infinity)
        #expect(try #require(LosslessNumber("-1e1000000000")).double == -.infinity)
        #expect(try #require(LosslessNumber("1e-1000000000")).double == 0)
        // Halfway between two doubles, and just above: to even, and up.
        #expect(try #require(LosslessNumber("9007199254740993")).double == 9_007_199_254_740_992)
        #expect(
            try #require(LosslessNumber("9007199254740993.0000001")).double == 9_007_199_254_740_994
        )
    }

    @Test func decimalsAreExactOrNil() throws {
        #expect(try #require(LosslessNumber("27.10")).decimal == Decimal(string: "27.1"))
        #expect(try #require(LosslessNumber("1e400")).decimal == nil)
    }

    @Test func otherNumbersAreSpelled() {
        #expect(LosslessNumber(Int64.min).text == "-9223372036854775808")
        #expect(LosslessNumber(0.1)?.text == "0.1")
        #expect(LosslessNumber(3.0)?.text == "3")
        #expect(LosslessNumber(1e300)?.text == "1e+300")
        #expect(LosslessNumber(Double.nan) == nil)
        #expect(LosslessNumber(-Double.infinity) == nil)
        #expect(LosslessNumber(Decimal(string: "-27.10") ?? 0)?.text == "-27.1")
        #expect(LosslessNumber(Decimal.nan) == nil)
        #expect(LosslessNumber(checked: "92.10").text == "92.10")
    }

    @Test func integerSpellingsAreTold() {
        #expect(LosslessNumber("-12")?.isSpelledAsInteger == true)
        #expect(LosslessNumber("12.0")?.isSpelledAsInteger == false)
        #expect(LosslessNumber("1e3")?.isSpelledAsInteger == false)
    }

    @Test func codingKeepsTheSpelling() throws {
        let number = try #require(LosslessNumber("92.10"))
        let data = try JSONEncoder().encode([number])
        #expect(String(decoding: data, as: UTF8.self) == #"["92.10"]"#)
        #expect(try JSONDecoder().decode([LosslessNumber].self, from: data) == [number])
        let integers = try JSONDecoder().decode([LosslessNumber].self, from: Data("[12]".utf8))
        #expect(integers == [LosslessNumber(12)])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([LosslessNumber].self, from: Data(#"["x"]"#.utf8))
        }
    }
}
