import DataBridgeCore
@testable import DataBridgeTool
import Testing

struct FieldAssignmentTests {
    private func change(_ text: String) throws -> (names: [String], value: Value?) {
        let change = try FieldAssignment.parse(text)
        return (change.path.names, change.value)
    }

    @Test(
        arguments: [
            ("status=done", "done"), ("a=3", 3), ("a=\"3\"", "3"), ("a=true", true),
            ("a=null", .null),
            ("a=[1,2]", [1, 2]), ("a={\"b\":1}", ["b": 1]), ("a=", ""), ("a= x ", " x "),
            ("a=b=c", "b=c"), ("a=[1", "[1"), ("a=007", "007"), ("a:=3", 3), ("a:=[]", []),
            ("a=it's", "it's"), ("a=2025-01-31", "2025-01-31"),
        ] as [(String, Value)])
    func valuesAreJSONOrText(_ text: String, _ value: Value) throws {
        #expect(try change(text).value == .some(value))
    }

    @Test func numbersKeepTheirSpelling() throws {
        guard case .number(let number) = try change("a=27.10").value else {
            Issue.record("no number")
            return
        }
        #expect(number.text == "27.10")
    }

    @Test func fieldsAreRemoved() throws {
        #expect(try change("note-") == (["note"], nil))
        #expect(try change("a.b-c-") == (["a", "b-c"], nil))
        #expect(try change("\"due date\"-") == (["due date"], nil))
        #expect(try change("a-b=1") == (["a-b"], 1))
    }

    @Test(arguments: [
        ("", 0), ("a", 1), ("=3", 0), ("a:3", 1), ("a:=x", 3), ("a:=[1,]", 6), ("-", 1),
        ("\"a\"-b", 4), ("\"a\"", 3),
    ])
    func mistakesHaveAPlace(_ text: String, _ offset: Int) {
        let error = #expect(throws: ExpressionError.self) { try FieldAssignment.parse(text) }
        #expect(error?.offset == offset)
    }

    @Test(
        arguments: [
            ("b=2", ["id": 1, "a": ["b": [1, 2]], "b": 2]),
            ("a.c=2", ["id": 1, "a": ["b": [1, 2], "c": 2]]),
            ("a.b.1=x", ["id": 1, "a": ["b": [1, "x"]]]),
            ("x.y=2", ["id": 1, "a": ["b": [1, 2]], "x": ["y": 2]]),
            ("a-", ["id": 1]), ("a.b-", ["id": 1, "a": [:]]),
            ("a.b.0-", ["id": 1, "a": ["b": [2]]]),
            ("a.b.9-", ["id": 1, "a": ["b": [1, 2]]]), ("a.x.y-", ["id": 1, "a": ["b": [1, 2]]]),
            ("id.x-", ["id": 1, "a": ["b": [1, 2]]]), ("x-", ["id": 1, "a": ["b": [1, 2]]]),
        ] as [(String, ValueObject)])
    func changesAreMade(_ text: String, _ expected: ValueObject) throws {
        var object: ValueObject = ["id": 1, "a": ["b": [1, 2]]]
        try FieldAssignment.parse(text).apply(to: &object)
        #expect(object == expected)
    }

    @Test func nestedElementsAreRemovedInside() throws {
        var object: ValueObject = ["a": [["b": 1, "c": 2]]]
        try FieldAssignment.parse("a.0.b-").apply(to: &object)
        #expect(object == ["a": [["c": 2]]])
    }

    @Test(arguments: ["a.b.9=1", "id.x=1"])
    func impossibleChangesAreInvalid(_ text: String) throws {
        var object: ValueObject = ["id": 1, "a": ["b": [1, 2]]]
        let change = try FieldAssignment.parse(text)
        let error = #expect(throws: DataError.self) { try change.apply(to: &object) }
        #expect(error?.code == .invalid)
    }
}
