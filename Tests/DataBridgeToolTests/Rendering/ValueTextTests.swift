import DataBridgeCore
@testable import DataBridgeTool
import Foundation
import JSONSyntax
import Testing

struct ValueTextTests {
    @Test(
        arguments: [
            (.null, "null"), (.bool(true), "true"), (.int(.min), "-9223372036854775808"),
            (.double(0.1), "0.1"), (.double(.infinity), "\"inf\""),
            (.decimal(Decimal(1) / 4), "0.25"),
            (.decimal(.nan), "\"NaN\""), (.string("a\"\n\u{1}é"), #""a\"\n\u0001é""#),
            (.date(Date(timeIntervalSinceReferenceDate: 0.5)), "\"2001-01-01T00:00:00.5Z\""),
            (.date(Date(timeIntervalSinceReferenceDate: 1e15)), "\"date(1000000000000000.0)\""),
            (.data(Data([1, 2])), "\"AQI=\""), (.duration(.seconds(1)), "\"PT1S\""),
            (.array([1, "a"]), "[1,\"a\"]"), (.object(["b": 1, "a": [:]]), "{\"b\":1,\"a\":{}}"),
        ] as [(Value, String)])
    func valuesAreWrittenAsJSON(_ value: Value, _ text: String) {
        #expect(ValueText.json(value) == text)
    }

    @Test func uuidsAreWrittenAsText() throws {
        let uuid = try #require(UUID(uuidString: "6BA7B810-9DAD-11D1-80B4-00C04FD430C8"))
        #expect(ValueText.json(.uuid(uuid)) == "\"6BA7B810-9DAD-11D1-80B4-00C04FD430C8\"")
    }

    @Test(arguments: ["27.10", "1e400", "-0", "-0.0", "123456789012345678901", "1E+2", "0", "-5"])
    func numbersKeepTheirSpelling(_ text: String) throws {
        let value = Value(json: try JSONTape(parsing: "[\(text)]").root)
        #expect(ValueText.json(value) == "[\(text)]")
    }

    @Test func documentsSurvive() throws {
        let text = #"{"z":[],"a":{"é":[true,false,null,{"b":"\u0000"}]},"n":1.50}"#
        let tape = try JSONTape(parsing: text)
        #expect(ValueText.json(Value(json: tape.root)) == text)
        var writer = JSONWriter()
        writer.node(tape.root)
        #expect(String(decoding: writer.finish(), as: UTF8.self) == text)
    }

    @Test(
        arguments: [
            ("a\nb", "a b"), (3, "3"), ([1, 2], "[1,2]"), ([["id": 1]], "1 record"),
            ([["id": 1], 2], "2 records"), (["a": 1], "{\"a\":1}"), (.null, "null"),
        ] as [(Value, String)])
    func cellsAreForPeople(_ value: Value, _ text: String) {
        #expect(ValueText.cell(value) == text)
    }
}
