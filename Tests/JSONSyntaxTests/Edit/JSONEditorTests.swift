import JSONSyntax
import Testing

struct JSONEditorTests {
    private func node(_ text: String) throws -> JSONNode {
        try JSONTape(parsing: text).root
    }

    private func edited(
        _ text: String, _ edit: (inout JSONEditor, JSONNode) throws -> Void
    ) throws -> String {
        let tape = try JSONTape(parsing: text)
        var editor = JSONEditor(tape)
        try edit(&editor, tape.root)
        let result = editor.finish()
        _ = try JSONTape(parsing: result)
        return String(decoding: result, as: UTF8.self)
    }

    private func updated(
        _ text: String, to new: String, matching: JSONMatching = .automatic
    ) throws -> String {
        try edited(text) { $0.update($1, to: try node(new), matching: matching) }
    }

    private let record = """
        {
          "id": 1,
          "title": "Caf\\u00e9",
          "tags": ["a", "b"],
          "n": 1.50
        }

        """

    // MARK: Values

    @Test func nothingEditedLeavesEveryByte() throws {
        let text = "\u{20}{ \"a\" :1.0,\r\n\t\"b\":[ ] }  \n"
        #expect(try edited(text) { _, _ in } == text)
        #expect(try updated(text, to: #"{"b":[],"a":1.0}"#) == text)
    }

    @Test func replacedScalarChangesItsBytesOnly() throws {
        let result = try edited(record) { editor, root in
            editor.set("n", in: root, to: try node("2"))
        }
        #expect(result == record.replacing("1.50", with: "2"))
    }

    @Test func stringsAreComparedByWhatTheySay() throws {
        let new = #"{"id":1,"title":"Café","tags":["a","b"],"n":1.50}"#
        #expect(try updated(record, to: new) == record)
    }

    @Test func rootCanBeReplaced() throws {
        #expect(
            try edited("1 ") { $0.replace($1, with: try node("[1,2]")) } == "[\n  1,\n  2\n] ")
        #expect(try edited(" 1 ") { $0.update($1, to: try node("true")) } == " true ")
    }

    // MARK: Members

    @Test func newMemberStandsOnALineOfItsOwn() throws {
        let result = try edited(record) { editor, root in
            editor.set("done", in: root, to: try node("false"))
            editor.set("done", in: root, to: try node("true"))
        }
        #expect(result == record.replacing("1.50", with: "1.50,\n  \"done\": true"))
    }

    @Test func newMemberStandsBehindTheOneThatPrecedesIt() throws {
        let new = #"{"id":1,"state":"x","title":"Café","tags":["a","b"],"n":1.50}"#
        let expected = record.replacing("\"id\": 1,", with: "\"id\": 1,\n  \"state\": \"x\",")
        #expect(try updated(record, to: new) == expected)
        let first = #"{"state":"x","id":1,"title":"Café","tags":["a","b"],"n":1.50}"#
        let inFront = record.replacing("\"id\": 1,", with: "\"state\": \"x\",\n  \"id\": 1,")
        #expect(try updated(record, to: first) == inFront)
    }

    @Test func removedMemberTakesItsLineAlong() throws {
        let result = try edited(record) { $0.remove("tags", from: $1) }
        #expect(result == record.replacing("  \"tags\": [\"a\", \"b\"],\n", with: ""))
        let last = try edited(record) { $0.remove("n", from: $1) }
        #expect(last == record.replacing(",\n  \"n\": 1.50", with: ""))
        let first = try edited(record) { $0.remove("id", from: $1) }
        #expect(first == record.replacing("\"id\": 1,\n  ", with: ""))
        let all = try edited(record) { editor, root in
            for member in root.members { editor.remove(member.key.string ?? "", from: root) }
        }
        #expect(all == "{}\n")
    }

    @Test func memberSetAndRemovedAgain() throws {
        let result = try edited(record) { editor, root in
            editor.set("x", in: root, to: try node("1"))
            editor.remove("x", from: root)
            editor.remove("tags", from: root)
            editor.set("tags", in: root, to: try node(#"["a","b"]"#))
            editor.remove("nothing", from: root)
        }
        #expect(result == record)
    }

    @Test func memberReplacedByAnotherNameKeepsItsLine() throws {
        let result = try edited(record) { editor, root in
            editor.remove("tags", from: root)
            editor.set("labels", in: root, to: try node("[]"), at: 2)
        }
        #expect(result == record.replacing("\"tags\": [\"a\", \"b\"]", with: "\"labels\": []"))
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1,"b":2}"#),
        (#"{"a": 1}"#, #"{"a": 1, "b": 2}"#),
        (#"{ "a": 1 }"#, #"{ "a": 1, "b": 2 }"#),
        (#"{"a" : 1 ,"c" : 3}"#, #"{"a" : 1 ,"c" : 3 ,"b" : 2}"#),
        ("{}", "{\n  \"b\": 2\n}"),
        ("{\r\n\t\"a\": 1\r\n}", "{\r\n\t\"a\": 1,\r\n\t\"b\": 2\r\n}"),
        ("{\n    \"a\": 1\n  , \"c\": 3\n}", "{\n    \"a\": 1\n  , \"c\": 3\n  , \"b\": 2\n}"),
    ])
    func newMemberLooksLikeItsNeighbours(_ text: String, _ expected: String) throws {
        #expect(try edited(text) { $0.set("b", in: $1, to: try node("2")) } == expected)
    }

    // MARK: Elements

    @Test(arguments: [
        ("[1]", "[1, 2]"), ("[ 1 ]", "[ 1, 2 ]"), ("[1,3]", "[1,3,2]"),
        ("[\n 1\n]", "[\n 1,\n 2\n]"), ("[\n\t1,\n\n\t3\n]", "[\n\t1,\n\n\t3,\n\n\t2\n]"),
        ("[ ]", "[\n  2\n]"), ("{\"a\": [1], \"b\": []}", "{\"a\": [1], \"b\": [2]}"),
        ("{\n \"a\": [\n  1\n ],\n \"b\": []\n}", "{\n \"a\": [\n  1\n ],\n \"b\": [\n  2\n ]\n}"),
    ])
    func newElementLooksLikeItsNeighbours(_ text: String, _ expected: String) throws {
        let result = try edited(text) { editor, root in
            editor.append(try node("2"), to: root["b"] ?? root)
        }
        #expect(result == expected)
    }

    @Test func elementsComeAndGoAnywhere() throws {
        let text = "[1, 2, 3, 4]"
        #expect(try edited(text) { $0.insert(try node("0"), into: $1, at: 0) } == "[0, 1, 2, 3, 4]")
        #expect(try edited(text) { $0.insert(try node("0"), into: $1, at: 2) } == "[1, 2, 0, 3, 4]")
        #expect(try edited(text) { $0.remove(at: 0, from: $1) } == "[2, 3, 4]")
        #expect(try edited(text) { $0.remove(at: 3, from: $1) } == "[1, 2, 3]")
        let several = try edited(text) { editor, root in
            editor.remove(at: 1, from: root)
            editor.remove(at: 2, from: root)
            editor.insert(try node("8"), into: root, at: 1)
            editor.insert(try node("9"), into: root, at: 3)
            editor.append(try node("5"), to: root)
        }
        #expect(several == "[1, 8, 9, 4, 5]")
        let none = try edited("[ 1, 2 ]") { editor, root in
            editor.remove(at: 0, from: root)
            editor.remove(at: 1, from: root)
        }
        #expect(none == "[]")
        let others = try edited("[ 1, 2 ]") { editor, root in
            editor.remove(at: 0, from: root)
            editor.remove(at: 1, from: root)
            editor.append(try node("3"), to: root)
        }
        #expect(others == "[ 3 ]")
    }

    @Test func newObjectLooksLikeItsSibling() throws {
        let text = """
            {
                "tasks": [
                    { "id": 1, "deps": [1, 2],
                      "more": {"x": 1} }
                ]
            }
            """
        let result = try edited(text) { editor, root in
            let value = try node(#"{"id":2,"deps":[1],"more":{"x":2,"y":3},"else":[[1]]}"#)
            editor.append(value, to: try #require(root["tasks"]))
        }
        // Gaps repeat as the sibling has them: one space, then lines.
        #expect(
            result.contains(
                "},\n        { \"id\": 2, \"deps\": [1], \"more\": {\"x\": 2, \"y\": 3}"))
    }

    @Test func newObjectAtAnotherDepthIsIndentedAnew() throws {
        let text = """
            {
              "a": {
                "list": [
                  {
                    "id": 1
                  }
                ]
              },
              "list": []
            }
            """
        let result = try edited(text) { editor, root in
            editor.append(try node(#"{"id":2,"x":{"y":[]}}"#), to: try #require(root["list"]))
        }
        let list = """
              "list": [
                {
                  "id": 2,
                  "x": {
                    "y": []
                  }
                }
              ]
            }
            """
        #expect(result.hasSuffix(list))
    }

    @Test func bracketsThatShareALineStayTogether() throws {
        let text = "[{\n    \"id\": 1\n}, {\n    \"id\": 2\n}]\n"
        let result = try edited(text) { $0.append(try node(#"{"id":3}"#), to: $1) }
        #expect(result == "[{\n    \"id\": 1\n}, {\n    \"id\": 2\n}, {\n    \"id\": 3\n}]\n")
    }

    @Test func asciiTextsStayASCII() throws {
        let result = try edited(record) { editor, root in
            editor.set("ü", in: root, to: try node(#"["é\n😀"]"#))
        }
        #expect(result.contains(#""\u00fc": ["\u00e9\n\ud83d\ude00"]"#))
        let unicode = try edited(#"{"a": "é \u00e9"}"#) {
            $0.set("b", in: $1, to: try node(#""ü""#))
        }
        #expect(unicode == #"{"a": "é \u00e9", "b": "ü"}"#)
    }
}
