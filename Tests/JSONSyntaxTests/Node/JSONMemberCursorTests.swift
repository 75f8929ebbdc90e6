import JSONSyntax
import Testing

struct JSONMemberCursorTests {
    private let a: JSONKey = "a"
    private let b: JSONKey = "b"
    private let c: JSONKey = "c"
    private let missing: JSONKey = "missing"

    @Test func readsInOrder() throws {
        var cursor = try JSONTape(parsing: #"{"a":1,"b":[2,3],"c":4}"#).root.memberCursor()
        #expect(cursor.value(for: a)?.int64 == 1)
        #expect(cursor.value(for: b)?.count == 2)
        #expect(cursor.value(for: c)?.int64 == 4)
    }

    @Test func readsInAnyOrderAndAgain() throws {
        let root = try JSONTape(parsing: #"{"a":1,"b":{"a":9},"\u0063":4}"#).root
        for first in [a, b, c, missing] {
            for second in [a, b, c, missing] {
                var cursor = root.memberCursor()
                for key in [first, second, first] {
                    let expected = ["a": "1", "b": #"{"a":9}"#, "c": "4"][key.name]
                    #expect(cursor.value(for: key)?.sourceText == expected)
                }
            }
        }
    }

    @Test func emptyAndOtherKindsHaveNone() throws {
        for text in ["{}", "[\"a\",1]", "\"a\"", "1"] {
            var cursor = try JSONTape(parsing: "[\(text),\"a\",2]").root.elements.first?
                .memberCursor()
            #expect(cursor?.value(for: a) == nil)
            #expect(cursor?.value(for: a) == nil)
        }
    }

    @Test func subscriptFindsByPreparedKey() throws {
        let root = try JSONTape(parsing: #"{"a":1,"b":2}"#).root
        #expect(root[b]?.int64 == 2)
        #expect(root[missing] == nil)
    }

    @Test func keysCompareByBytes() {
        #expect(JSONKey("\u{E9}") != JSONKey("e\u{301}"))
        #expect(Set([a, JSONKey("a")]).count == 1)
        #expect("\(a)" == "a")
        #expect(a.utf8 == Array("a".utf8))
    }
}
