import JSONSyntax
import Testing

struct JSONSyntaxErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let code: JSONSyntaxError.Code
        let line: Int
        let column: Int
        let says: String

        init(
            _ text: String, _ code: JSONSyntaxError.Code, _ line: Int, _ column: Int, _ says: String
        ) {
            self.text = text
            self.code = code
            self.line = line
            self.column = column
            self.says = says
        }

        var testDescription: String { "\(code.rawValue): \(text.debugDescription)" }
    }

    @Test(arguments: [
        Case("", .unexpectedEnd, 1, 1, "empty"),
        Case(" \n ", .unexpectedEnd, 2, 2, "empty"),
        Case("{\n \"a\": [1,", .unexpectedEnd, 2, 10, "array that begins at line 2, column 7"),
        Case("{\"a\": 1", .unexpectedEnd, 1, 8, "object that begins at line 1, column 1"),
        Case("{\"a\"", .unexpectedEnd, 1, 5, "cut off"),
        Case("{", .unexpectedEnd, 1, 2, "cut off"),
        Case("[\"abc", .unexpectedEnd, 1, 6, "inside a string"),
        Case("\"abc", .unexpectedEnd, 1, 5, "inside a string"),
        Case("\"abc\\", .unexpectedEnd, 1, 6, "inside a string"),
        Case("\"abc\\u00", .unexpectedEnd, 1, 9, "inside a string"),
        Case("[tru", .unexpectedEnd, 1, 5, "cut off"),
        Case("[-", .unexpectedEnd, 1, 3, "cut off"),
        Case("[1.", .unexpectedEnd, 1, 4, "cut off"),
        Case("[1e+", .unexpectedEnd, 1, 5, "cut off"),
        Case("[1, 2,]", .unexpectedCharacter, 1, 7, "Remove the comma"),
        Case("{\"a\": 1,\n}", .unexpectedCharacter, 2, 1, "Remove the comma"),
        Case("[,]", .unexpectedCharacter, 1, 2, "should begin here"),
        Case("{a: 1}", .unexpectedCharacter, 1, 2, "double quotes"),
        Case("{\"a\" 1}", .unexpectedCharacter, 1, 6, "colon"),
        Case("{\"é\": 1 \"b\": 2}", .unexpectedCharacter, 1, 9, "comma or }"),
        Case("[1 2]", .unexpectedCharacter, 1, 4, "comma or ]"),
        Case("[1}", .unexpectedCharacter, 1, 3, "'}'"),
        Case("['a']", .unexpectedCharacter, 1, 2, "double quotes"),
        Case("// x\n1", .unexpectedCharacter, 1, 1, "no comments"),
        Case("[+1]", .unexpectedCharacter, 1, 2, "no sign"),
        Case("[.5]", .unexpectedCharacter, 1, 2, "before its point"),
        Case("[1,é]", .unexpectedCharacter, 1, 4, "'é'"),
        Case("[\u{1}]", .unexpectedCharacter, 1, 2, "control character"),
        Case("{} {}", .trailingContent, 1, 4, "'{'"),
        Case("1\u{0}", .trailingContent, 1, 2, "control character"),
        Case("[NaN]", .invalidLiteral, 1, 2, "null"),
        Case("[Infinity]", .invalidLiteral, 1, 2, "null"),
        Case("[-Infinity]", .invalidLiteral, 1, 3, "null"),
        Case("[True]", .invalidLiteral, 1, 2, "lower case"),
        Case("[nul]", .invalidLiteral, 1, 2, "lower case"),
        Case("[012]", .invalidNumber, 1, 2, "zero"),
        Case("[-012]", .invalidNumber, 1, 3, "zero"),
        Case("[1.]", .invalidNumber, 1, 4, "']'"),
        Case("[-x]", .invalidNumber, 1, 3, "'x'"),
        Case("[1e]", .invalidNumber, 1, 4, "digit"),
        Case(#"["\x41"]"#, .invalidEscape, 1, 3, "escape"),
        Case(#"["\u12G4"]"#, .invalidEscape, 1, 3, "escape"),
        Case(#"["\u1"#, .unexpectedEnd, 1, 6, "cut off"),
        Case(#"["\u1"]"#, .invalidEscape, 1, 3, "escape"),
        Case(#"["ab\ud800"]"#, .loneSurrogate, 1, 5, "half"),
        Case(#"["ab\udc00"]"#, .loneSurrogate, 1, 5, "half"),
        Case(#"["\ud800\u0041"]"#, .loneSurrogate, 1, 3, "half"),
        Case(#"["\ud800x....."]"#, .loneSurrogate, 1, 3, "half"),
        Case("[\"a\nb\"]", .controlCharacter, 1, 4, "a line break"),
        Case("[\"a\tb\"]", .controlCharacter, 1, 4, "a tab"),
        Case("[\"abcdefghijkl\u{1F}\"]", .controlCharacter, 1, 15, "control character 1f"),
        Case("[\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n]", .mergeConflict, 2, 1, "<<<<<<<"),
        Case("[1\n=======\n2]", .mergeConflict, 2, 1, "======="),
        Case("{}\n>>>>>>> x", .mergeConflict, 2, 1, ">>>>>>>"),
        Case("[1,\n<<<<<< x]", .unexpectedCharacter, 2, 1, "'<'"),
    ])
    func codePlaceAndMessage(_ expected: Case) throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: expected.text) }
        #expect(error?.code == expected.code)
        #expect(error?.line == expected.line)
        #expect(error?.column == expected.column)
        let message = try #require(error?.message)
        #expect(message.contains(expected.says), "\(message)")
        #expect(
            error?.description == "line \(expected.line), column \(expected.column): \(message)")
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0xAF], [0xC1, 0x80], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
            [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x91], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x28, 0x80],
        ] as [[UInt8]])
    func invalidUTF8IsRefusedWhereItStands(_ bytes: [UInt8]) {
        for prefix in ["", "abc", "abcdefgh", "é"] {
            let text = [UInt8(ascii: "\"")] + Array(prefix.utf8) + bytes + [UInt8(ascii: "\"")]
            let error = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: text) }
            #expect(error?.code == .invalidUTF8)
            #expect(error?.offset == 1 + prefix.utf8.count)
        }
        let outside = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: bytes) }
        #expect(outside?.message.contains("not UTF-8") == true)
    }

    @Test func everyPlaneOfUnicodeIsAccepted() throws {
        let text = "\"\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}\""
        #expect(try JSONTape(parsing: text).root.string == String(text.dropFirst().dropLast()))
    }
}
