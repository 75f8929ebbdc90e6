import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct LosslessIDTests {
    private func number(_ text: String) throws -> LosslessNumber {
        try #require(LosslessNumber(text))
    }

    @Test func commandLineTextIsParsed() throws {
        #expect(LosslessID(parsing: "7") == .integer(7))
        #expect(LosslessID(parsing: "-12") == .integer(-12))
        #expect(LosslessID(parsing: "92.10") == .number(try number("92.10")))
        #expect(LosslessID(parsing: "-0") == .number(try number("-0")))
        #expect(LosslessID(parsing: "7.0") == .number(try number("7.0")))
        #expect(LosslessID(parsing: "9223372036854775807") == .integer(.max))
        #expect(
            LosslessID(parsing: "9223372036854775808") == .number(try number("9223372036854775808"))
        )
        for text in ["", "007", "7a", "+7", " 7", "task-7", "NaN"] {
            #expect(LosslessID(parsing: text) == .string(text))
        }
    }

    @Test func kindsAndSpellingsDiffer() throws {
        let ids: [LosslessID] = [
            7, "7", .number(try number("7.0")), .number(try number("92.1")),
            .number(try number("92.10")), "é", "e\u{301}",
        ]
        #expect(Set(ids).count == ids.count)
        for (left, lower) in ids.enumerated() {
            for (right, upper) in ids.enumerated() {
                #expect((lower == upper) == (left == right))
            }
        }
    }

    @Test func numbersComeFirstByValueThenTextByBytes() throws {
        let ascending: [LosslessID] = [
            -1, 7, .number(try number("7.0")), .number(try number("7.5")), 8, "", "10", "7", "Z",
            "a",
            "e\u{301}", "é",
        ]
        #expect(ascending.shuffled().sorted() == ascending)
    }

    @Test func valueAndIDCorrespond() throws {
        let ids: [LosslessID] = [7, "x", .number(try number("92.10"))]
        for id in ids { #expect(LosslessID(value: id.value) == id) }
        #expect(LosslessID(7).value == .int(7))
        #expect(LosslessID("x").value == .string("x"))
        #expect(ids[2].value == .spelledNumber(try number("92.10")))
        #expect(LosslessID(value: .number(try number("7"))) == .integer(7))
        #expect(LosslessID(value: .double(92.1)) == nil)
        #expect(LosslessID(value: .null) == nil)
    }

    @Test func textIsTheSpelling() throws {
        #expect(LosslessID(7).description == "7")
        #expect(LosslessID("a b").description == "a b")
        #expect(LosslessID.number(try number("92.10")).description == "92.10")
    }

    @Test func codingKeepsKindAndSpelling() throws {
        let ids: [LosslessID] = [7, "7", .number(try number("92.10"))]
        let data = try JSONEncoder().encode(ids)
        #expect(String(decoding: data, as: UTF8.self) == #"[7,"7",{"number":"92.10"}]"#)
        #expect(try JSONDecoder().decode([LosslessID].self, from: data) == ids)
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode([LosslessID].self, from: Data("[92.10]".utf8))
        }
    }
}
