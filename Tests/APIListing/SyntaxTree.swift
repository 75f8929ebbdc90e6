import Foundation

/// Which declarations of ours a program uses, as its typed syntax trees say that
/// `swiftc -dump-ast-format json` writes.
struct SyntaxTree {
    /// A type of the program, with what it conforms to.
    struct Conformer {
        /// Identifiers of protocols.
        var protocols: Set<String> = []
        /// Names of its own members, such as `prepare(_:policy:)`.
        var members: Set<String> = []
    }

    /// The declarations that expressions and patterns refer to, by identifier.
    private(set) var references: Set<String> = []
    /// The program's types by identifier.
    private(set) var conformers: [String: Conformer] = [:]

    init() {}

    /// Takes up the tree of one more file.
    mutating func add(_ json: Data) throws {
        visit(try JSONSerialization.jsonObject(with: json))
    }

    private mutating func visit(_ node: Any) {
        if let elements = node as? [Any] {
            for element in elements { visit(element) }
        } else if let members = node as? [String: Any] {
            if let reference = members["decl_usr"] as? String { references.insert(reference) }
            if let type = SyntaxTree.type(declaredBy: members) {
                conformers[type, default: Conformer()].add(members)
            }
            for member in members.values where !(member is String) { visit(member) }
        }
    }

    /// The identifier of the type of which a node is the declaration, or an extension.
    private static func type(declaredBy node: [String: Any]) -> String? {
        switch node["_kind"] as? String {
        case "class_decl", "struct_decl", "enum_decl": return node["usr"] as? String
        case "extension_decl":
            // `$s3App5StoreCD` is the type whose identifier is `s:3App5StoreC`.
            guard let type = node["extended_type"] as? String, type.hasPrefix("$s"),
                type.hasSuffix("D")
            else { return nil }
            return "s:" + type.dropFirst(2).dropLast()
        default: return nil
        }
    }
}

extension SyntaxTree.Conformer {
    fileprivate mutating func add(_ declaration: [String: Any]) {
        let inheritance = declaration["inherits"] as? [String: Any]
        for conformance in inheritance?["conformances"] as? [[String: Any]] ?? [] {
            if let identifier = conformance["protocol"] as? String { protocols.insert(identifier) }
        }
        for member in declaration["members"] as? [[String: Any]] ?? [] {
            if let name = SyntaxTree.Conformer.name(of: member) { members.insert(name) }
        }
    }

    /// The name with the labels, as symbol graphs spell it.
    private static func name(of declaration: [String: Any]) -> String? {
        guard let name = declaration["name"] as? [String: Any],
            let base = name["base_name"] as? [String: Any],
            let text = base["name"] as? String ?? base["special"] as? String
        else { return nil }
        let kind = declaration["_kind"] as? String
        guard ["func_decl", "constructor_decl", "subscript_decl"].contains(kind) else {
            return text
        }
        let labels = (name["args"] as? [String] ?? []).map { ($0.isEmpty ? "_" : $0) + ":" }
        return "\(text)(\(labels.joined()))"
    }
}
