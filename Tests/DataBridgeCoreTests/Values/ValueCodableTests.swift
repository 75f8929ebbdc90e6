import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct ValueCodableTests {
    private func text(_ value: Value) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func formOfEveryKind() throws {
        let number = try #require(LosslessNumber("92.10"))
        let uuid = try #require(UUID(uuidString: "00000000-0000-0000-0000-0000000000FF"))
        let forms: [(Value, String)] = [
            (.null, "null"), (true, "true"), (7, "7"), ("x", #""x""#),
            ([1, [.null]], "[1,[null]]"),
            (0.1, #"{"double":"0.1"}"#), (.decimal(2.5), #"{"decimal":"2.5"}"#),
            (.number(number), #"{"number":"92.10"}"#),
            (.spelledNumber(number), #"{"spelledNumber":"92.10"}"#),
            (.date(Date(timeIntervalSinceReferenceDate: 1.5)), #"{"date":"1.5"}"#),
            (.uuid(uuid), #"{"uuid":"00000000-0000-0000-0000-0000000000FF"}"#),
            (.data(Data([1, 2])), #"{"data":"AQI="}"#),
            (.duration(.seconds(2)), #"{"duration":"PT2S"}"#),
            (["b": 1, "a": ["c": 2]], #"{"object":["b",1,"a",{"object":["c",2]}]}"#),
        ]
        for (value, form) in forms {
            #expect(try text(value) == form)
            let restored = try JSONDecoder().decode(Value.self, from: Data(form.utf8))
            #expect(restored == value)
            #expect(try text(restored) == form)
        }
    }

    @Test func randomValuesAreRestored() throws {
        var generator = ValueGenerator(seed: 11)
        let values = generator.values(300)
        let data = try JSONEncoder().encode(values)
        #expect(try JSONDecoder().decode([Value].self, from: data) == values)
    }

    @Test func bareFractionsAreRead() throws {
        #expect(try JSONDecoder().decode([Value].self, from: Data("[1.5]".utf8)) == [1.5])
    }

    @Test(arguments: [
        #"{}"#, #"{"a":1}"#, #"{"double":"x"}"#, #"{"uuid":"x"}"#, #"{"object":[1]}"#,
        #"{"object":"x"}"#, #"{"double":"1","date":"1"}"#, #"{"decimal":"1e400"}"#,
    ])
    func otherFormsAreRefused(_ form: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Value.self, from: Data(form.utf8))
        }
    }
}
