import Foundation
import JSONSyntax
import Testing

struct StrictJSONDecoderTests {
    private func decode<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        try StrictJSONDecoder().decode(type, from: Array(text.utf8))
    }

    private func failure<T: Decodable>(_ type: T.Type, _ text: String) throws -> DecodingError {
        try #require(throws: DecodingError.self) { try decode(type, text) }
    }

    private func context(_ error: DecodingError) -> DecodingError.Context {
        switch error {
        case .dataCorrupted(let context), .keyNotFound(_, let context),
            .typeMismatch(_, let context), .valueNotFound(_, let context):
            context
        @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
        }
    }

    private func path(_ error: DecodingError) -> [String] {
        context(error).codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    }

    struct Task: Codable, Equatable {
        var id: Int
        var title: String
        var due: Date?
    }

    @Test func scalarsAtTheTop() throws {
        #expect(try decode(Int.self, "7") == 7)
        #expect(try decode(String.self, #""a\n""#) == "a\n")
        #expect(try decode(Bool.self, "true"))
        #expect(try decode(Double.self, "1e3") == 1000)
        #expect(try decode(Float.self, "0.1") == 0.1)
        #expect(try decode(Int?.self, "null") == nil)
        #expect(try decode([Int?].self, "[1,null]") == [1, nil])
        #expect(try decode([String].self, #"["a","b"]"#) == ["a", "b"])
        #expect(try decode([String: [Int]].self, #"{"a":[1],"b":[]}"#) == ["a": [1], "b": []])
        #expect(try decode(Int128.self, "170141183460469231731687303715884105727") == .max)
        #expect(try decode(UInt128.self, "340282366920938463463374607431768211455") == .max)
    }

    @Test func knownTypes() throws {
        #expect(try decode(Decimal.self, "27.10") == Decimal(string: "27.1"))
        #expect(try decode(URL.self, #""https://a.b/c""#) == URL(string: "https://a.b/c"))
        #expect(try decode(Data.self, #""AQID""#) == Data([1, 2, 3]))
        let id = UUID()
        #expect(try decode(UUID.self, "\"\(id.uuidString)\"") == id)
        #expect(
            try decode(Date.self, #""2001-01-01T01:00:00.5+01:00""#)
                == Date(timeIntervalSinceReferenceDate: 0.5))
    }

    @Test func numbersAreNeverRoundedThroughDouble() throws {
        #expect(try decode(Int64.self, "9223372036854775807") == .max)
        #expect(try decode(UInt64.self, "18446744073709551615") == .max)
        #expect(try decode(Int.self, "9007199254740993") == 9_007_199_254_740_993)
        #expect(try decode(Int.self, "1.0") == 1)
        #expect(
            try decode(Decimal.self, "0.12345678901234567890123456789012345678").description
                == "0.12345678901234567890123456789012345678")
    }

    @Test(arguments: ["9223372036854775808", "1.5", "1e19", "-9223372036854775809", "1e400"])
    func numbersThatDoNotFitAreCorrupt(_ text: String) throws {
        guard case .dataCorrupted(let context) = try failure([Int].self, "[0, \(text)]") else {
            Issue.record("not dataCorrupted")
            return
        }
        #expect(context.codingPath.first?.intValue == 1)
        #expect(context.debugDescription.contains("fits Int"))
        #expect(context.debugDescription.contains("line 1, column 5"))
    }

    @Test func everyIntegerWidthChecksItsRange() throws {
        struct All: Decodable {
            var a: Int8 = 0
            var b: Int16 = 0
            var c: Int32 = 0
            var d: Int64 = 0
            var e: UInt8 = 0
            var f: UInt16 = 0
            var g: UInt32 = 0
            var h: UInt64 = 0
            var i: UInt = 0
            var j: Int128 = 0
            var k: UInt128 = 0
        }
        let names = "abcdefghijk".map(String.init)
        func text(_ value: String, at name: String) -> String {
            "{" + names.map { "\"\($0)\":\($0 == name ? value : "1")" }.joined(separator: ",") + "}"
        }
        for name in names {
            _ = try decode(All.self, text("100", at: name))
            let error = try failure(All.self, text("1e40", at: name))
            #expect(path(error) == [name])
            _ = try failure(All.self, text("null", at: name))
        }
        #expect(throws: DecodingError.self) { try decode(All.self, text("128", at: "a")) }
        #expect(throws: DecodingError.self) { try decode(All.self, text("-1", at: "e")) }
        for (type, text) in [("Int8", "[128]"), ("UInt16", "[-1]")] {
            #expect(throws: DecodingError.self, "\(type)") {
                if type == "Int8" {
                    _ = try decode([Int8].self, text)
                } else {
                    _ = try decode([UInt16].self, text)
                }
            }
        }
    }

    @Test(arguments: [
        ("1e400", "Double"), ("\"x\"", "a number"), ("[]", "a number"),
    ])
    func doubleFailures(_ text: String, _ says: String) throws {
        #expect(context(try failure(Double.self, text)).debugDescription.contains(says))
        #expect(
            context(try failure([Float].self, "[\(text)]")).debugDescription.contains(
                says == "Double" ? "Float" : says))
        #expect(throws: DecodingError.self) { try decode(Decimal.self, text) }
    }

    @Test func missingMember() throws {
        let error = try failure([Task].self, "[\n {\"id\": 1, \"title\": \"a\"},\n {\"id\": 2}]")
        guard case .keyNotFound(let key, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(key.stringValue == "title")
        #expect(context.codingPath.map(\.intValue) == [1])
        #expect(
            context.debugDescription == "The object has no member named title. (line 3, column 2)")
    }

    @Test func wrongKindAndNull() throws {
        let error = try failure([String: [Task]].self, #"{"x": [{"id": "1", "title": "a"}]}"#)
        guard case .typeMismatch(let type, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(type is Int.Type)
        #expect(path(error) == ["x", "0", "id"])
        #expect(
            context.debugDescription
                == "Expected an integer for Int but found a string. (line 1, column 15)")
        guard
            case .valueNotFound(let missing, _) = try failure(
                Task.self, #"{"id": 1, "title": null}"#)
        else {
            Issue.record("null is no string")
            return
        }
        #expect(missing is String.Type)
        #expect(path(try failure([[Int]].self, "[[1],{}]")) == ["1"])
        #expect(path(try failure(Task.self, "[]")).isEmpty)
        #expect(path(try failure([Bool].self, "[true,1]")) == ["1"])
        #expect(path(try failure([String].self, "[\"a\",1]")) == ["1"])
        #expect(throws: DecodingError.self) { try decode([String].self, "{}") }
    }

    @Test(arguments: [
        (#""2024-05-17""#, "RFC 3339"), ("5", "a string"), (#""x""#, "RFC 3339"),
    ])
    func datesAreChecked(_ text: String, _ says: String) throws {
        let error = try failure(Task.self, #"{"id":1,"title":"a","due":\#(text)}"#)
        #expect(path(error) == ["due"])
        #expect(context(error).debugDescription.contains(says))
    }

    @Test func textFormsAreChecked() throws {
        #expect(context(try failure(UUID.self, "\"x\"")).debugDescription.contains("UUID"))
        #expect(context(try failure(UUID.self, "1")).debugDescription.contains("a string"))
        #expect(context(try failure(Data.self, "\"?\"")).debugDescription.contains("base64"))
        #expect(context(try failure(URL.self, "\"\"")).debugDescription.contains("URL"))
    }

    @Test func syntaxErrorsCarryTheirPlace() throws {
        let error = try failure(Int.self, "[1,\n 2")
        let underlying = try #require(context(error).underlyingError as? JSONSyntaxError)
        #expect(underlying.code == .unexpectedEnd)
        #expect(context(error).debugDescription.contains("line 2, column 3"))
        var decoder = StrictJSONDecoder()
        decoder.options.maximumDepth = 1
        #expect(throws: DecodingError.self) {
            try decoder.decode([[Int]].self, from: Data("[[1]]".utf8))
        }
    }

    @Test func membersComeInAnyOrderAndExtraOnesAreIgnored() throws {
        let text = #"{"x":{"id":9},"title":"a","y":[1,2],"due":null,"id":3,"z":0}"#
        #expect(try decode(Task.self, text) == Task(id: 3, title: "a", due: nil))
        #expect(
            try decode(Task.self, #"{"\u0069d":3,"title":"\u0061"}"#) == Task(id: 3, title: "a"))
    }

    @Test func firstOfRepeatedMembersCounts() throws {
        var options = JSONParsingOptions()
        options.duplicateKeys = .allow
        let decoder = StrictJSONDecoder(options: options)
        let text = #"{"title":"t","id":1,"title":"u","id":2}"#
        #expect(try decoder.decode(Task.self, from: Array(text.utf8)) == Task(id: 1, title: "t"))
        var cursor = try JSONTape(parsing: text, options: options).root.memberCursor()
        #expect(cursor.value(for: "id")?.int64 == 1)
        #expect(cursor.value(for: "title")?.string == "t")
    }

    @Test func largeObjectsAreReadInAnyOrder() throws {
        struct Large: Decodable {
            struct Key: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            var sum = 0
            var missing = 0
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                for number in (0..<20_000).reversed() {
                    sum += try container.decode(Int.self, forKey: Key(stringValue: "k\(number)"))
                }
                for number in 0..<1000 {
                    let key = Key(stringValue: "none\(number)")
                    if try container.decodeIfPresent(Int.self, forKey: key) == nil { missing += 1 }
                }
            }
        }
        let text = "{" + (0..<20_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        let large = try decode(Large.self, text)
        #expect(large.sum == 20_000 * 19_999 / 2)
        #expect(large.missing == 1000)
    }

    @Test func deepNestingKeepsItsPlaces() throws {
        indirect enum Chain: Decodable {
            case end
            case link(Int, Chain, Int)
            enum CodingKeys: CodingKey { case before, next, after }
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                guard container.contains(.next) else {
                    self = .end
                    return
                }
                self = .link(
                    try container.decode(Int.self, forKey: .before),
                    try container.decode(Chain.self, forKey: .next),
                    try container.decode(Int.self, forKey: .after))
            }
            var sum: Int {
                switch self {
                case .end: 0
                case .link(let before, let next, let after): before + next.sum + after
                }
            }
        }
        let depth = 200
        let text =
            (0..<depth).map { #"{"before":\#($0),"next":"# }.joined() + "{}"
            + (0..<depth).map { #","after":\#($0)}"# }.joined()
        #expect(try decode(Chain.self, text).sum == depth * (depth - 1))
    }

    @Test func decodesAPartOfAText() throws {
        let tape = try JSONTape(parsing: #"{"meta": 1, "tasks": [{"id": 1, "title": 2}]}"#)
        let node = try #require(tape.root["tasks"])
        let error = #expect(throws: DecodingError.self) {
            try StrictJSONDecoder().decode([Task].self, from: node)
        }
        #expect(error.map(path) == ["0", "title"])
        #expect(try StrictJSONDecoder().decode(Int.self, from: #require(tape.root["meta"])) == 1)
    }

    @Test func errorTextDoesNotShowStoredValues() throws {
        let error = try failure(Task.self, #"{"id": "secret", "title": "a"}"#)
        #expect(!"\(error)".contains("secret"))
    }
}
