import Foundation
import JSONSyntax
import Testing

struct DecimalNumberTests {
    private func decimal(_ text: String) throws -> Decimal? {
        try JSONTape(parsing: text).root.decimal
    }

    @Test(arguments: [
        "0", "1", "-1", "27.10", "0.1", "-123.456", "1e3", "12e-4", "18446744073709551616",
        "99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001",
        "1e127", "1e-128", "123456789012345678901234567890.12345678", "1000e-130",
    ])
    func exactDecimalsAreRead(_ text: String) throws {
        let value = try #require(try decimal(text))
        let expected = text == "1000e-130" ? "1e-127" : text
        #expect(value == Decimal(string: expected))
    }

    @Test func largestSignificand() throws {
        let text = "340282366920938463463374607431768211455"
        #expect(try decimal(text)?.description == text)
        #expect(try decimal("-\(text)")?.description == "-\(text)")
        #expect(try decimal("340282366920938463463374607431768211456") == nil)
        #expect(try decimal("12e127")?.description == "12" + String(repeating: "0", count: 127))
        #expect(try decimal("1.2e128")?.description == "12" + String(repeating: "0", count: 127))
    }

    @Test(arguments: [
        "1e400", "1e128", "1e-129", "0.1234567890123456789012345678901234567891",
        "340282366920938463463374607431768211455e128",
    ])
    func whatWouldLoseDigitsIsNil(_ text: String) throws {
        #expect(try decimal(text) == nil)
    }

    @Test func zeroHasNoSign() throws {
        #expect(try decimal("-0") == 0)
        #expect(try decimal("-0.00e5")?.isNaN == false)
        #expect(try decimal("0e999999")?.description == "0")
        #expect(try decimal("\"1\"") == nil)
    }

    @Test func randomDecimalsRoundTrip() throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<5000 {
            let digits = (0..<Int.random(in: 1...38, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }
            let value = try #require(
                Decimal(
                    string: digits.joined() + "e\(Int.random(in: -60...60, using: &generator))"))
            var writer = JSONWriter()
            try writer.decimal(value)
            let text = String(decoding: writer.finish(), as: UTF8.self)
            #expect(try decimal(text) == value, "\(text)")
        }
    }

    @Test func notANumberThrows() {
        var writer = JSONWriter()
        #expect(throws: JSONWritingError.self) { try writer.decimal(.nan) }
        #expect(writer.count == 0)
    }
}
