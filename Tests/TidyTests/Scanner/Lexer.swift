/// Cuts Swift text into tokens; understands nested comments, raw and multi-line strings,
/// interpolation and regex literals, so that no rule is fooled by a brace in a string.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var tokens: [Token] = []
    private var lastEnd = -1

    static func tokens(of text: String) -> [Token] {
        var lexer = Lexer(bytes: Array(text.utf8))
        lexer.readCode(untilParenthesis: false)
        return lexer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            wanted.indices.allSatisfy { byte($0) == wanted[$0] }
        }
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private mutating func add(_ kind: Token.Kind, from start: Int, startLine: Int) {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        tokens.append(
            Token(
                kind: kind, text: text, line: startLine, endLine: line, isGlued: start == lastEnd))
        lastEnd = position
    }

    /// Reads code to the end of the text or, inside an interpolation, to its closing parenthesis.
    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let start = position
            let startLine = line
            switch byte() {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                advance()
                continue
            case UInt8(ascii: "/") where starts(with: "//"):
                while position < bytes.count, byte() != UInt8(ascii: "\n") { advance() }
                add(.comment, from: start, startLine: startLine)
                continue
            case UInt8(ascii: "/") where starts(with: "/*"):
                readBlockComment()
                add(.comment, from: start, startLine: startLine)
                continue
            case UInt8(ascii: "#") where readRaw(), UInt8(ascii: "\"") where readString(pounds: 0):
                continue
            case UInt8(ascii: "/") where readBareRegex():
                add(.string, from: start, startLine: startLine)
                continue
            case let head where Self.isWord(head):
                while Self.isWord(byte()) { advance() }
                add(.word, from: start, startLine: startLine)
                continue
            case UInt8(ascii: "("):
                depth += 1
            case UInt8(ascii: ")"):
                if untilParenthesis, depth == 0 { return }
                depth -= 1
            default:
                break
            }
            advance()
            add(.mark, from: start, startLine: startLine)
        }
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                advance(2)
            } else if starts(with: "*/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && position < bytes.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default:
            false
        }
    }
}

// Literals.
extension Lexer {
    /// A raw string or an extended regex; false for other things that start with a pound sign.
    private mutating func readRaw() -> Bool {
        var pounds = 0
        while byte(pounds) == UInt8(ascii: "#") { pounds += 1 }
        if byte(pounds) == UInt8(ascii: "\"") {
            advance(pounds)
            return readString(pounds: pounds)
        }
        guard byte(pounds) == UInt8(ascii: "/"), byte(pounds + 1) != UInt8(ascii: "*") else {
            return false
        }
        let start = position
        let startLine = line
        advance(pounds + 1)
        while position < bytes.count, !closes(UInt8(ascii: "/"), count: 1, pounds: pounds) {
            advance()
        }
        advance(pounds + 1)
        add(.string, from: start, startLine: startLine)
        return true
    }

    /// A string whose opening quote is next.
    ///
    /// Its pieces become tokens of their own, the code in its interpolations too.
    private mutating func readString(pounds: Int) -> Bool {
        let quotes = starts(with: "\"\"\"") ? 3 : 1
        advance(quotes)
        var start = position
        var startLine = line
        while position < bytes.count {
            if closes(UInt8(ascii: "\""), count: quotes, pounds: pounds) {
                add(.string, from: start, startLine: startLine)
                advance(quotes + pounds)
                return true
            }
            if quotes == 1, byte() == UInt8(ascii: "\n") { break }  // not valid Swift: give up here
            guard isEscape(pounds: pounds) else {
                advance()
                continue
            }
            guard byte(1 + pounds) == UInt8(ascii: "(") else {
                advance(2 + pounds)
                continue
            }
            add(.string, from: start, startLine: startLine)
            advance(2 + pounds)
            readCode(untilParenthesis: true)
            advance()
            start = position
            startLine = line
        }
        add(.string, from: start, startLine: startLine)
        return true
    }

    private func isEscape(pounds: Int) -> Bool {
        guard byte() == UInt8(ascii: "\\") else { return false }
        return (0..<pounds).allSatisfy { byte(1 + $0) == UInt8(ascii: "#") }
    }

    private func closes(_ quote: UInt8, count: Int, pounds: Int) -> Bool {
        (0..<count).allSatisfy { byte($0) == quote }
            && (0..<pounds).allSatisfy { byte(count + $0) == UInt8(ascii: "#") }
    }

    /// A `/regex/`: stands where an operand is expected, and ends on the same line.
    private mutating func readBareRegex() -> Bool {
        let operandFollows =
            switch tokens.last(where: { $0.kind != .comment }) {
            case nil: true
            case let last? where last.kind == .mark: "(,=:[{;&|!?".contains(last.text)
            case let last? where last.kind == .word:
                ["return", "in", "case", "try"].contains(last.text)
            default: false
            }
        let next = byte(1)
        guard operandFollows, next != UInt8(ascii: " "), next != UInt8(ascii: ")") else {
            return false
        }
        var offset = 1
        while position + offset < bytes.count, byte(offset) != UInt8(ascii: "\n") {
            if byte(offset) == UInt8(ascii: "\\") {
                offset += 2
            } else if byte(offset) == UInt8(ascii: "/") {
                advance(offset + 1)
                return true
            } else {
                offset += 1
            }
        }
        return false
    }
}
