/// What the compiler is told to believe carries the reason in a comment right beside it.
enum PromiseRule {
    /// One of these words makes a comment a reason for `@unchecked Sendable`.
    private static let reasons = [
        "sendable", "because", "mutex", "lock", "immutable", "never", "only", "guard", "safe",
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        let code = file.code
        return code.indices.compactMap { index in
            let token = code[index]
            if token.isWord("unchecked"), index > 0, code[index - 1].isMark("@"),
                !file.hasComment(near: token.line, where: givesReason)
            {
                return file.finding(
                    token.line, "@unchecked without its reason in a comment beside it")
            }
            if token.isWord("nonisolated"), index + 2 < code.count, code[index + 1].isMark("("),
                code[index + 2].isWord("unsafe"),
                !file.hasComment(near: token.line, where: { $0.count > 15 })
            {
                return file.finding(token.line, "nonisolated(unsafe) without a comment beside it")
            }
            return nil
        }
    }

    private static func givesReason(_ comment: String) -> Bool {
        let text = comment.lowercased()
        return text.count > 20 && reasons.contains(where: text.contains)
    }
}
