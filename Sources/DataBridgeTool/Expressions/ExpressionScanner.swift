import DataBridgeCore
import JSONSyntax

/// Reads the parts that filters, sorts, lists of fields and assignments are made of.
///
/// It goes over the UTF-8 of a text; every mark it looks for is ASCII.
struct ExpressionScanner {
    let text: String
    private let bytes: [UInt8]
    /// Where the next part begins.
    var offset = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Bytes that end a bare word, besides white space and control characters.
    private static let marks = Set("()[]{},=!<>~\"'`".utf8)

    /// Bytes that end a bare name, besides those that end a word and the dot between names.
    private static let nameMarks = Set(".:".utf8)

    /// Whether a name can stand without quotes.
    static func isBareName(_ name: String) -> Bool {
        var scanner = ExpressionScanner(name)
        return scanner.word(endingAt: nameMarks) != nil && scanner.offset == scanner.bytes.count
    }

    // MARK: Looking

    /// Whether nothing is left but white space.
    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return offset == bytes.count
        }
    }

    mutating func skipSpace() {
        while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
    }

    /// The next byte; nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Whether a mark comes next.
    func isNext(_ mark: Character) -> Bool { next != nil && next == mark.asciiValue }

    /// Takes a mark if it comes next, white space before it aside.
    mutating func take(_ mark: String) -> Bool {
        let start = offset
        skipSpace()
        guard bytes[offset...].starts(with: mark.utf8) else {
            offset = start
            return false
        }
        offset += mark.utf8.count
        return true
    }

    /// Takes a word in any case if it comes next and does not go on as another word.
    mutating func takeWord(_ word: String) -> Bool {
        let start = offset
        skipSpace()
        if let found = bareWord(), found.lowercased() == word { return true }
        offset = start
        return false
    }

    /// What comes next, for a message.
    mutating func found() -> String {
        skipSpace()
        let start = offset
        defer { offset = start }
        guard let next else { return "the end" }
        if let word = bareWord() { return "\"\(word)\"" }
        return "\"\(Character(Unicode.Scalar(next)))\""
    }

    /// A complaint about what comes next, or about another place.
    func error(_ message: String, at place: Int? = nil) -> ExpressionError {
        var ahead = self
        ahead.skipSpace()
        return ExpressionError(message, in: text, at: place ?? ahead.offset)
    }

    // MARK: Words and names

    /// The word that comes next; nil when a mark or the end does.
    mutating func bareWord() -> String? {
        word(endingAt: [])
    }

    private mutating func word(endingAt more: Set<UInt8>) -> String? {
        let start = offset
        while offset < bytes.count, bytes[offset] > 0x20, bytes[offset] != 0x7F,
            !Self.marks.contains(bytes[offset]), !more.contains(bytes[offset])
        {
            offset += 1
        }
        return offset > start ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
    }

    /// A field: names joined by dots, each bare or in quotes.
    mutating func path() throws(ExpressionError) -> FieldPath {
        skipSpace()
        var names: [String] = []
        var endsBare = false
        repeat {
            let isQuoted = isNext("\"") || isNext("'")
            if isQuoted {
                names.append(try quotedText())
            } else if let name = word(endingAt: Self.nameMarks) {
                names.append(name)
            } else {
                throw error(
                    "expected a field's name, found \(found()); put unusual names in quotes.")
            }
            endsBare = !isQuoted
        } while takeDot()
        return FieldPath(names: names, endsBare: endsBare)
    }

    private mutating func takeDot() -> Bool {
        guard isNext(".") else { return false }
        offset += 1
        return true
    }

    // MARK: Values

    /// A text in single or double quotes, with the escape sequences of JSON.
    mutating func quotedText() throws(ExpressionError) -> String {
        let start = offset
        let quote = bytes[offset]
        offset += 1
        // As JSON has it, so that its parser says what is wrong inside.
        var json: [UInt8] = [UInt8(ascii: "\"")]
        while let byte = next, byte != quote {
            offset += 1
            if byte == UInt8(ascii: "\\"), let escaped = next {
                offset += 1
                if escaped != UInt8(ascii: "'") { json.append(byte) }
                json.append(escaped)
            } else {
                if byte == UInt8(ascii: "\"") { json.append(UInt8(ascii: "\\")) }
                json.append(byte)
            }
        }
        guard next == quote else {
            throw error("the text has no closing quote; add one at its end.", at: start)
        }
        offset += 1
        json.append(UInt8(ascii: "\""))
        guard case .string(let text) = try parse(json, at: start) else { return "" }
        return text
    }

    /// An array or object in JSON.
    mutating func json() throws(ExpressionError) -> Value {
        let start = offset
        var depth = 0
        repeat {
            guard let byte = next else {
                throw error("the bracket is never closed.", at: start)
            }
            switch byte {
            case UInt8(ascii: "\""):
                _ = try quotedText()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            offset += 1
        } while depth > 0
        return try parse(Array(bytes[start..<offset]), at: start)
    }

    private func parse(_ json: [UInt8], at start: Int) throws(ExpressionError) -> Value {
        do {
            return Value(json: try JSONTape(parsing: json).root)
        } catch {
            throw self.error(error.message, at: min(start + error.offset, bytes.count))
        }
    }

    /// A value: text in quotes, JSON, or a bare word, which is a number, `true`, `false`, `null` or
    /// else text.
    mutating func value(after what: String) throws(ExpressionError) -> Value {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try quotedText())
        case UInt8(ascii: "["), UInt8(ascii: "{"): return try json()
        default: break
        }
        let start = offset
        guard let word = bareWord() else {
            throw error("expected a value after \(what), found \(found()).")
        }
        guard !["and", "or", "not"].contains(word.lowercased()) else {
            throw error(
                "expected a value after \(what), found \"\(word)\"; put it in quotes if it is "
                    + "a text.",
                at: start)
        }
        return Value(word: word)
    }
}

extension Value {
    /// What a word without quotes stands for: a number, `true`, `false`, `null`, or else text.
    init(word: String) {
        switch word {
        case "null": self = .null
        case "true": self = .bool(true)
        case "false": self = .bool(false)
        default:
            if let number = LosslessNumber(word) {
                self = Value(number)
            } else {
                self = .string(word)
            }
        }
    }

    /// A number in the form in which documents hold it: an integer when it is spelled like one.
    init(_ number: LosslessNumber) {
        if case .integer(let integer) = LosslessID(number) {
            self = .int(integer)
        } else {
            self = .number(number)
        }
    }
}
