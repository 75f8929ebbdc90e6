/// Where a function's text begins and ends, body included.
struct FunctionSpan: Equatable {
    var name: String
    var firstLine: Int
    var lastLine: Int

    var lineCount: Int { lastLine - firstLine + 1 }

    private static let introducers: Set = ["func", "init", "deinit", "subscript"]

    /// Words that begin the next declaration: a requirement without a body ends before them.
    private static let declarations: Set = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "class", "enum",
        "extension", "protocol", "typealias", "associatedtype", "static", "mutating", "import",
        "public", "package", "internal", "fileprivate", "private", "nonisolated", "override",
        "final", "convenience", "required", "prefix", "postfix", "infix", "operator",
    ]

    /// Every function, initialiser and subscript with a body, also nested ones.
    static func all(in code: [Token]) -> [FunctionSpan] {
        code.indices.compactMap { index in
            let token = code[index]
            guard token.kind == .word, introducers.contains(token.text) else { return nil }
            if index > 0, code[index - 1].isMark(".") || code[index - 1].isMark("`") { return nil }
            guard let open = bodyStart(after: index, in: code),
                let close = code.matchingBracket(of: open)
            else { return nil }
            return FunctionSpan(
                name: token.text == "func" ? code[index + 1].text : token.text,
                firstLine: token.line, lastLine: code[close].line)
        }
    }

    /// The brace that opens the body of the declaration at `index`, nil when it has none.
    private static func bodyStart(after index: Int, in code: [Token]) -> Int? {
        var position = index + 1
        while position < code.count {
            let token = code[position]
            switch token.text {
            case "(" where token.kind == .mark, "[" where token.kind == .mark:
                guard let close = code.matchingBracket(of: position) else { return nil }
                position = close
            case "{" where token.kind == .mark:
                return position
            case "}" where token.kind == .mark, ";" where token.kind == .mark,
                "#" where token.kind == .mark:
                return nil
            case "@" where token.kind == .mark && token.line != code[position - 1].line:
                return nil
            default:
                if token.kind == .word, declarations.contains(token.text),
                    token.line != code[index].line
                {
                    return nil
                }
            }
            position += 1
        }
        return nil
    }
}

extension [Token] {
    /// The index of the bracket that closes the one at `open`; nil when the text ends before it.
    func matchingBracket(of open: Int) -> Int? {
        var depth = 0
        for index in open..<endIndex where self[index].kind == .mark {
            switch self[index].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }
}
