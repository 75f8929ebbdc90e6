import JSONSyntax

/// A JSON value as plain Swift data, made at random and compared with what was parsed.
indirect enum RandomJSON: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([RandomJSON])
    case object([Member])

    struct Member: Equatable {
        let name: String
        let value: RandomJSON
    }

    /// Makes a value that a seed repeats.
    static func make(depth: Int, using generator: inout SeededGenerator) -> RandomJSON {
        switch Int.random(in: 0..<(depth > 0 ? 12 : 7), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .number(String(Int64(bitPattern: generator.next())))
        case 3:
            let value = Double(bitPattern: generator.next())
            return .number(value.isFinite ? value.description : "-0.0")
        case 4: return .number("\(Int.random(in: -9...9, using: &generator)).50E+3")
        case 5, 6: return .string(text(using: &generator))
        case 7...9:
            let count = Int.random(in: 0..<6, using: &generator)
            return .array((0..<count).map { _ in make(depth: depth - 1, using: &generator) })
        default:
            let count = [0, 1, 3, 6, 40].randomElement(using: &generator) ?? 0
            return .object(
                (0..<count).map {
                    // The number keeps the names apart.
                    Member(
                        name: text(using: &generator) + String($0),
                        value: make(depth: depth - 1, using: &generator))
                })
        }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<24, using: &generator) {
            let limit: UInt32 =
                [0x80, 0x80, 0x80, 0x800, 0x10000, 0x110000].randomElement(using: &generator) ?? 0
            text.append(Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) ?? "x")
        }
        return String(text)
    }

    /// Writes the value.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .number(let text): writer.raw(Array(text.utf8))
        case .string(let value): writer.string(value)
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

    /// Reads the value back.
    init?(_ node: JSONNode) {
        switch node.kind {
        case .null: self = .null
        case .boolean: self = .bool(node.bool ?? false)
        case .number: self = .number(node.numberText ?? "")
        case .string: self = .string(node.string ?? "")
        case .array:
            let elements = node.elements.compactMap(RandomJSON.init)
            guard elements.count == node.count else { return nil }
            self = .array(elements)
        case .object:
            let members = node.members.compactMap { member in
                RandomJSON(member.value).map { Member(name: member.key.string ?? "", value: $0) }
            }
            guard members.count == node.count else { return nil }
            self = .object(members)
        }
    }
}
