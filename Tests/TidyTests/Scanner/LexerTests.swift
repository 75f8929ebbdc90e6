import Testing

struct LexerTests {
    private func words(_ text: String) -> [String] {
        Lexer.tokens(of: text).filter { $0.kind == .word }.map(\.text)
    }

    private func strings(_ text: String) -> [String] {
        Lexer.tokens(of: text).filter { $0.kind == .string }.map(\.text)
    }

    @Test func wordsMarksAndLinesAreSeparate() {
        let tokens = Lexer.tokens(of: "let a = try!\n  b.c(1)")
        #expect(
            tokens.map(\.text) == ["let", "a", "=", "try", "!", "b", ".", "c", "(", "1", ")"])
        #expect(tokens.map(\.line) == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
        #expect(tokens[4].isGlued)
        #expect(!tokens[5].isGlued)
    }

    @Test func commentsNestAndEndWithTheLine() {
        let tokens = Lexer.tokens(of: "a // b {\n/* c /* d */ e\n*/ f")
        #expect(tokens.map(\.kind) == [.word, .comment, .comment, .word])
        #expect(tokens.map(\.text)[1] == "// b {")
        #expect(tokens[2].line == 2)
        #expect(tokens[2].endLine == 3)
        #expect(tokens[3].line == 3)
    }

    @Test func stringsHideBracesAndEscapedQuotes() {
        #expect(words(#"a = "} \" { b" + c"#) == ["a", "c"])
        #expect(strings(#""x\\" + "y""#) == [#"x\\"#, "y"])
    }

    @Test func interpolationsAreCode() {
        #expect(words(#""a \(b("c \(d)")) e" f"#) == ["b", "d", "f"])
        #expect(strings(#""a \(b) c""#) == ["a ", " c"])
    }

    @Test func rawStringsKeepTheirBackslashes() {
        #expect(words(##"#"a \(b) " c"# + d"##) == ["d"])
        #expect(words(##"#"a \#(b) c"# d"##) == ["b", "d"])
    }

    @Test func multiLineStringsSpanLines() {
        let tokens = Lexer.tokens(of: "a = \"\"\"\n  \"b\" {\n  \"\"\"\nc")
        #expect(tokens.map(\.kind) == [.word, .mark, .string, .word])
        #expect(tokens[2].line == 1)
        #expect(tokens[2].endLine == 3)
        #expect(tokens[3].line == 4)
    }

    @Test func regexesAreLiterals() {
        #expect(words(#"let r = /a{2}\/b/ ; c"#) == ["let", "r", "c"])
        #expect(words("let r = #/a \" {/# ; c") == ["let", "r", "c"])
        #expect(words("a / b / c") == ["a", "b", "c"])
        #expect(words("reduce(1, /) + (b / c)") == ["reduce", "1", "b", "c"])
    }

    @Test func directivesAndMacrosAreMarks() {
        #expect(words("#if os(Linux)\n#expect(a)") == ["if", "os", "Linux", "expect", "a"])
    }

    @Test func unfinishedTextEnds() {
        for text in ["\"abc", "/* a", "\"\"\" a", "\"a \\(b", "#\"a", "#/a", "\"a\\"] {
            #expect(!Lexer.tokens(of: text).isEmpty, "\(text)")
        }
    }
}
