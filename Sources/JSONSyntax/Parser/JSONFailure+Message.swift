extension JSONFailure {
    /// What a sentence about the failure needs to know.
    struct Context {
        let text: UnsafeBufferPointer<UInt8>
        let options: JSONParsingOptions
        /// Start of the innermost array or object that was open.
        let container: Int?
        /// The member name that occurs twice.
        let name: String?
    }

    /// The public form of the failure.
    func error(in context: Context) -> JSONSyntaxError {
        let text = context.text
        let location = JSONLocation(offset: offset, in: text)
        if let marker = conflictMarker(in: text) {
            return JSONSyntaxError(
                code: .mergeConflict, location: location,
                message: "A merge conflict was left here (\(marker)). Choose one side, "
                    + "remove the marker lines and read the file again.")
        }
        if offset >= text.count, isAboutWhatFollows {
            return JSONSyntaxError(
                code: .unexpectedEnd, location: location, message: endMessage(in: context))
        }
        return JSONSyntaxError(code: code, location: location, message: message(in: context))
    }

    private var isAboutWhatFollows: Bool {
        switch problem {
        case .byteOrderMark, .duplicateKey, .tooDeep, .tooLarge, .loneSurrogate, .invalidUTF8:
            false
        default: true
        }
    }

    /// A line of seven equal marker characters is what version control leaves in a conflict.
    private func conflictMarker(in text: UnsafeBufferPointer<UInt8>) -> String? {
        guard offset < text.count, "<>=|".utf8.contains(text[offset]) else { return nil }
        guard offset == 0 || text[offset - 1] == UInt8(ascii: "\n") else { return nil }
        let run = text[offset...].prefix { $0 == text[offset] }
        return run.count == 7 ? String(decoding: run, as: UTF8.self) : nil
    }

    private func endMessage(in context: Context) -> String {
        let text = context.text
        if text.allSatisfy({ " \t\r\n".utf8.contains($0) }) {
            return "The text is empty. JSON needs a value, such as {} or []."
        }
        let part =
            problem == .unterminatedString ? "inside a string" : "before the value is complete"
        guard let container = context.container else {
            return "The text ends \(part). It was probably cut off."
        }
        let kind = text[container] == UInt8(ascii: "{") ? "object" : "array"
        let place = JSONLocation(offset: container, in: text)
        return "The text ends \(part): the \(kind) that begins at \(place) is never closed. "
            + "The text was probably cut off."
    }

    private var code: JSONSyntaxError.Code {
        switch problem {
        case .expectedValue, .expectedValueAfterComma, .expectedKey, .expectedKeyAfterComma,
            .expectedColon, .expectedCommaInObject, .expectedCommaInArray:
            .unexpectedCharacter
        case .trailingContent: .trailingContent
        case .invalidLiteral: .invalidLiteral
        case .leadingZero, .expectedDigit: .invalidNumber
        case .invalidEscape: .invalidEscape
        case .loneSurrogate: .loneSurrogate
        case .controlCharacter: .controlCharacter
        case .unterminatedString: .unexpectedEnd
        case .invalidUTF8: .invalidUTF8
        case .byteOrderMark: .byteOrderMark
        case .duplicateKey: .duplicateKey
        case .tooDeep: .tooDeep
        case .tooLarge: .tooLarge
        }
    }

    private func message(in context: Context) -> String {
        let found = character(in: context.text)
        return switch problem {
        case .expectedValue:
            "A value should begin here, not \(found)." + remedy(in: context.text)
        case .expectedValueAfterComma:
            "A value should follow the comma, not \(found)."
                + (closes(in: context.text) ? " Remove the comma before it." : "")
        case .expectedKey:
            "A member name in double quotes should begin here, not \(found)."
        case .expectedKeyAfterComma:
            "A member name in double quotes should follow the comma, not \(found)."
                + (closes(in: context.text) ? " Remove the comma before it." : "")
        case .expectedColon:
            "A colon should follow the member name, not \(found)."
        case .expectedCommaInObject:
            "A comma or } should follow the member, not \(found)."
        case .expectedCommaInArray:
            "A comma or ] should follow the element, not \(found)."
        case .trailingContent:
            "The value is complete, but more text follows, beginning with \(found). "
                + "Remove it, or read the values one by one."
        case .invalidLiteral:
            "Only null, true and false are words in JSON, in lower case. "
                + "Write text in double quotes and NaN or infinity as null."
        case .leadingZero:
            "A number does not begin with 0 and another digit. Remove the zero."
        case .expectedDigit:
            "A digit should follow here, not \(found). Numbers look like -12, 0.5 or 1e9."
        case .invalidEscape:
            "This is no escape sequence of JSON. Use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and "
                + "four hexadecimal digits."
        case .loneSurrogate:
            "This \\u escape is half of a surrogate pair and stands for no character. "
                + "Write both halves, or the character itself."
        case .controlCharacter:
            "A string cannot contain \(found) as it is. Escape it, or close the string."
        case .unterminatedString:
            "The string is never closed."
        case .invalidUTF8:
            "These bytes are not UTF-8. Save the text as UTF-8."
        case .byteOrderMark:
            "The text begins with a byte order mark. Save it as UTF-8 without one, or allow it."
        case .duplicateKey:
            "The member name \(context.name ?? "") occurs twice in the same object. "
                + "Remove or rename one of the two."
        case .tooDeep:
            "Arrays and objects are nested deeper than \(context.options.maximumDepth) levels. "
                + "Flatten them, or allow a greater depth."
        case .tooLarge:
            "The text has \(context.text.count) bytes, but only "
                + "\(context.options.effectiveMaximumBytes) are allowed. Split it, "
                + "or raise the limit."
        }
    }

    private func closes(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        text[offset] == UInt8(ascii: "}") || text[offset] == UInt8(ascii: "]")
    }

    private func remedy(in text: UnsafeBufferPointer<UInt8>) -> String {
        switch text[offset] {
        case UInt8(ascii: "'"): " Strings are written in double quotes."
        case UInt8(ascii: "/"), UInt8(ascii: "#"): " JSON has no comments."
        case UInt8(ascii: "+"): " A positive number has no sign."
        case UInt8(ascii: "."): " A number has a digit before its point."
        default: ""
        }
    }

    /// The character at the failure, readable also when it is invisible or no character at all.
    private func character(in text: UnsafeBufferPointer<UInt8>) -> String {
        guard offset < text.count else { return "the end of the text" }
        switch text[offset] {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return "a line break"
        case UInt8(ascii: "\t"): return "a tab"
        case UInt8(ascii: " "): return "a space"
        case 0x21..<0x7F: return "'" + String(decoding: text[offset...offset], as: UTF8.self) + "'"
        case 0xC2...0xF4:
            let length = UTF8Sequence.length(at: offset, in: text)
            guard length > 0 else { return "bytes that are not UTF-8" }
            return "'" + String(decoding: text[offset..<offset + length], as: UTF8.self) + "'"
        case 0x80...: return "bytes that are not UTF-8"
        default: return "the control character " + String(text[offset], radix: 16)
        }
    }
}
