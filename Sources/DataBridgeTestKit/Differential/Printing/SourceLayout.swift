/// Breaks long expressions over lines, at the commas of their outermost brackets.
enum SourceLayout {
    private static let width = 96

    /// The text in lines of the width where that is possible; the first line is not indented.
    ///
    /// - Parameters:
    ///   - text: an expression in ASCII, on one line.
    ///   - indent: how far its lines are indented.
    static func wrapped(_ text: String, indent: Int) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count + indent >= width, let parts = parts(of: bytes) else { return text }
        let inner = indent + 4
        let margin = "\n" + String(repeating: " ", count: inner)
        let lines = parts.elements.map { margin + wrapped($0, indent: inner) }
        return parts.opening + lines.joined(separator: ",") + parts.closing
    }

    private struct Parts {
        /// Everything up to the outermost bracket.
        var opening: String
        /// What stands in it between commas.
        var elements: [String]
        /// Everything from its end on.
        var closing: String
    }

    private static func parts(of bytes: [UInt8]) -> Parts? {
        var depth = 0
        var isInText = false
        var start: Int?
        var elements: [String] = []
        var opening = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isInText {
                if byte == UInt8(ascii: "\\") { index += 1 }
                isInText = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isInText = true
            } else if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") {
                depth += 1
                if depth == 1 {
                    opening = index + 1
                    start = index + 1
                }
            } else if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
                depth -= 1
                if depth == 0, let first = start {
                    elements.append(trimmed(bytes[first..<index]))
                    return Parts(
                        opening: String(decoding: bytes[..<opening], as: UTF8.self),
                        elements: elements,
                        closing: String(decoding: bytes[index...], as: UTF8.self))
                }
            } else if byte == UInt8(ascii: ","), depth == 1, let first = start {
                elements.append(trimmed(bytes[first..<index]))
                start = index + 1
            }
            index += 1
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }
}
