import DataBridgeCore
import JSONSyntax

/// Finds the collections in a document: arrays of objects with an id, at the top (`/tasks`), one
/// level down (`/master/tasks`), or the document itself (the empty name).
///
/// An array counts when a declared entity is named like it, or like its last part; when its first
/// element is an object with an id; or, being empty, when a collection elsewhere has the same last
/// part, or when there is no other collection: a list stays one when its last record goes.
struct CollectionDiscovery {
    /// A collection in the text.
    struct Found {
        let name: String
        let array: JSONNode
        let schema: CollectionSchema
    }

    private let declared: [CollectionSchema]

    init(_ declared: [CollectionSchema]) {
        self.declared = declared
    }

    func collections(in root: JSONNode) throws -> [Found] {
        if root.kind == .array { return [Found(name: "", array: root, schema: schema(of: []))] }
        var found: [Found] = []
        var empty: [[String]: JSONNode] = [:]
        for path in paths(in: root) {
            guard let node = root[JSONPointer(tokens: path)] else { continue }
            guard node.kind == .array else { continue }
            let schema = schema(of: path)
            if isNamed(path) || isCollection(node, idName: schema.idName) {
                found.append(Found(name: name(path), array: node, schema: schema))
            } else if node.count == 0 {
                empty[path] = node
            }
        }
        let lastParts = Set(found.compactMap { JSONPointer.last(of: $0.name) }.map(Value.string))
        for (path, node) in empty
        where lastParts.isEmpty || path.last.map({ lastParts.contains(.string($0)) }) ?? false {
            found.append(Found(name: name(path), array: node, schema: schema(of: path)))
        }
        return found
    }

    /// The paths of the members at the top and one level down.
    private func paths(in root: JSONNode) -> [[String]] {
        var paths: [[String]] = []
        for member in root.members {
            guard let outer = member.key.string else { continue }
            paths.append([outer])
            for inner in member.value.members {
                if let name = inner.key.string { paths.append([outer, name]) }
            }
        }
        return paths
    }

    private func isCollection(_ array: JSONNode, idName: String) -> Bool {
        guard let first = array.elements.first, let id = first[idName] else { return false }
        return id.kind == .number || id.kind == .string
    }

    private func name(_ path: [String]) -> String { JSONPointer(tokens: path).description }

    private func isNamed(_ path: [String]) -> Bool {
        declared.contains { schema in
            ByteOrder.equal(schema.name, name(path))
                || schema.documentIndex == nil && hasLastPart(schema, path)
        }
    }

    private func hasLastPart(_ schema: CollectionSchema, _ path: [String]) -> Bool {
        guard let own = JSONPointer.last(of: schema.name), let last = path.last else {
            return false
        }
        return ByteOrder.equal(own, last)
    }

    /// What the records of a collection are read as.
    func schema(of path: [String]) -> CollectionSchema {
        let name = name(path)
        let schema =
            declared.first { ByteOrder.equal($0.name, name) }
            ?? declared.first { $0.documentIndex == nil && hasLastPart($0, path) }
            ?? declared.first { $0.documentIndex != nil }
            ?? Document.schema.collection
        return ByteOrder.equal(schema.name, name) ? schema : schema.named(name)
    }
}

extension JSONPointer {
    /// The last part of a pointer's text; nil for the whole document or for what is no pointer.
    static func last(of text: String) -> String? {
        (try? JSONPointer(text))?.tokens.last
    }
}
