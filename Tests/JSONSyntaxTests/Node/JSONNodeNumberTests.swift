import JSONSyntax
import Testing

struct JSONNodeNumberTests {
    private func node(_ text: String) throws -> JSONNode {
        try JSONTape(parsing: text).root
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9223372036854775807", Int64.max),
            ("-9223372036854775808", .min), ("1.0", 1), ("1e2", 100), ("-120E-1", -12),
            ("0e999999999", 0),
            ("1.50e1", 15), ("0.0", 0), ("10000000000000000000000e-20", 100),
            ("0.00000000000000000000000000000012e32", 12), ("100.000000000000000000000000000", 100),
        ] as [(String, Int64)])
    func integersAreExactInAnySpelling(_ text: String, _ value: Int64) throws {
        #expect(try node(text).int64 == value)
        #expect(try node(text).integer(as: Int128.self) == Int128(value))
        #expect(try node(text).uint64 == UInt64(exactly: value))
        #expect(try node(text).isInteger == !text.contains { ".eE".contains($0) })
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "99999999999999999999", "0.5", "1e19",
        "1e-1",
        "1.0000000000000000000000000001", "1e99999999999999999999", "123e-4",
    ])
    func whatIsNoInt64IsNil(_ text: String) throws {
        #expect(try node(text).int64 == nil)
    }

    @Test func otherWidths() throws {
        #expect(try node("18446744073709551615").uint64 == .max)
        #expect(try node("18446744073709551616").uint64 == nil)
        #expect(try node("-1").uint64 == nil)
        #expect(try node("-1.0").uint64 == nil)
        #expect(
            try node("170141183460469231731687303715884105727").integer(as: Int128.self) == .max)
        #expect(
            try node("-170141183460469231731687303715884105728").integer(as: Int128.self) == .min)
        #expect(
            try node("340282366920938463463374607431768211455").integer(as: UInt128.self) == .max)
        #expect(
            try node("340282366920938463463374607431768211456").integer(as: UInt128.self) == nil)
        #expect(try node("255").integer(as: UInt8.self) == 255)
        #expect(try node("256").integer(as: UInt8.self) == nil)
        #expect(try node("-128").integer(as: Int8.self) == -128)
        #expect(try node("3").integer(as: Int8.self) == 3)
    }

    @Test(arguments: [
        "0", "-0.0", "0.1", "27.10", "-2.5e3", "1e22", "1e23", "123456789012345678",
        "9007199254740993",
        "2.2250738585072014e-308", "5e-324", "1.7976931348623157e308", "1e-400",
        "0.30000000000000004",
        "9007199254740992e22", "1234567890123456789012345678901234567890e-30", "1.0e-22", "4.35",
    ])
    func doublesAreCorrectlyRounded(_ text: String) throws {
        let expected = try #require(Double(text))
        #expect(try node(text).double?.bitPattern == expected.bitPattern)
    }

    @Test(arguments: ["1e309", "-1e400", "1.8e308"])
    func doublesBeyondTheRangeAreNil(_ text: String) throws {
        #expect(try node(text).double == nil)
        #expect(try node(text).float == nil)
        #expect(try node(text).numberText == text)
    }

    @Test func randomDoublesRoundTrip() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(try node(value.description).double?.bitPattern == value.bitPattern)
        }
    }

    @Test func randomDecimalsAgreeWithTheStandardLibrary() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<20_000 {
            let digits = UInt64.random(
                in: 0...UInt64.max >> UInt64.random(in: 0..<64), using: &generator)
            let text = "\(digits)e\(Int.random(in: -40...40, using: &generator))"
            #expect(try node(text).double?.bitPattern == Double(text)?.bitPattern)
            let float = Float(text).flatMap { $0.isFinite ? $0 : nil }
            #expect(try node(text).float?.bitPattern == float?.bitPattern)
        }
    }

    @Test func tiesAndNeighboursOfTiesAreRoundedToEven() throws {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<5000 {
            // The number halfway between two doubles has a short exact text when it is an integer.
            let value = ((1 << 53) + UInt64.random(in: 0..<(1 << 53), using: &generator)) << 1 | 1
            for text in [
                "\(value)", "\(value)0e-1", "\(value).0", "\(value - 1).99", "\(value).01",
                "\(value)e19", "\(value)e-19", "\(value)e3", "\(value / 10).\(value % 10)",
            ] {
                #expect(try node(text).double?.bitPattern == Double(text)?.bitPattern, "\(text)")
            }
        }
    }

    @Test func floatIsNotRoundedTwice() throws {
        // Halfway between two floats after rounding to double; the text lies just above.
        let text = "1.00000005960464477540"
        #expect(try node(text).float == Float(text))
        #expect(try node("0.1").float == 0.1)
        #expect(try node("-16777217").float == -16_777_216)
    }
}
