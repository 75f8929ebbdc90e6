import JSONSyntax
import Testing

struct JSONNodeTests {
    private func node(_ text: String) throws -> JSONNode {
        try JSONTape(parsing: text).root
    }

    @Test(arguments: [
        (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u20AC\ud83d\udc4d""#, "Aé€👍"), (#""é€👍""#, "é€👍"),
        (#""\u0000""#, "\0"),
        (#""a longer text without escapes""#, "a longer text without escapes"),
        (#""a longer text with one \n escape""#, "a longer text with one \n escape"),
    ])
    func stringIsUnescaped(_ text: String, _ value: String) throws {
        let node = try node(text)
        #expect(node.string == value)
        #expect(node.hasEscapes == text.contains("\\"))
        var bytes = Array("> ".utf8)
        #expect(node.appendString(to: &bytes))
        #expect(bytes == Array("> \(value)".utf8))
        #expect(node.withString { Array($0) } == Array(value.utf8))
        #expect(node.equals(value))
        #expect(node.equals(Array(value.utf8)))
        #expect(!node.equals(value + "x"))
        #expect(!node.equals("x" + value.dropFirst() + "x"))
    }

    @Test func equalityIsByteWise() throws {
        let node = try node("\"\u{E9}\"")
        #expect(node.equals("\u{E9}"))
        #expect(!node.equals("e\u{301}"))
        #expect(try !self.node("\"abcdefgh1\"").equals("abcdefgh2"))
        #expect(try !self.node("\"abcdefg1z\"").equals("abcdefg2z"))
    }

    @Test func otherKindsAnswerNil() throws {
        let text = try node(#""1""#)
        #expect(text.int64 == nil)
        #expect(text.uint64 == nil)
        #expect(text.double == nil)
        #expect(text.float == nil)
        #expect(text.integer(as: Int8.self) == nil)
        #expect(text.numberText == nil)
        #expect(text.bool == nil)
        #expect(!text.isInteger)
        #expect(text.count == 0)
        #expect(Array(text.elements).isEmpty)
        #expect(text.elements.first == nil)
        #expect(Array(text.members).isEmpty)
        #expect(text["a"] == nil)
        let number = try node("1")
        #expect(number.string == nil)
        #expect(number.withString { $0.count } == nil)
        #expect(!number.hasEscapes)
        #expect(!number.equals("1"))
        var bytes: [UInt8] = []
        #expect(!number.appendString(to: &bytes))
        #expect(bytes.isEmpty)
    }

    @Test func elementsAndMembersKnowTheirCount() throws {
        let array = try node("[1,[2,3],4]")
        #expect(array.elements.count == 3)
        #expect(array.elements.underestimatedCount == 3)
        #expect(array.elements[2]?.int64 == 4)
        #expect(array.elements[3] == nil)
        #expect(array.elements[-1] == nil)
        #expect(array.members.count == 0)
        let object = try node(#"{"a":1,"b":[2]}"#)
        #expect(object.members.count == 2)
        #expect(object.members.underestimatedCount == 2)
        #expect(object.elements.count == 0)
        #expect(object.elements[0] == nil)
    }

    @Test(arguments: [
        (JSONKind.null, "null"), (.boolean, "a boolean"), (.number, "a number"),
        (.string, "a string"), (.array, "an array"), (.object, "an object"),
    ])
    func kindsReadAsWords(_ kind: JSONKind, _ text: String) {
        #expect("\(kind)" == text)
    }
}
