import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct ValueEqualityTests {
    private func number(_ text: String) throws -> Value {
        .number(try #require(LosslessNumber(text)))
    }

    private func spelled(_ text: String) throws -> Value {
        .spelledNumber(try #require(LosslessNumber(text)))
    }

    @Test func aValueStaysSmall() {
        #expect(MemoryLayout<Value>.size <= 17)
        #expect(MemoryLayout<Value>.stride == 24)
    }

    @Test func numbersOfAllKindsCompareByDecimalValue() throws {
        let tenth = try #require(Decimal(string: "0.1"))
        let tenths: [Value] = [0.1, .decimal(tenth), try number("0.10"), try number("1e-1")]
        for left in tenths {
            for right in tenths {
                #expect(left == right)
                #expect(left.hashValue == right.hashValue)
            }
        }
        #expect(Value.double(0.1) != (try number("0.1000000000000000055511151231257827")))
        #expect(Value.double(0.1) < (try number("0.1000000000000000055511151231257827")))
        #expect(Value.double(-0.0) == 0)
        #expect(Value.int(3) == .double(3))
        #expect(Value.int(.max) != .double(0x1p63))
        #expect(Value.int(.max) < .double(0x1p63))
    }

    @Test func neighboursBeyondDoublePrecisionDiffer() throws {
        let base: Int64 = 1 << 53
        #expect(Value.int(base) == .double(0x1p53))
        #expect(Value.int(base + 1) != .double(0x1p53))
        #expect(Value.int(base + 1) == (try number("9007199254740993.0")))
        // Ids made from a clock must not share one hash with their neighbours.
        #expect(Set((0..<1000).map { Value.int(Int64.max - $0).hashValue }).count > 990)
    }

    @Test func infinitiesAndNaNHaveTheirPlaces() throws {
        let huge = try number("1e1000000000")
        #expect(Value.double(.infinity) > huge)
        #expect(huge > .double(.greatestFiniteMagnitude))
        #expect(Value.double(-.infinity) < (try number("-1e1000000000")))
        #expect(Value.double(.nan) == .double(-.nan))
        #expect(Value.double(.nan).hashValue == Value.double(-.nan).hashValue)
        #expect(Value.double(.nan) == .decimal(.nan))
        #expect(Value.double(.nan).hashValue == Value.decimal(.nan).hashValue)
        #expect(Value.double(.nan) > .double(.infinity))
        #expect(Value.double(.infinity) == .double(.infinity))
    }

    @Test func hugeExponentsCostNothing() throws {
        let clock = ContinuousClock()
        let (left, right) = (try number("1e1000000000"), try number("10e999999999"))
        let time = clock.measure {
            for _ in 0..<1000 {
                #expect(left == right && left.hashValue == right.hashValue)
            }
        }
        #expect(time < .seconds(5))
        #expect(left < (try number("1.0000001e1000000000")))
    }

    @Test func spelledNumbersKeepTheirSpelling() throws {
        let (short, long) = (try spelled("92.1"), try spelled("92.10"))
        #expect(short != long)
        #expect(short < long)
        #expect(try spelled("92.10") == long)
        #expect(try spelled("92.10").hashValue == long.hashValue)
        #expect(Value.double(92.1) != short)
        #expect(Value.double(92.1) < short)
        #expect(short > .double(92.1))
        #expect(long < 93)
        #expect(Value.int(7) != (try spelled("7")))
    }

    @Test func textComparesByBytes() {
        #expect(Value.string("é") != .string("e\u{301}"))
        #expect(Value.string("e\u{301}") < .string("é"))
        #expect(Set<Value>(["é", "e\u{301}"]).count == 2)
        #expect(Value.array(["a", "b"]).hashValue != Value.array(["ab", ""]).hashValue)
    }

    @Test func dataHashesBeyondAnEqualBeginning() {
        let header = [UInt8](repeating: 7, count: 500)
        let hashes = (0..<100).map { Value.data(Data(header + [UInt8($0)])).hashValue }
        #expect(Set(hashes).count == 100)
        #expect(Value.data(Data(header)) == .data(Data([0] + header).dropFirst()))
        #expect(
            Value.data(Data(header)).hashValue
                == Value.data(Data([0] + header).dropFirst()).hashValue)
    }

    @Test func otherKindsAreNeverEqual() {
        #expect(Value.int(1) != .bool(true))
        #expect(Value.string("1") != 1)
        #expect(Value.null != 0)
        #expect(Value.null != .array([]))
        #expect(Value.bool(true) == true)
    }
}
