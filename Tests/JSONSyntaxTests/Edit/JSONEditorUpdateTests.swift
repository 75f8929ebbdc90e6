import JSONSyntax
import Testing

struct JSONEditorUpdateTests {
    private func updated(
        _ text: String, from old: String? = nil, to new: String,
        matching: JSONMatching = .automatic
    ) throws -> String {
        let tape = try JSONTape(parsing: text)
        var editor = JSONEditor(tape)
        let old = try old.map { try JSONTape(parsing: $0).root } ?? tape.root
        editor.update(
            tape.root, from: old, to: try JSONTape(parsing: new).root, matching: matching)
        return String(decoding: editor.finish(), as: UTF8.self)
    }

    // MARK: Versions with the same members

    @Test func severalMembersOfManyChange() throws {
        let text = #"{"z": 0, "c": [1, 2], "a": "x", "b": {"d": 1, "e": 2}}"#
        #expect(
            try updated(
                text, from: #"{"a":"x","b":{"d":1},"c":[1,2]}"#,
                to: #"{"a":"y","b":{"d":3},"c":[1,2,3]}"#)
                == #"{"z": 0, "c": [1, 2, 3], "a": "y", "b": {"d": 3, "e": 2}}"#)
    }

    @Test func anotherSpellingIsNoChange() throws {
        let text = #"{"a": "A", "b": "\u0042", "n": 1}"#
        #expect(
            try updated(
                text, from: #"{"a":"A","b":"B","n":1}"#, to: #"{"a":"\u0041","b":"B","n":1}"#)
                == text)
        #expect(
            try updated(
                text, from: #"{"a":"A","b":"B","n":1}"#, to: #"{"\u0061":"C","b":"B","n":1}"#)
                == #"{"a": "C", "b": "\u0042", "n": 1}"#)
    }

    @Test func aMemberThatTheTextLacksIsAddedWhenItChanges() throws {
        #expect(
            try updated(
                #"{"a": 1, "c": 3}"#, from: #"{"a":1,"b":0,"c":3}"#,
                to: #"{"a":1,"b":2,"c":4}"#) == #"{"a": 1, "b": 2, "c": 4}"#)
    }

    @Test func otherNamesInTheSamePlacesAreOtherMembers() throws {
        #expect(
            try updated(
                #"{"a": 1, "b": 2}"#, from: #"{"a":1,"b":2}"#, to: #"{"b":2,"a":3}"#)
                == #"{"a": 3, "b": 2}"#)
        #expect(
            try updated(
                #"{"a": 1, "b": 2}"#, from: #"{"a":1,"b":2}"#, to: #"{"a":1,"c":2}"#)
                == #"{"a": 1, "c": 2}"#)
    }

    @Test func aValueThatIsNoObjectAnyMoreIsReplaced() throws {
        #expect(try updated("[1]", from: #"{"a":1}"#, to: #"{"a":2}"#) == #"{"a": 2}"#)
        #expect(try updated("[1]", from: #"{"a":1}"#, to: #"{"a":1}"#) == "[1]")
    }

    // MARK: What a program did not read

    @Test func unknownMembersSurvive() throws {
        let text = #"{"id": 1, "mine": {"x": 1.0}, "title": "a"}"#
        let result = try updated(
            text, from: #"{"id":1,"title":"a"}"#, to: #"{"id":1,"title":"b"}"#)
        #expect(result == #"{"id": 1, "mine": {"x": 1.0}, "title": "b"}"#)
    }

    @Test func spellingOfWhatDidNotChangeStays() throws {
        let text = #"{"at": "2024-01-01T00:00:00.000Z", "n": 1.0, "title": "a"}"#
        let result = try updated(
            text, from: #"{"at":"2024-01-01T00:00:00Z","n":1,"title":"a"}"#,
            to: #"{"at":"2024-01-01T00:00:00Z","n":2,"title":"a"}"#)
        #expect(result == #"{"at": "2024-01-01T00:00:00.000Z", "n": 2, "title": "a"}"#)
    }

    @Test func absentMemberStaysAbsentUntilItChanges() throws {
        let text = #"{"id": 1}"#
        let old = #"{"id":1,"priority":0}"#
        #expect(try updated(text, from: old, to: old) == text)
        #expect(
            try updated(text, from: old, to: #"{"id":1,"priority":2}"#)
                == #"{"id": 1, "priority": 2}"#)
    }

    @Test func memberThatEndsIsRemovedWhereItIs() throws {
        let text = #"{"id": 1, "note": null, "x": 2}"#
        #expect(
            try updated(text, from: #"{"id":1,"note":null}"#, to: #"{"id":1}"#)
                == #"{"id": 1, "x": 2}"#)
        #expect(
            try updated(#"{"id": 1}"#, from: #"{"id":1,"a":2}"#, to: #"{"id":1}"#) == #"{"id": 1}"#)
    }

    @Test func memberThatWasUnknownIsSet() throws {
        #expect(
            try updated(#"{"a": {"x": 1, "y": 2}}"#, from: "{}", to: #"{"a":{"x":3,"y":2}}"#)
                == #"{"a": {"x": 3, "y": 2}}"#)
    }

    @Test func versionsOfAnotherKindReplaceTheValue() throws {
        #expect(try updated(#"{"a": [1]}"#, to: #"{"a":{"b":1}}"#) == #"{"a": {"b": 1}}"#)
        #expect(try updated("[1, 2]", from: "[]", to: "[1]") == "[1]")
    }

    // MARK: Arrays

    @Test func firstElementGoesAlone() throws {
        let text = "[\n  \"a\",\n  \"b\",\n  \"c\"\n]"
        #expect(try updated(text, to: #"["b","c"]"#) == "[\n  \"b\",\n  \"c\"\n]")
        #expect(try updated(text, to: #"["a","c"]"#) == "[\n  \"a\",\n  \"c\"\n]")
        #expect(
            try updated(text, to: #"["a","x","c"]"#) == "[\n  \"a\",\n  \"x\",\n  \"c\"\n]")
        #expect(
            try updated(text, to: #"["x","a","b","c","y"]"#)
                == "[\n  \"x\",\n  \"a\",\n  \"b\",\n  \"c\",\n  \"y\"\n]")
    }

    private let subtasks = """
        [
          {"id": 1, "own": "a", "done": false},
          {"id": 2, "own": "b", "done": false},
          {"id": 3, "own": "c", "done": false}
        ]
        """

    @Test func elementsMatchByID() throws {
        let old = #"[{"id":1,"done":false},{"id":2,"done":false},{"id":3,"done":false}]"#
        #expect(
            try updated(subtasks, from: old, to: #"[{"id":2,"done":true},{"id":3,"done":false}]"#)
                == """
                [
                  {"id": 2, "own": "b", "done": true},
                  {"id": 3, "own": "c", "done": false}
                ]
                """)
        let moved =
            #"[{"id":3,"done":true},{"id":1,"done":false},"#
            + #"{"id":4,"done":false},{"id":2,"done":false}]"#
        #expect(
            try updated(subtasks, from: old, to: moved) == """
                [
                  {"id": 3, "own": "c", "done": true},
                  {"id": 1, "own": "a", "done": false},
                  {"id": 4, "done": false},
                  {"id": 2, "own": "b", "done": false}
                ]
                """)
    }

    @Test func elementsMatchByADeclaredKey() throws {
        let text = #"{"list": [{"id": 1, "k": "a", "own": 1}, {"id": 1, "k": "b", "own": 2}]}"#
        let old = #"{"list":[{"k":"a"},{"k":"b"}]}"#
        let matching = JSONMatching.members(["list": .elements(by: "k")])
        #expect(
            try updated(text, from: old, to: #"{"list":[{"k":"b","x":1}]}"#, matching: matching)
                == #"{"list": [{"id": 1, "k": "b", "x": 1, "own": 2}]}"#)
    }

    @Test func elementsWithoutAKeyMatchByEqualityAndThenByPosition() throws {
        let text =
            #"[{"a": 1, "own": 1}, {"a": 2, "own": 2}, {"a": 3, "own": 3}, {"a": 3, "own": 4}]"#
        let old = #"[{"a":1},{"a":2},{"a":3},{"a":3}]"#
        #expect(
            try updated(text, from: old, to: #"[{"a":2},{"a":4},{"a":3}]"#)
                == #"[{"a": 2, "own": 2}, {"a": 4, "own": 3}, {"a": 3, "own": 4}]"#)
        #expect(
            try updated(text, from: old, to: #"[{"a":1},{"a":9},{"a":3},{"a":8},{"a":7}]"#)
                == #"[{"a": 1, "own": 1}, {"a": 9, "own": 2}, "#
                + #"{"a": 3, "own": 3}, {"a": 8, "own": 4}, {"a": 7}]"#
        )
    }

    @Test func longDifferentArraysArePaired() throws {
        let old = "[" + (0..<2_100).map { String($0) }.joined(separator: ",") + "]"
        let new = "[" + (0..<2_100).map { String($0 + 5_000) }.joined(separator: ",") + "]"
        #expect(try updated(old, to: new) == new)
    }

    @Test func lastLineBreakAndSpacesAroundStay() throws {
        #expect(try updated("\n [1,2] \r\n\n", to: "[2]") == "\n [2] \r\n\n")
    }
}
