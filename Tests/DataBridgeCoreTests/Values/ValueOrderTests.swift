import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct ValueOrderTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyPairAgreesWithTheModel(seed: UInt64) {
        var generator = ValueGenerator(seed: seed)
        let values = generator.values(90) + generator.numbers(90)
        for left in values {
            for right in values {
                let expected = ValueModel.compare(left, right)
                let order = left.compare(to: right).signum()
                guard order == expected, (left == right) == (expected == 0),
                    (left < right) == (expected < 0),
                    expected != 0 || left.hashValue == right.hashValue
                else {
                    Issue.record("\(left) and \(right): \(order), expected \(expected)")
                    return
                }
            }
        }
    }

    @Test func sortingGivesOneOrderWhateverTheStart() {
        var generator = ValueGenerator(seed: 9)
        let values = generator.values(200) + generator.numbers(200)
        let sorted = values.sorted()
        #expect(values.reversed().sorted() == sorted)
        for (index, left) in sorted.enumerated() {
            #expect(sorted[index...].allSatisfy { left.compare(to: $0) <= 0 })
        }
    }

    @Test func kindsHaveTheirPlaces() {
        let ascending: [Value] = [
            .null, false, true, -1, 0, 1.5, .double(.nan), "", "z", .date(.distantPast),
            .date(.distantFuture), .uuid(UUID()), .data(Data([9])), .duration(.seconds(-1)), [],
            [.null],
            [:], ["a": .null],
        ]
        #expect(ascending.shuffled().sorted() == ascending)
        #expect(ascending.filter(\.isNumber).count == 4)
        #expect(ascending.filter(\.isNull).count == 1)
    }

    @Test func listsCompareElementByElement() {
        #expect(Value.array([1, 2]) < [1, 3])
        #expect(Value.array([1]) < [1, .null])
        #expect(Value.array([2]) > [1, 9, 9])
        #expect(Value.array([1, 2.0]) == [1.0, 2])
    }

    @Test func datesCompareByTheirBits() {
        let nan = Value.date(Date(timeIntervalSinceReferenceDate: .nan))
        #expect(nan == nan)
        #expect(nan > .date(.distantFuture))
        let zeros = [0.0, -0.0].map { Value.date(Date(timeIntervalSinceReferenceDate: $0)) }
        #expect(zeros[0] == zeros[1])
        #expect(zeros[0].hashValue == zeros[1].hashValue)
        let instant = 700_000_000.1
        #expect(
            Value.date(Date(timeIntervalSinceReferenceDate: instant))
                < .date(Date(timeIntervalSinceReferenceDate: instant.nextUp)))
    }

    @Test func uuidsCompareByBytesFromTheFirst() throws {
        let texts = [
            "00000000-0000-0000-0000-0000000000FF", "00000000-0000-0001-0000-000000000000",
            "7F000000-0000-0000-0000-000000000000", "80000000-0000-0000-0000-000000000000",
        ]
        let ascending = try texts.map { Value.uuid(try #require(UUID(uuidString: $0))) }
        #expect(ascending.shuffled().sorted() == ascending)
    }
}
