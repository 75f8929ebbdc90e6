import DataBridgeCore
import JSONSyntax

/// Finds the lists of records in a document: each array that holds an object and stands in no other
/// array.
///
/// An empty array is one when another list has the same name (the tags of a `tasks.json`), or when
/// there is no other list at all.
struct RecordListSearch {
    /// An array and its place.
    struct List {
        let pointer: JSONPointer
        let node: JSONNode
    }

    /// The lists, in the order of the document.
    private(set) var lists: [List] = []
    /// The outermost places in which there is no list.
    private(set) var others: [JSONPointer] = []

    init(_ root: JSONNode) {
        let names = Self.namesOfLists(in: root, named: nil)
        search(root, at: JSONPointer(), names)
    }

    /// The names of the arrays that hold an object.
    private static func namesOfLists(in node: JSONNode, named name: String?) -> Set<Value> {
        switch node.kind {
        case .array where holdsObject(node): [name.map { .string($0) } ?? .null]
        case .object:
            node.members.reduce(into: []) { names, member in
                names.formUnion(namesOfLists(in: member.value, named: member.key.string))
            }
        default: []
        }
    }

    private static func holdsObject(_ array: JSONNode) -> Bool {
        array.elements.contains { $0.kind == .object }
    }

    private func isList(_ array: JSONNode, at pointer: JSONPointer, _ names: Set<Value>) -> Bool {
        guard array.count == 0 else { return Self.holdsObject(array) }
        return names.isEmpty || names.contains(.string(pointer.tokens.last ?? ""))
    }

    private mutating func search(
        _ node: JSONNode, at pointer: JSONPointer, _ names: Set<Value>
    ) {
        switch node.kind {
        case .array where isList(node, at: pointer, names):
            lists.append(List(pointer: pointer, node: node))
        case .object:
            let found = lists.count
            let passed = others.count
            for member in node.members {
                search(member.value, at: pointer.appending(member.key.string ?? ""), names)
            }
            // An object without any list is one place that is left out, not one per member.
            if lists.count == found {
                others.removeSubrange(passed...)
                others.append(pointer)
            }
        default:
            others.append(pointer)
        }
    }
}
