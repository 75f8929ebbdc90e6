import Testing

@testable import DataBridgeCore

struct ExactDecimalTests {
    private func compare(_ left: String, _ right: String) -> Int {
        ExactDecimal(spelling: left).compare(to: ExactDecimal(spelling: right)).signum()
    }

    @Test func spellingsOfOneValueAreEqual() {
        for spelling in ["100", "100.0", "1e2", "1E+2", "0.01e4", "10000e-2", "+100", "0100.00"] {
            #expect(
                ExactDecimal(spelling: spelling) == ExactDecimal(spelling: "100"), "\(spelling)")
        }
        for spelling in ["0", "-0", "0.000", "0e999999999999999999999", "-0e-5"] {
            #expect(ExactDecimal(spelling: spelling) == ExactDecimal(spelling: "0"), "\(spelling)")
        }
    }

    @Test func signsMagnitudesAndDigitsOrder() {
        let ascending = [
            "-1e9999999999999999999999", "-1e30", "-12.1", "-12", "-1.5", "-1e-30", "0", "1e-31",
            "1e-30", "0.1", "0.11", "0.2", "1.5", "9", "10", "12", "12.1", "12.11", "1e30",
        ]
        for (left, lower) in ascending.enumerated() {
            for (right, upper) in ascending.enumerated() {
                #expect(compare(lower, upper) == (left - right).signum(), "\(lower) \(upper)")
            }
        }
    }

    @Test func exponentsBeyondAWordStayExact() {
        let ascending = [
            "1e-20000000000000000000000", "1e-19999999999999999999999", "1e-9223372036854775809",
            "1e-9223372036854775807", "1e9223372036854775805", "1e9223372036854775806",
            "1e9223372036854775807", "1e9223372036854775808", "1e19999999999999999999999",
            "1e20000000000000000000000", "1e100000000000000000000000",
        ]
        for (left, lower) in ascending.enumerated() {
            for (right, upper) in ascending.enumerated() {
                #expect(compare(lower, upper) == (left - right).signum(), "\(lower) \(upper)")
            }
        }
    }

    @Test func aMovedPointMeetsTheSameHugeExponent() {
        #expect(compare("1e1000000000000000000000", "100e999999999999999999998") == 0)
        #expect(compare("1e1000000000000000000000", "0.01e1000000000000000000002") == 0)
        #expect(compare("1e-1000000000000000000000", "100e-1000000000000000000002") == 0)
        #expect(compare("1e-999999999999999999999", "0.001e-999999999999999999996") == 0)
        #expect(compare("1000e9223372036854775804", "1e9223372036854775807") == 0)
        #expect(compare("0.1e9999999999999999999", "1e9999999999999999998") == 0)
        #expect(compare("10e-9223372036854775808", "1e-9223372036854775807") == 0)
        #expect(compare("10e9999999999999999999", "1e10000000000000000000") == 0)
        #expect(compare("0.1e10000000000000000000", "1e9999999999999999999") == 0)
    }

    @Test func integersOf64BitsAreFound() {
        let found: [(String, Int64?)] = [
            ("0", 0), ("-0.0", 0), ("1e3", 1000), ("12.50", nil), ("1250e-1", 125), ("-7", -7),
            ("9223372036854775807", .max), ("9223372036854775808", nil),
            ("-9223372036854775808", .min), ("-9223372036854775809", nil), ("1e19", nil),
            ("9.223372036854775807e18", .max), ("1e400", nil), ("0.1", nil), ("1e-1", nil),
            ("9999999999999999999", nil), ("1e99999999999999999999", nil),
        ]
        for (spelling, expected) in found {
            #expect(ExactDecimal(spelling: spelling).int64 == expected, "\(spelling)")
        }
    }
}
