import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct DecimalTextTests {
    @Test func textIsPlainAndExact() throws {
        #expect(DecimalText.text(Decimal(sign: .minus, exponent: -3, significand: 1)) == "-0.001")
        #expect(DecimalText.text(Decimal(sign: .plus, exponent: 5, significand: 12)) == "1200000")
        #expect(DecimalText.text(.nan) == nil)
        let largest = try #require(DecimalText.text(.greatestFiniteMagnitude))
        #expect(largest.utf8.allSatisfy { (48...57).contains($0) })
        #expect(largest.utf8.count == 39 + 127)
    }

    @Test func everyDecimalIsRestored() throws {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 5))
        var decimals: [Decimal] = [
            .greatestFiniteMagnitude, .leastFiniteMagnitude, .leastNonzeroMagnitude, 0, .pi,
        ]
        for _ in 0..<300 {
            let high = Decimal(UInt64.random(in: 0...UInt64.max, using: &generator))
            let low = Decimal(UInt64.random(in: 0...UInt64.max, using: &generator))
            let significand =
                Bool.random(using: &generator) ? high : high * (Decimal(UInt64.max) + 1) + low
            decimals.append(
                Decimal(
                    sign: Bool.random(using: &generator) ? .plus : .minus,
                    exponent: Int.random(in: -128...85, using: &generator),
                    significand: significand))
        }
        for decimal in decimals {
            let text = try #require(DecimalText.text(decimal))
            #expect(DecimalText.decimal(text) == decimal, "\(text)")
        }
    }

    @Test func whatDecimalWouldRoundIsRefused() {
        #expect(DecimalText.decimal("1e166") == nil)
        #expect(DecimalText.decimal("1e-129") == nil)
        #expect(DecimalText.decimal("1e99999999999999999999") == nil)
        #expect(DecimalText.decimal("1.2345678901234567890123456789012345678901") == nil)
        #expect(DecimalText.decimal("999999999999999999999999999999999999999") == nil)
        #expect(DecimalText.decimal("nonsense") == nil)
        #expect(DecimalText.decimal("NaN") == nil)
        #expect(DecimalText.decimal("-0") == 0)
        #expect(DecimalText.decimal("1.50e1") == 15)
        #expect(
            DecimalText.decimal("1e-128") == Decimal(sign: .plus, exponent: -128, significand: 1))
    }
}
