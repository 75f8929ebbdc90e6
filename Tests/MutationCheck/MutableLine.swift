/// A line without its indentation, and what of it is code.
struct MutableLine {
    var number: Int
    var text: String
    /// The text with blanks in place of strings and comments.
    var code: String
    /// The line behind it.
    var next: String

    /// Where a pattern stands in the code; a word only where it is a whole one.
    func places(of pattern: String) -> [Range<Int>] {
        let code = Array(code)
        let pattern = Array(pattern)
        guard code.count >= pattern.count, text.count == code.count else { return [] }
        return (0...(code.count - pattern.count)).compactMap { start in
            let end = start + pattern.count
            guard code[start..<end].elementsEqual(pattern) else { return nil }
            if pattern[0].isWord, start > 0, code[start - 1].isWord || code[start - 1] == "." {
                return nil
            }
            if pattern[pattern.count - 1].isWord, end < code.count, code[end].isWord { return nil }
            return start..<end
        }
    }

    /// An `if` or `guard` of one plain condition, with the opposite condition.
    var negatedCondition: String? {
        let pairs = [("if ", " {"), ("guard ", " else {")]
        for (start, end) in pairs where code.hasPrefix(start) {
            guard let stop = places(of: end).first?.lowerBound else { continue }
            let condition = String(code.dropFirst(start.count).prefix(stop - start.count))
            guard !condition.isEmpty, !condition.contains(","), !condition.hasPrefix("!"),
                !["let ", "var ", "case ", "{"].contains(where: condition.contains)
            else { continue }
            return text.replacing(start.count..<stop, by: "!(\(slice(start.count..<stop)))")
        }
        return nil
    }

    /// The line without one of its `!` in front of a condition.
    var withoutNegation: [String] {
        let code = Array(code)
        return code.indices.dropLast().compactMap { index in
            guard code[index] == "!", code[index + 1].isWord || code[index + 1] == "(",
                index == 0 || [" ", "("].contains(code[index - 1])
            else { return nil }
            return text.replacing(index..<(index + 1), by: "")
        }
    }

    /// The line with the results of a `?:` for each other, where all of it stands on the line.
    var swappedBranches: [String] {
        places(of: " ? ").compactMap { mark in
            guard let colon = end(from: mark.upperBound, at: " : "),
                let stop = end(from: colon + 3, at: nil), stop > colon + 3
            else { return nil }
            let first = slice(mark.upperBound..<colon)
            let second = slice((colon + 3)..<stop).withoutBlanksBehind
            guard first != second else { return nil }
            let whole = mark.upperBound..<(colon + 3 + second.count)
            return text.replacing(whole, by: "\(second) : \(first)")
        }
    }

    /// Where an expression ends: in front of a mark, or of what closes or separates it.
    private func end(from start: Int, at mark: String?) -> Int? {
        let code = Array(code)
        var depth = 0
        for index in start..<code.count {
            if depth == 0 {
                if let mark, code[index...].starts(with: mark) { return index }
                if mark == nil, ")],}".contains(code[index]) || code[index...].starts(with: " {") {
                    return index
                }
                if mark != nil, code[index...].starts(with: " ? ") { return nil }
            }
            if "([{".contains(code[index]) { depth += 1 }
            if ")]}".contains(code[index]) { depth -= 1 }
            if depth < 0 { return mark == nil ? index : nil }
        }
        return mark == nil && depth == 0 && !isContinued ? code.count : nil
    }

    private static let keywords: Set = [
        "return", "let", "var", "guard", "if", "case", "throw", "for", "while", "switch", "else",
        "default", "break", "continue", "defer", "do", "private", "public", "package", "static",
        "mutating", "in", "repeat", "catch", "fileprivate", "lazy", "weak", "class", "struct",
        "enum", "override", "indirect", "typealias", "where", "super", "final",
    ]

    /// Whether the line is a whole call or assignment that can be left out.
    var isStatement: Bool {
        let code = code.trimmed
        guard let first = code.first, first.isLetter, isBalanced, !isContinued else { return false }
        var words = code.split(separator: " ")[...]
        while let word = words.first, ["try", "await", "_"].contains(word) { words.removeFirst() }
        guard let word = words.first,
            !MutableLine.keywords.contains(String(word.prefix { $0.isWord }))
        else { return false }
        let isAssignment = places(of: " = ").count + places(of: " += ").count > 0
        // A call with a label in front is an argument of another call.
        let isCall = code.hasSuffix(")") && !words.joined(separator: " ").hasPrefixLabel
        return isAssignment && !code.hasSuffix("{") && !words.joined(separator: " ").hasPrefixLabel
            || isCall
    }

    private var isContinued: Bool {
        let next = next.trimmed
        let marks = [".", "?", ":", "&&", "||", "+", "-", "=", ")", ",", "]", "==", "<", ">"]
        return code.trimmed.hasSuffix(",") || marks.contains(where: next.hasPrefix)
    }

    private var isBalanced: Bool {
        var depth = 0
        for character in code {
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if depth < 0 { return false }
        }
        return depth == 0
    }

    private func slice(_ range: Range<Int>) -> String {
        String(text.dropFirst(range.lowerBound).prefix(range.count))
    }
}

extension Character {
    fileprivate var isWord: Bool { isLetter || isNumber || self == "_" }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }).withoutBlanksBehind
    }

    fileprivate var withoutBlanksBehind: String {
        String(reversed().drop { $0 == " " }.reversed())
    }

    /// Whether it begins as an argument does: `name: value`.
    fileprivate var hasPrefixLabel: Bool {
        let word = prefix { $0.isWord }
        return dropFirst(word.count).first == ":"
    }
}
