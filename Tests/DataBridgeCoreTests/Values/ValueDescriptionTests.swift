import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct ValueDescriptionTests {
    @Test func everyKindHasAText() throws {
        let number = try #require(LosslessNumber("92.10"))
        let uuid = try #require(UUID(uuidString: "00000000-0000-0000-0000-0000000000FF"))
        let texts: [(Value, String)] = [
            (.null, "null"), (true, "true"), (false, "false"), (-7, "-7"), (0.5, "0.5"),
            (.decimal(2.5), "2.5"), (.number(number), "92.10"), (.spelledNumber(number), "92.10"),
            ("a\"b\\c\n\r\t\u{1B}é", #""a\"b\\c\n\r\t\u{1b}é""#),
            (.date(Date(timeIntervalSinceReferenceDate: 1)), "date(1.0)"),
            (.uuid(uuid), "00000000-0000-0000-0000-0000000000FF"),
            (.data(Data([1, 2])), "data(2 bytes)"), (.duration(.seconds(2)), "PT2S"),
            ([1, "x"], #"[1, "x"]"#), (["a": 1, "b": [:]], #"{"a": 1, "b": {}}"#),
        ]
        for (value, text) in texts { #expect(value.description == text) }
    }

    @Test func idsReadAsPeopleWriteThem() {
        #expect(Value.string("task 1").idText == "task 1")
        #expect(Value.int(7).idText == "7")
    }
}
