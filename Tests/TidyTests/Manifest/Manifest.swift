/// What the rules need from a `Package.swift`: its targets, in the order they are written.
struct Manifest: Sendable {
    struct Target: Hashable, Sendable {
        var name: String
        /// The function that declares it, such as `library` or `testTarget`.
        var call: String
        var dependencies: [String]
        /// Given explicitly with `path:`.
        var path: String?
        var line: Int

        var isTest: Bool { call == "tests" || call == "testTarget" }
        var folder: String { path ?? (isTest ? "Tests/" : "Sources/") + name }
    }

    var targets: [Target] = []

    func target(named name: String) -> Target? { targets.first { $0.name == name } }

    /// The target that compiles the file at `path`.
    func target(of path: String) -> Target? {
        targets.first { path.hasPrefix($0.folder + "/") }
    }

    init(_ text: String) {
        let code = SourceFile("Package.swift", text).code
        guard let list = Self.targetList(in: code), let end = code.matchingBracket(of: list) else {
            return
        }
        var index = list + 1
        while index < end {
            guard code[index].kind == .word, code[index + 1].isMark("("),
                let close = code.matchingBracket(of: index + 1)
            else {
                index += 1
                continue
            }
            if let target = Self.target(code[index], arguments: Array(code[(index + 2)..<close])) {
                targets.append(target)
            }
            index = close + 1
        }
    }

    /// The bracket after `targets:` among the arguments of `Package(…)`; products have one too.
    private static func targetList(in code: [Token]) -> Int? {
        let calls = code.indices.dropLast().filter {
            code[$0].isWord("Package") && code[$0 + 1].isMark("(")
        }
        guard let call = calls.first else { return nil }
        var index = call + 2
        while index + 2 < code.count {
            if code[index].isWord("targets"), code[index + 1].isMark(":"),
                code[index + 2].isMark("[")
            {
                return index + 2
            }
            if ["(", "[", "{"].contains(where: code[index].isMark) {
                guard let close = code.matchingBracket(of: index) else { return nil }
                index = close
            }
            index += 1
        }
        return nil
    }

    private static func target(_ call: Token, arguments: [Token]) -> Target? {
        guard let name = arguments.first(where: { $0.kind == .string }) else { return nil }
        var target = Target(name: name.text, call: call.text, dependencies: [], line: call.line)
        var depth = 0
        for (index, token) in arguments.enumerated() {
            let label =
                index > 1 && arguments[index - 1].isMark(":") ? arguments[index - 2].text : nil
            if token.kind == .string, label == "path" { target.path = token.text }
            if token.isMark("["), depth == 0, label == nil || label == "dependencies",
                let close = arguments.matchingBracket(of: index)
            {
                target.dependencies = arguments[index..<close].filter { $0.kind == .string }.map(
                    \.text)
            }
            if ["(", "[", "{"].contains(where: token.isMark) { depth += 1 }
            if [")", "]", "}"].contains(where: token.isMark) { depth -= 1 }
        }
        return target
    }
}
