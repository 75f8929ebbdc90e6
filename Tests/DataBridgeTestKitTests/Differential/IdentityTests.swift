import DataBridgeCore
import Testing

@testable import DataBridgeTestKit

/// A store gives back what it was given, and not only what counts as equal in a filter.
struct IdentityTests {
    @Test func numbersOfTwoKindsDiffer() throws {
        let text = try #require(LosslessNumber("1"))
        let ones: [Value] = [
            .int(1), .double(1), .decimal(1), .number(text), .spelledNumber(text),
        ]
        for (index, left) in ones.enumerated() {
            for (other, right) in ones.enumerated() {
                #expect(Identity.same(left, right) == (index == other), "\(left) \(right)")
                #expect(Identity.same([left], [right]) == (index == other), "\(left) \(right)")
                #expect(
                    Identity.same(["a": left], ["a": right]) == (index == other),
                    "\(left) \(right)")
            }
        }
    }

    @Test func numbersOfOneKindCompareByValue() throws {
        #expect(Identity.same(.double(0), .double(-0.0)))
        #expect(!Identity.same(.int(1), .int(2)))
        #expect(!Identity.same(.decimal(1), .decimal(2)))
        let long = try #require(LosslessNumber("27.10"))
        let short = try #require(LosslessNumber("27.1"))
        #expect(!Identity.same(.number(long), .number(short)))
    }

    @Test func otherValuesCompareToTheLastBit() {
        #expect(Identity.same("a", "a") && !Identity.same("\u{E9}", "e\u{301}"))
        #expect(Identity.same(.null, .null) && !Identity.same(.null, false))
        #expect(!Identity.same(["a": 1, "b": 2], ["b": 2, "a": 1]))
    }
}
