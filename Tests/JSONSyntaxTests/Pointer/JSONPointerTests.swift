import JSONSyntax
import Testing

struct JSONPointerTests {
    /// The example of RFC 6901, section 5.
    private static let example = #"""
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5,
         "k\"l": 6, " ": 7, "m~n": 8}
        """#

    @Test(arguments: [
        ("/foo", #"["bar", "baz"]"#), ("/foo/0", #""bar""#), ("/foo/1", #""baz""#), ("/", "0"),
        ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"),
        ("/ ", "7"), ("/m~0n", "8"),
    ])
    func leadsToTheValue(_ text: String, _ value: String) throws {
        let tape = try JSONTape(parsing: Self.example)
        let pointer = try JSONPointer(text)
        let node = try #require(tape.root[pointer])
        #expect(node.sourceText == value)
        #expect("\(pointer)" == text)
        #expect(tape.pointer(to: node) == pointer)
    }

    @Test func emptyPointerIsTheRoot() throws {
        let tape = try JSONTape(parsing: Self.example)
        #expect(try tape.root[JSONPointer("")]?.index == 0)
        #expect(tape.pointer(to: tape.root).description == "")
    }

    @Test(arguments: [
        "/none", "/foo/2", "/foo/-", "/foo/01", "/foo/x", "/foo/", "/foo/99999999999999999999",
        "/foo/0/0", "/a~1b/x",
    ])
    func leadsNowhere(_ text: String) throws {
        #expect(try JSONTape(parsing: Self.example).root[JSONPointer(text)] == nil)
    }

    @Test(arguments: [("a", 1), ("/~", 2), ("/~2", 2), ("/ab/x~", 6)])
    func invalidPointersAreRefused(_ text: String, _ column: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONPointer(text) }
        #expect(error?.code == .invalidPointer)
        #expect(error?.column == column)
    }

    @Test func buildsAndComparesByBytes() {
        let pointer = JSONPointer().appending("a/b").appending(3).appending("~")
        #expect(pointer.description == "/a~1b/3/~0")
        #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
        #expect(Set([pointer, JSONPointer(tokens: ["a/b", "3", "~"])]).count == 1)
    }

    @Test func pointerToAMembersName() throws {
        let tape = try JSONTape(parsing: #"{"a": [0, {"b": 1}]}"#)
        let inner = try #require(tape.root["a"]?.elements[1])
        let member = try #require(inner.members.first { _ in true })
        #expect(tape.pointer(to: member.key).description == "/a/1/b")
        #expect(tape.pointer(to: member.value).description == "/a/1/b")
        #expect(tape.pointer(to: inner).description == "/a/1")
    }
}
