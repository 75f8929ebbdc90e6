extension JSONParser {
    /// Parses a string; returns the offset after its closing quote.
    @inline(__always)
    mutating func parseString(_ start: Int) throws(JSONFailure) -> Int {
        var offset = start &+ 1
        while end &- offset >= 8 {
            let mask = WordScan.specials(WordScan.load(base, offset))
            if mask == 0 {
                offset &+= 8
                continue
            }
            offset &+= WordScan.first(mask)
            if base[offset] == UInt8(ascii: "\"") {
                append(string: start, offset &+ 1, escapes: false)
                return offset &+ 1
            }
            break
        }
        return try parseRestOfString(offset, from: start)
    }

    @inline(__always)
    private mutating func append(string start: Int, _ end: Int, escapes: Bool) {
        tape.append(
            TapeWord.span(start, end),
            TapeWord.info(
                .string, flags: escapes ? TapeWord.hasEscapes : 0, next: tape.nodeCount &+ 1))
    }

    /// The part of a string from the first byte that needs a closer look.
    @inline(never)
    private mutating func parseRestOfString(
        _ resume: Int, from start: Int
    ) throws(JSONFailure) -> Int {
        let text = UnsafeBufferPointer(start: base, count: end)
        var offset = resume
        var escapes = false
        while offset < end {
            let byte = base[offset]
            if byte >= 0x80 {
                let length = UTF8Sequence.length(at: offset, in: text)
                guard length > 0 else { throw JSONFailure(.invalidUTF8, offset) }
                offset &+= length
            } else if byte == UInt8(ascii: "\"") {
                append(string: start, offset &+ 1, escapes: escapes)
                return offset &+ 1
            } else if byte == UInt8(ascii: "\\") {
                escapes = true
                offset = try skipEscape(offset)
            } else if byte < 0x20 {
                throw JSONFailure(.controlCharacter, offset)
            } else {
                offset &+= 1
                while end &- offset >= 8 {
                    let mask = WordScan.specials(WordScan.load(base, offset))
                    offset &+= mask == 0 ? 8 : WordScan.first(mask)
                    if mask != 0 { break }
                }
            }
        }
        throw JSONFailure(.unterminatedString, end)
    }

    /// The offset after the escape sequence that begins with the backslash at `start`.
    private func skipEscape(_ start: Int) throws(JSONFailure) -> Int {
        guard start &+ 1 < end else { throw JSONFailure(.unterminatedString, end) }
        switch base[start &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start &+ 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(start)
            switch unit {
            case 0xD800..<0xDC00:
                let second = start &+ 6
                guard byte(second) == UInt8(ascii: "\\"), byte(second &+ 1) == UInt8(ascii: "u"),
                    case 0xDC00..<0xE000 = try codeUnit(second)
                else { throw JSONFailure(.loneSurrogate, start) }
                return start &+ 12
            case 0xDC00..<0xE000:
                throw JSONFailure(.loneSurrogate, start)
            default:
                return start &+ 6
            }
        default:
            throw JSONFailure(.invalidEscape, start)
        }
    }

    /// The UTF-16 code unit of a `\uXXXX` sequence.
    private func codeUnit(_ start: Int) throws(JSONFailure) -> UInt32 {
        guard end &- start >= 6 else {
            // Cut off in the middle of the digits is a cut text, not a wrong escape.
            let digits = UnsafeBufferPointer(start: base, count: end)[(start + 2)...]
            guard digits.allSatisfy({ StringEscapes.hexDigit($0) != nil }) else {
                throw JSONFailure(.invalidEscape, start)
            }
            throw JSONFailure(.unterminatedString, end)
        }
        guard let unit = StringEscapes.codeUnit(base + start + 2) else {
            throw JSONFailure(.invalidEscape, start)
        }
        return unit
    }

    /// Parses a number; returns the offset after it.
    @inline(__always)
    mutating func parseNumber(_ start: Int) throws(JSONFailure) -> Int {
        let isNegative = base[start] == UInt8(ascii: "-")
        let digits = isNegative ? start &+ 1 : start
        var offset = skipDigits(digits)
        guard offset > digits else {
            throw JSONFailure(
                byte(digits) == UInt8(ascii: "I") ? .invalidLiteral : .expectedDigit, digits)
        }
        if base[digits] == UInt8(ascii: "0"), offset &- digits > 1 {
            throw JSONFailure(.leadingZero, digits)
        }
        let integerEnd = offset
        if byte(offset) == UInt8(ascii: ".") {
            offset = try skipRequiredDigits(offset &+ 1)
        }
        if byte(offset) | 0x20 == UInt8(ascii: "e") {
            offset &+= 1
            let sign = byte(offset)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset &+= 1 }
            offset = try skipRequiredDigits(offset)
        }
        var flags: UInt64 = 0
        if offset == integerEnd {
            flags = TapeWord.isInteger
            if fitsInt64(digits, integerEnd, isNegative) { flags |= TapeWord.fitsInt64 }
        }
        tape.append(
            TapeWord.span(start, offset),
            TapeWord.info(.number, flags: flags, next: tape.nodeCount &+ 1))
        return offset
    }

    @inline(__always)
    private func skipDigits(_ start: Int) -> Int {
        var offset = start
        while offset < end, base[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
        return offset
    }

    @inline(__always)
    private func skipRequiredDigits(_ start: Int) throws(JSONFailure) -> Int {
        let offset = skipDigits(start)
        guard offset > start else { throw JSONFailure(.expectedDigit, start) }
        return offset
    }

    @inline(__always)
    private func fitsInt64(_ start: Int, _ end: Int, _ isNegative: Bool) -> Bool {
        if end &- start < 19 { return true }
        if end &- start > 19 { return false }
        // 19 digits are below 10^19, which fits UInt64.
        var value: UInt64 = 0
        for offset in start..<end {
            value = value &* 10 &+ UInt64(base[offset] &- UInt8(ascii: "0"))
        }
        return value <= UInt64(Int64.max) &+ (isNegative ? 1 : 0)
    }

    /// Parses `null`, `true` or `false`; returns the offset after it.
    @inline(__always)
    mutating func parseLiteral(_ start: Int) throws(JSONFailure) -> Int {
        if end &- start >= 4 {
            let word = UInt32(
                littleEndian: UnsafeRawPointer(base).loadUnaligned(
                    fromByteOffset: start, as: UInt32.self))
            switch word {
            case 0x6C6C_756E:  // "null"
                return append(literal: .null, 0, start, 4)
            case 0x6575_7274:  // "true"
                return append(literal: .boolean, TapeWord.isTrue, start, 4)
            case 0x736C_6166 where byte(start &+ 4) == UInt8(ascii: "e"):  // "fals"
                return append(literal: .boolean, 0, start, 5)
            default: break
            }
        }
        throw literalFailure(start)
    }

    @inline(__always)
    private mutating func append(
        literal kind: JSONKind, _ flags: UInt64, _ start: Int, _ length: Int
    ) -> Int {
        tape.append(
            TapeWord.span(start, start &+ length),
            TapeWord.info(kind, flags: flags, next: tape.nodeCount &+ 1))
        return start &+ length
    }

    @inline(never)
    private func literalFailure(_ start: Int) -> JSONFailure {
        var offset = start
        while offset < end, case 0x61...0x7A = base[offset] | 0x20 { offset += 1 }
        if offset > start {
            let word = UnsafeBufferPointer(start: base + start, count: offset - start)
            let isCut =
                offset == end
                && ["null", "true", "false"].contains { $0.utf8.starts(with: word) }
            return JSONFailure(.invalidLiteral, isCut ? end : start)
        }
        // A closing bracket directly after a comma gets a sentence of its own.
        var before = start - 1
        while before >= 0, [0x20, 0x09, 0x0A, 0x0D].contains(base[before]) { before -= 1 }
        let follows = before >= 0 && base[before] == UInt8(ascii: ",") && current != Self.none
        return JSONFailure(follows ? .expectedValueAfterComma : .expectedValue, start)
    }
}
