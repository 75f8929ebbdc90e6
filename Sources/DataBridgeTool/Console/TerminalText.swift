/// Text as a terminal may show it: on one line, and unable to command the terminal.
enum TerminalText {
    /// The text with line breaks and tabs as spaces, and other control characters made visible.
    ///
    /// Data may hold escape sequences that move the cursor or rename the window; none gets through.
    static func oneLine(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 < 0x80 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
                result.append(" ")
            case _ where scalar.properties.generalCategory == .control:
                result.append("\u{FFFD}")
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                // Direction controls would turn the rest of the line around.
                result.append("\u{FFFD}")
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text cut to a number of columns, with an ellipsis where something is missing.
    static func truncated(_ text: String, to width: Int) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        guard width > 1 else { return width == 1 ? "…" : "" }
        var result = ""
        var used = 0
        for character in text {
            let columns = DisplayWidth.of(character)
            if used + columns > width - 1 { break }
            result.append(character)
            used += columns
        }
        return result + "…"
    }

    /// The text with spaces behind it (or before it) up to a number of columns.
    static func padded(_ text: String, to width: Int, alignRight: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return alignRight ? spaces + text : text + spaces
    }

    /// The text broken into lines at spaces; a word that is too long has a line of its own.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        lines.append(line)
        return lines
    }
}
