/// The values of a deferred run: containers by node, scalars by their place in a store of text.
final class EncodingTree {
    /// An encoder or container was asked for two values or for two kinds of container.
    struct Misuse: Error {}

    private enum Content {
        case nothing
        case scalar(Range<Int>)
        case object
        case array
    }

    private struct Node {
        var content = Content.nothing
        let parent: Int
        let key: any CodingKey
        /// The node of the same name that this one took the place of.
        var replaced: Int?
        var children: [Int] = []
        /// The position of each member in `children`, by the bytes of its name.
        var positions: [JSONKey: Int] = [:]
    }

    /// The node of the value that the run is for.
    static let root = 0
    private var nodes = [Node(parent: -1, key: JSONCodingKey(stringValue: ""))]

    /// Whether a node has no value yet; what stands for no node has none to get.
    func isEmpty(_ node: Int) -> Bool {
        guard node >= 0 else { return false }
        if case .nothing = nodes[node].content { return true }
        return false
    }

    func isContainer(_ node: Int, _ kind: JSONKind) -> Bool {
        guard node >= 0 else { return false }
        return switch nodes[node].content {
        case .object: kind == .object
        case .array: kind == .array
        default: false
        }
    }

    func count(_ node: Int) -> Int { nodes[node].children.count }

    func setScalar(_ node: Int, _ place: Range<Int>) {
        nodes[node].content = .scalar(place)
    }

    func setContainer(_ node: Int, _ kind: JSONKind) {
        nodes[node].content = kind == .object ? .object : .array
    }

    /// Adds a member; one of the same name loses its value to it and keeps its position.
    func addMember(_ key: some CodingKey, to object: Int) throws -> Int {
        guard isContainer(object, .object) else { throw Misuse() }
        let node = nodes.count
        nodes.append(Node(parent: object, key: key))
        let name = JSONKey(key.stringValue)
        if let position = nodes[object].positions[name] {
            nodes[node].replaced = nodes[object].children[position]
            nodes[object].children[position] = node
        } else {
            nodes[object].positions[name] = nodes[object].children.count
            nodes[object].children.append(node)
        }
        return node
    }

    func addElement(to array: Int) throws -> Int {
        guard isContainer(array, .array) else { throw Misuse() }
        let node = nodes.count
        nodes.append(
            Node(parent: array, key: JSONCodingKey(intValue: nodes[array].children.count)))
        nodes[array].children.append(node)
        return node
    }

    /// Takes out a node whose value could not be encoded.
    func discard(_ node: Int) {
        let parent = nodes[node].parent
        guard let position = nodes[parent].children.firstIndex(of: node) else { return }
        if let replaced = nodes[node].replaced {
            nodes[parent].children[position] = replaced
            return
        }
        nodes[parent].children.remove(at: position)
        guard isContainer(parent, .object) else { return }
        nodes[parent].positions[JSONKey(nodes[node].key.stringValue)] = nil
        for later in nodes[parent].children.indices[position...] {
            let child = nodes[parent].children[later]
            nodes[parent].positions[JSONKey(nodes[child].key.stringValue)] = later
        }
    }

    func path(to node: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var node = node
        while node > Self.root {
            path.append(nodes[node].key)
            node = nodes[node].parent
        }
        return path.reversed()
    }

    /// Writes everything below a node.
    func write(
        _ node: Int, from store: JSONWriter, sorted: Bool, to writer: inout JSONWriter
    ) {
        let value = nodes[node]
        switch value.content {
        case .scalar(let place):
            store.withBytes { writer.raw(UnsafeBufferPointer(rebasing: $0[place])) }
        case .array:
            writer.beginArray()
            for child in value.children {
                write(child, from: store, sorted: sorted, to: &writer)
            }
            writer.endArray()
        case .object, .nothing:
            writer.beginObject()
            for child in sorted ? inNameOrder(value.children) : value.children {
                writer.key(nodes[child].key.stringValue)
                write(child, from: store, sorted: sorted, to: &writer)
            }
            writer.endObject()
        }
    }

    private func inNameOrder(_ members: [Int]) -> [Int] {
        members.sorted {
            nodes[$0].key.stringValue.utf8.lexicographicallyPrecedes(nodes[$1].key.stringValue.utf8)
        }
    }
}
