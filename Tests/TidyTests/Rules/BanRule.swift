/// Code does without the words that `Ban.all` lists.
enum BanRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        let bans = Ban.all.filter { $0.holds(for: file) }
        guard !bans.isEmpty else { return [] }
        let code = file.code
        let modules = ImportStatement.all(in: code).map(\.module)
        let seesC = modules.contains { TargetTable.libc.contains($0) || $0 == "Foundation" }
        var byWord: [String: [(form: Ban.Form, message: String)]] = [:]
        for ban in bans {
            for form in ban.forms where seesC || !form.isSystemCall {
                byWord[form.head, default: []].append((form, ban.message))
            }
        }
        return code.indices.flatMap { index in
            (byWord[code[index].text] ?? []).filter { $0.form.matches(code, at: index) }.map {
                file.finding(code[index].line, "\($0.form.spelling): \($0.message)")
            }
        }
    }
}

extension Ban.Form {
    fileprivate var isSystemCall: Bool {
        if case .systemCall = self { true } else { false }
    }

    /// The token a match begins with.
    fileprivate var head: String {
        switch self {
        case .word(let word), .call(let word), .systemCall(let word): word
        case .sequence(let words): words[0]
        }
    }

    fileprivate var spelling: String {
        switch self {
        case .word(let word): word
        case .call(let word), .systemCall(let word): word + "("
        case .sequence(let words): words.joined()
        }
    }

    fileprivate func matches(_ code: [Token], at index: Int) -> Bool {
        switch self {
        case .word:
            return code[index].kind == .word
        case .call, .systemCall:
            guard code[index].kind == .word, index + 1 < code.count, code[index + 1].isMark("(")
            else { return false }
            guard index > 0 else { return true }
            let before = code[index - 1]
            if before.isMark("."), index > 1 {
                return TargetTable.libc.contains(code[index - 2].text)
            }
            return !before.isMark(".") && !before.isWord("func")
        case .sequence(let words):
            guard index + words.count <= code.count else { return false }
            return words.indices.allSatisfy {
                let token = code[index + $0]
                guard token.kind == .word || token.kind == .mark else { return false }
                return token.text == words[$0] && (token.text != "!" || token.isGlued)
            }
        }
    }
}
