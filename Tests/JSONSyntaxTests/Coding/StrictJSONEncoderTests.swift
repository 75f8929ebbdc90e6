import Foundation
import JSONSyntax
import Testing

private struct Odd: Error {}

struct StrictJSONEncoderTests {
    @Test func scalarsAtTheTop() throws {
        #expect(try StrictJSONEncoder().text(7) == "7")
        #expect(try StrictJSONEncoder().text("a\"") == #""a\"""#)
        #expect(try StrictJSONEncoder().text(1.0) == "1.0")
        #expect(try StrictJSONEncoder().text(Int?.none) == "null")
        #expect(try StrictJSONEncoder().text([1, nil, 3]) == "[1,null,3]")
        #expect(try StrictJSONEncoder().text([String]()) == "[]")
        #expect(
            try StrictJSONEncoder().text(Date(timeIntervalSinceReferenceDate: -0.5))
                == #""2000-12-31T23:59:59.5Z""#)
        #expect(try StrictJSONEncoder().text(Decimal(string: "-27.10") ?? 0) == "-27.1")
        #expect(try StrictJSONEncoder().text(Data([255])) == #""/w==""#)
        #expect(try StrictJSONEncoder(escapeSlashes: true).text(Data([255])) == #""\/w==""#)
        #expect(try StrictJSONEncoder().text([String: Int]()) == "{}")
    }

    @Test func stylesReachEverywhere() throws {
        struct Row: Encodable {
            var list = ["a", "b"]
            var empty: [Int] = []
            var inner = ["k": [1]]
        }
        let expected = """
            {
              "list": [
                "a",
                "b"
              ],
              "empty": [],
              "inner": {
                "k": [
                  1
                ]
              }
            }
            """
        #expect(try StrictJSONEncoder(style: .pretty).text(Row()) == expected)
        let sorted = try StrictJSONEncoder(style: .pretty, sortedKeys: true).text(Row())
        let start = """
            {
              "empty": [],
              "inner": {
                "k": [
                  1
                ]
              },
              "list": [
            """
        #expect(sorted.hasPrefix(start))
    }

    @Test func sortedKeysAreInByteOrder() throws {
        let value = ["b": 1, "a": 2, "B": 3, "é": 4, "z": 5, "aa": 6]
        #expect(
            try StrictJSONEncoder(sortedKeys: true).text(value)
                == #"{"B":3,"a":2,"aa":6,"b":1,"z":5,"é":4}"#)
    }

    @Test func sortedKeysWhateverTheOrderOfTheContainers() throws {
        for style in [JSONWritingStyle.compact, .pretty] {
            let encoder = StrictJSONEncoder(style: style, sortedKeys: true)
            func drive(_ byTurns: Bool) throws -> String {
                try encoder.driven { encoder in
                    var root = encoder.container(keyedBy: AnyKey.self)
                    try root.encode(1, forKey: AnyKey("z"))
                    try root.encode([3, 4], forKey: AnyKey("a\"b"))
                    var inner = root.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey("m"))
                    try inner.encode("y", forKey: AnyKey("q\n"))
                    if byTurns { try root.encode(true, forKey: AnyKey("a#")) }
                    try inner.encode([String: Int](), forKey: AnyKey("q\u{1}"))
                    if !byTurns { try root.encode(true, forKey: AnyKey("a#")) }
                }
            }
            let text = try drive(false)
            #expect(try drive(true) == text)
            let root = try JSONTape(parsing: text).root
            #expect(root.members.map(\.key.string) == ["a\"b", "a#", "m", "z"])
            #expect(root["m"]?.members.map(\.key.string) == ["q\u{1}", "q\n"])
            #expect(
                text.hasPrefix(
                    style == .pretty ? "{\n  \"a\\\"b\": [\n    3,\n" : "{\"a\\\"b\":[3,4],"))
        }
    }

    @Test(arguments: [false, true])
    func whatJSONCannotHoldIsAnErrorWithItsPath(_ sorted: Bool) throws {
        struct Row: Encodable {
            var list: [[String: Double]]
        }
        let encoder = StrictJSONEncoder(sortedKeys: sorted)
        func path(_ value: some Encodable) throws -> [String] {
            let error = #expect(throws: EncodingError.self) { _ = try encoder.encode(value) }
            guard case .invalidValue(_, let context) = error else { return ["?"] }
            #expect(context.underlyingError is JSONWritingError)
            return context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        }
        #expect(try path(Row(list: [[:], ["ok": 1], ["a\"b": .nan]])) == ["list", "2", "a\"b"])
        #expect(try path([Float.infinity]) == ["0"])
        #expect(try path(["x": [0, 1, Double.infinity]]) == ["x", "2"])
        #expect(
            try path(["d": Date.distantPast, "e": Date(timeIntervalSinceReferenceDate: 1e15)]) == [
                "e"
            ])
        #expect(try path(Decimal.nan).isEmpty)
        #expect(try path(-Double.infinity).isEmpty)
        #expect(try path(["n": Decimal.nan]) == ["n"])
        struct Wrapped: Encodable {
            var value = Float.nan
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(value)
            }
        }
        #expect(try path([1: Wrapped()]) == ["1"])
        #expect(try path(ByTurns(["a": [1, Double.nan]])) == ["value", "a", "1"])
        #expect(
            try path(ByTurns([Date.distantFuture, Date(timeIntervalSinceReferenceDate: .nan)])) == [
                "value", "1",
            ])
        struct Fields: Encodable {
            var float = Float.nan
        }
        #expect(try path([Fields()]) == ["0", "float"])
    }

    @Test(arguments: [false, true], [false, true])
    func swallowedErrorsLeaveNoTrace(_ sorted: Bool, _ deferred: Bool) throws {
        let encoder = StrictJSONEncoder(sortedKeys: sorted)
        let failing = DrivenEncodable { encoder in
            var object = encoder.container(keyedBy: Key.self)
            try object.encode(1, forKey: .a)
            var inner = object.nestedUnkeyedContainer(forKey: .b)
            try inner.encode(1)
            throw Odd()
        }
        let result = try encoder.driven { encoder in
            var root = encoder.container(keyedBy: Key.self)
            try root.encode(1, forKey: .a)
            try? root.encode(Double.nan, forKey: .b)
            try? root.encode(failing, forKey: .b)
            try? root.encode(Date(timeIntervalSinceReferenceDate: .nan), forKey: .b)
            var list = root.nestedUnkeyedContainer(forKey: .c)
            try? list.encode(failing)
            try list.encode(2)
            try? list.encode(Float.nan)
            try? list.encode(Double.nan)
            try list.encode(3)
            #expect(list.count == 2)
            let value = root.superEncoder(forKey: .d)
            var single = value.singleValueContainer()
            try? single.encode(Double.nan)
            try single.encode(4)
            guard deferred else { return }
            // Going back to a container that was left makes the run a deferred one.
            try list.encode(5)
            try root.encode(6, forKey: .a)
            try? root.encode(Double.nan, forKey: .a)
            try? root.encode(failing, forKey: .d)
        }
        #expect(
            result
                == (deferred ? #"{"a":6,"c":[2,3,5],"d":4}"# : #"{"a":1,"c":[2,3],"d":4}"#))
        #expect(throws: Odd.self) { try encoder.encode(["x": failing]) }
    }

    @Test func errorForADateCanBePrinted() throws {
        let error = #expect(throws: EncodingError.self) {
            _ = try StrictJSONEncoder().encode(Date(timeIntervalSinceReferenceDate: .infinity))
        }
        #expect(String(reflecting: error).contains("9999"))
    }

    @Test func encodesIntoAWriter() throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("opaque")
        try StrictJSONEncoder().encode(["a": [1, 2]], into: &writer)
        writer.key("sorted")
        try StrictJSONEncoder(sortedKeys: true).encode(["b": 1, "a": 2], into: &writer)
        let count = writer.count
        #expect(throws: EncodingError.self) {
            try StrictJSONEncoder().encode([1, Double.nan], into: &writer)
        }
        #expect(throws: EncodingError.self) {
            try StrictJSONEncoder(sortedKeys: true).encode([1, Double.nan], into: &writer)
        }
        #expect(writer.count == count)
        writer.endObject()
        let text = String(decoding: writer.finish(), as: UTF8.self)
        #expect(text == #"{"opaque":{"a":[1,2]},"sorted":{"a":2,"b":1}}"#)
    }

    @Test func userInfoReachesTheValue() throws {
        let key = try #require(CodingUserInfoKey(rawValue: "k"))
        let result = try StrictJSONEncoder(userInfo: [key: "v"]).driven { encoder in
            var value = encoder.singleValueContainer()
            try value.encode(encoder.userInfo[key] as? String)
            #expect(encoder.codingPath.isEmpty)
            #expect(value.codingPath.isEmpty)
        }
        #expect(result == #""v""#)
    }
}
