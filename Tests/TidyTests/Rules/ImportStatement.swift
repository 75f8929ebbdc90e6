/// One `import`, with the conditional compilation around it.
struct ImportStatement: Equatable {
    var module: String
    var line: Int
    /// The condition of each `#if` around it whose `#else` branch holds it, such as
    /// `canImport FoundationEssentials`.
    var elseOf: [String] = []

    private static let kinds: Set = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
    ]

    static func all(in code: [Token]) -> [ImportStatement] {
        var conditions: [(text: String, inElse: Bool)] = []
        var statements: [ImportStatement] = []
        for (index, token) in code.enumerated() where token.kind == .word {
            let isDirective = token.isGlued && index > 0 && code[index - 1].isMark("#")
            switch token.text {
            case "if" where isDirective:
                let words = code[(index + 1)...].prefix { $0.line == token.line }
                let text = words.filter { $0.kind == .word }.map(\.text).joined(separator: " ")
                conditions.append((text, false))
            case "else" where isDirective && !conditions.isEmpty:
                conditions[conditions.count - 1].inElse = true
            case "endif" where isDirective && !conditions.isEmpty:
                conditions.removeLast()
            case "import":
                let rest = code[(index + 1)...].lazy.filter { $0.kind == .word }
                guard let module = rest.first(where: { !kinds.contains($0.text) }) else { continue }
                let around = conditions.filter(\.inElse).map(\.text)
                statements.append(
                    ImportStatement(module: module.text, line: token.line, elseOf: around))
            default:
                continue
            }
        }
        return statements
    }
}
