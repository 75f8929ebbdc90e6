@testable import DataBridgeTool
import Testing

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("ｆｕ", 4),
        ("🎉", 2), ("👩‍👩‍👧", 2), ("🇦🇹", 2), ("❤️", 2), ("❤", 1), ("…", 1), ("a\u{200B}b", 2),
        ("\u{0}", 0), ("①", 1), ("(1)", 3),
    ])
    func columnsAreCounted(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
        ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 6, "日本語"), ("", 3, ""),
    ])
    func textIsCut(_ text: String, _ width: Int, _ expected: String) {
        let cut = TerminalText.truncated(text, to: width)
        #expect(cut == expected)
        #expect(DisplayWidth.of(cut) <= width)
    }

    @Test func textIsPadded() {
        #expect(TerminalText.padded("日", to: 4) == "日  ")
        #expect(TerminalText.padded("日", to: 4, alignRight: true) == "  日")
        #expect(TerminalText.padded("abc", to: 2) == "abc")
    }

    @Test func textIsWrapped() {
        #expect(TerminalText.wrapped("a bb ccc dddd", to: 6) == ["a bb", "ccc", "dddd"])
        #expect(TerminalText.wrapped("abcdefgh i", to: 3) == ["abcdefgh", "i"])
        #expect(TerminalText.wrapped("", to: 3) == [""])
    }

    @Test func textCannotCommandTheTerminal() {
        #expect(TerminalText.oneLine("a\nb\tc\r\nd\u{85}e\u{2028}f") == "a b c  d e f")
        #expect(
            TerminalText.oneLine("\u{1B}[31mred\u{7F}\u{9B}") == "\u{FFFD}[31mred\u{FFFD}\u{FFFD}")
        #expect(TerminalText.oneLine("a\u{202E}b\u{2066}c") == "a\u{FFFD}b\u{FFFD}c")
        #expect(TerminalText.oneLine("日本 👩‍👩‍👧") == "日本 👩‍👩‍👧")
    }
}
