import DataBridgeCore
import Foundation
import JSONSyntax
import Testing

struct ValueJSONTests {
    private func node(_ text: String) throws -> JSONNode {
        try JSONTape(parsing: text).root
    }

    private func text(_ value: Value) throws -> String {
        var writer = JSONWriter()
        try value.writeJSON(to: &writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    // MARK: Without a type

    @Test(arguments: [
        "null", "true", "7", "-9223372036854775808", "9223372036854775808", "-0", "1.5", "1.0",
        "1.50", "1e400", "92.10", "1E2", "0.1", #""é\n""#, "[]", "{}",
        #"{"b":[1,{"a":null}],"a":2}"#,
    ])
    func opaqueTreesComeBackAsTheyWere(_ json: String) throws {
        #expect(try text(Value(json: node(json))) == json)
    }

    @Test func numbersTakeTheSimplestKindThatKeepsTheirText() throws {
        func isExactly(_ json: String, _ matches: (Value) -> Bool) throws -> Bool {
            matches(Value(json: try node(json)))
        }
        #expect(try isExactly("7") { if case .int(7) = $0 { true } else { false } })
        #expect(try isExactly("1.5") { if case .double(1.5) = $0 { true } else { false } })
        #expect(try isExactly("1.50") { if case .number = $0 { true } else { false } })
        #expect(try isExactly("-0") { if case .number = $0 { true } else { false } })
        #expect(
            try isExactly("9223372036854775808") { if case .number = $0 { true } else { false } })
    }

    @Test func whatJSONCannotHoldIsRefusedWithItsPath() throws {
        let value = Value.object(["a": .array([1, .double(.nan)])])
        let error = #expect(throws: FieldValueError.self) { try text(value) }
        #expect(error?.path == ["a", "1"])
        #expect(throws: FieldValueError.self) {
            try text(.date(Date(timeIntervalSinceReferenceDate: 1e15)))
        }
        #expect(throws: FieldValueError.self) { try text(.decimal(.nan)) }
    }

    // MARK: By type

    @Test func everyTypeHasItsSpelling() throws {
        let uuid = try #require(UUID(uuidString: "0f8fad5b-d9cb-469f-a165-70867728950e"))
        let decimal = try #require(Decimal(string: "27.125"))
        let samples: [(FieldType, Value, String)] = [
            (.bool, true, "true"), (.integer, 5, "5"), (.double, 1.5, "1.5"),
            (.string, "a", #""a""#), (.decimal, .decimal(decimal), "27.125"),
            (.date, .date(Date(timeIntervalSinceReferenceDate: 0.5)), #""2001-01-01T00:00:00.5Z""#),
            (.uuid, .uuid(uuid), #""0F8FAD5B-D9CB-469F-A165-70867728950E""#),
            (.data, .data(Data([1, 2, 255])), #""AQL/""#),
            (.duration, .duration(.milliseconds(1500)), #""PT1.5S""#),
            (.losslessID, 7, "7"), (.losslessID, "7", #""7""#),
            (.array(.integer, optionalElements: true), [1, .null], "[1,null]"),
            (.dictionary(.bool, optionalValues: true), ["x": .null], #"{"x":null}"#),
        ]
        for (type, value, json) in samples {
            #expect(try text(value) == json)
            #expect(try Value(json: node(json), as: type) == value)
        }
        let spelled = try Value(json: node("92.10"), as: .losslessID)
        #expect(try text(spelled) == "92.10")
        #expect(spelled != (try Value(json: node("92.1"), as: .losslessID)))
    }

    static let refused: [(FieldType, String)] = [
        (FieldType.bool, "1"), (.integer, "1.5"), (.integer, #""1""#),
        (.integer, "9223372036854775808"),
        (.double, "1e400"), (.double, "null"), (.decimal, "1e400"), (.decimal, "true"),
        (.string, "1"),
        (.date, #""yesterday""#), (.date, "5"), (.uuid, #""0f8fad5b""#), (.uuid, "1"),
        (.uuid, #""0f8fad5bxd9cb-469f-a165-70867728950e""#),
        (.uuid, #""gf8fad5b-d9cb-469f-a165-70867728950e""#), (.data, #""%%""#),
        (.duration, #""1.5""#), (.losslessID, "null"),
        (.array(.bool, optionalElements: false), "[null]"),
        (.array(.bool, optionalElements: false), "{}"),
        (.dictionary(.bool, optionalValues: false), "[]"),
        (.embedded(EmbeddedLayout(fields: [])), "[]"),
    ]

    @Test(arguments: refused)
    func anotherKindIsRefused(_ type: FieldType, _ json: String) throws {
        #expect(throws: FieldValueError.self) { try Value(json: node(json), as: type) }
    }

    @Test func integersMayBeSpelledWithAFractionOfZero() throws {
        #expect(try Value(json: node("1.0"), as: .integer) == 1)
        #expect(try Value(json: node("1e2"), as: .integer) == 100)
    }
}
