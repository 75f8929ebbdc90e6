/// Escape sequences inside JSON strings.
enum StringEscapes {
    /// The value of a hexadecimal digit.
    @inline(__always)
    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
        default: nil
        }
    }

    /// The code unit that four hexadecimal digits spell.
    static func codeUnit(_ digits: UnsafePointer<UInt8>) -> UInt32? {
        var unit: UInt32 = 0
        for index in 0..<4 {
            guard let digit = hexDigit(digits[index]) else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// Writes the meaning of the text between a string's quotes, which the parser has accepted.
    ///
    /// - Parameters:
    ///   - raw: The text between the quotes.
    ///   - output: Room for at least `raw.count` bytes: no sequence is shorter than its meaning.
    /// - Returns: The number of bytes written.
    static func unescape(
        _ raw: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        guard let base = raw.baseAddress else { return 0 }
        var read = 0
        var written = 0
        while read < raw.count {
            let byte = base[read]
            guard byte == UInt8(ascii: "\\"), read &+ 1 < raw.count else {
                output[written] = byte
                read &+= 1
                written &+= 1
                continue
            }
            let letter = base[read &+ 1]
            if letter == UInt8(ascii: "u") {
                (read, written) = unescapeUnicode(base, read, output, written)
            } else {
                output[written] = meaning(ofEscape: letter)
                read &+= 2
                written &+= 1
            }
        }
        return written
    }

    /// Calls a closure with the meaning of the text between a string's quotes.
    static func withUnescaped<R>(
        _ raw: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: raw.count) { room in
            guard let output = room.baseAddress else { return try body(raw) }
            let count = unescape(raw, into: output)
            return try body(UnsafeBufferPointer(start: output, count: count))
        }
    }

    private static func meaning(ofEscape letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// Writes one `\uXXXX` or a pair of them; returns the next offsets.
    private static func unescapeUnicode(
        _ base: UnsafePointer<UInt8>, _ start: Int,
        _ output: UnsafeMutablePointer<UInt8>, _ position: Int
    ) -> (read: Int, written: Int) {
        var read = start &+ 6
        var code = codeUnit(base + start + 2) ?? 0xFFFD
        if case 0xD800..<0xDC00 = code {
            // The parser has made sure that the second half follows.
            code = 0x10000 &+ (code &- 0xD800) << 10 &+ ((codeUnit(base + read + 2) ?? 0) & 0x3FF)
            read &+= 6
        }
        var written = position
        for byte in UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}") ?? .init() {
            output[written] = byte
            written &+= 1
        }
        return (read, written)
    }
}

extension StringEscapes {
    /// Writes the escape sequence for a quote, a backslash, a slash or a control character, at
    /// most six bytes; returns its length.
    static func write(_ byte: UInt8, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\\")
        if let letter = letter(for: byte) {
            target[1] = letter
            return 2
        }
        target[1] = UInt8(ascii: "u")
        target[2] = UInt8(ascii: "0")
        target[3] = UInt8(ascii: "0")
        target[4] = UInt8(ascii: "0") &+ byte >> 4
        let low = byte & 0xF
        target[5] = low < 10 ? UInt8(ascii: "0") &+ low : UInt8(ascii: "a") &+ low &- 10
        return 6
    }

    private static func letter(for byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }
}
