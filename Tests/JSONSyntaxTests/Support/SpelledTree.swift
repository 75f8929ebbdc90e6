import JSONSyntax

/// A JSON tree that keeps the spelling of numbers, for comparing an edited text with a model.
indirect enum SpelledTree: Equatable {
    case scalar(String)
    case array([SpelledTree])
    case object([Member])

    struct Member: Equatable {
        var name: String
        var value: SpelledTree
    }

    init(_ node: JSONNode) {
        switch node.kind {
        case .array: self = .array(node.elements.map { SpelledTree($0) })
        case .object:
            self = .object(
                node.members.map {
                    Member(name: $0.key.string ?? "", value: SpelledTree($0.value))
                })
        default: self = .scalar(node.sourceText)
        }
    }

    /// What the tree says: strings in one spelling, members in the order of their names.
    var meaning: SpelledTree {
        switch self {
        case .scalar(let text):
            var writer = JSONWriter()
            guard let string = try? JSONTape(parsing: text).root.string else { return self }
            writer.string(string)
            return .scalar(String(decoding: writer.finish(), as: UTF8.self))
        case .array(let elements): return .array(elements.map(\.meaning))
        case .object(let members):
            return .object(
                members.map { Member(name: $0.name, value: $0.value.meaning) }
                    .sorted { $0.name < $1.name })
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .scalar(let text): writer.raw(Array(text.utf8))
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    static func random(depth: Int, using generator: inout SeededGenerator) -> SpelledTree {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &generator) {
        case 0...4:
            let scalars = [
                "null", "true", "1", "2", "1.50", "-0", "1e2", "92.10", #""a""#, #""b""#, #""é""#,
                #""\u00e9\n""#, #""\/""#, #""""#,
            ]
            return .scalar(scalars.randomElement(using: &generator) ?? "0")
        case 5...7:
            return .array(
                (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                    random(depth: depth - 1, using: &generator)
                })
        default:
            let names = ["id", "a", "b", "c", "d", "long name"].shuffled(using: &generator)
            return .object(
                names.prefix(Int.random(in: 0...6, using: &generator)).map {
                    Member(name: $0, value: random(depth: depth - 1, using: &generator))
                })
        }
    }

    /// The tree with one thing changed somewhere.
    func edited(using generator: inout SeededGenerator) -> SpelledTree {
        let isHere = Int.random(in: 0..<3, using: &generator) == 0
        switch self {
        case .array(var elements) where !isHere:
            let position = Int.random(in: 0...elements.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: elements.insert(.random(depth: 2, using: &generator), at: position)
            case 1: elements.shuffle(using: &generator)
            case 2 where position < elements.count: elements.remove(at: position)
            default:
                guard position < elements.count else { return self }
                elements[position] = elements[position].edited(using: &generator)
            }
            return .array(elements)
        case .object(var members) where !isHere:
            let position = Int.random(in: 0...members.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                let name = "new \(Int.random(in: 0..<99, using: &generator))"
                guard !members.contains(where: { $0.name == name }) else { return self }
                members.insert(
                    Member(name: name, value: .random(depth: 2, using: &generator)), at: position)
            case 1 where position < members.count: members.remove(at: position)
            default:
                guard position < members.count else { return self }
                members[position].value = members[position].value.edited(using: &generator)
            }
            return .object(members)
        default: return .random(depth: 2, using: &generator)
        }
    }
}

/// Writes trees with white space of every kind.
struct RandomLayout {
    private let isTidy: Bool
    private let newline: String
    private let indent: String
    private let colon: String

    init(using generator: inout SeededGenerator) {
        isTidy = Int.random(in: 0..<4, using: &generator) > 0
        newline = ["\n", "\r\n", ""].randomElement(using: &generator) ?? ""
        indent = ["  ", "    ", "\t", " "].randomElement(using: &generator) ?? ""
        colon = [": ", ":", " : "].randomElement(using: &generator) ?? ""
    }

    mutating func write(_ tree: SpelledTree, using generator: inout SeededGenerator) -> [UInt8] {
        var text = ""
        append(tree, depth: 0, to: &text, using: &generator)
        if Bool.random(using: &generator) { text += "\n" }
        return Array(text.utf8)
    }

    private func gap(_ depth: Int, using generator: inout SeededGenerator) -> String {
        if isTidy {
            return newline.isEmpty ? "" : newline + String(repeating: indent, count: depth)
        }
        return ["", " ", "\n", "\r\n\t", "\n\n   ", " \n "].randomElement(using: &generator) ?? ""
    }

    private func append(
        _ tree: SpelledTree, depth: Int, to text: inout String,
        using generator: inout SeededGenerator
    ) {
        let items: [(String, SpelledTree)]
        let brackets: (String, String)
        switch tree {
        case .scalar(let scalar):
            text += scalar
            return
        case .array(let elements):
            items = elements.map { ("", $0) }
            brackets = ("[", "]")
        case .object(let members):
            items = members.map { ("\"\($0.name)\"" + colon, $0.value) }
            brackets = ("{", "}")
        }
        text += brackets.0
        for (position, item) in items.enumerated() {
            if position > 0 {
                if !isTidy { text += gap(depth + 1, using: &generator) }
                text += ","
            }
            text += gap(depth + 1, using: &generator) + item.0
            append(item.1, depth: depth + 1, to: &text, using: &generator)
        }
        if !items.isEmpty || !isTidy { text += gap(depth, using: &generator) }
        text += brackets.1
    }
}
