/// Edits a JSON text as a careful person would: what is not meant stays byte for byte as it is, and
/// what is new looks like what stands beside it.
///
/// Unknown members, the order of members, indentation, line ends, the spelling of numbers and
/// strings, and a missing or present last line break all stay. Replacing one value changes its
/// bytes only. A new item copies the style of its neighbours, and one that goes takes its comma and
/// its line along.
///
/// ```swift
/// let tape = try JSONTape(parsing: bytes)
/// var editor = JSONEditor(tape)
/// editor.set("status", in: tape.root, to: try JSONTape(parsing: #""done""#).root)
/// let edited = editor.finish()
/// ```
///
/// New values are nodes of other texts, which may be laid out in any way. Nodes to edit, and
/// positions in arrays, are those of the text as it was parsed, whatever has been edited before.
/// Edit each value once; edits inside of what is replaced or removed are void.
public struct JSONEditor: Sendable {
    /// The text that is edited.
    public let tape: JSONTape
    /// What new parts are written like where nothing beside them shows how.
    public let layout: JSONLayout

    let firstIndent: [UInt8]
    /// By the tape indexes of the values that are replaced.
    var replacements: [Int: JSONNode] = [:]
    /// By the tape indexes of the containers.
    var edits: [Int: ItemEdits<NewItem>] = [:]

    /// An item that comes.
    struct NewItem: Sendable {
        enum Content: Sendable {
            /// A value of another text.
            case value(JSONNode)
            /// A value of this text, with what is edited inside it.
            case moved(JSONNode)
        }

        var name: String?
        var content: Content
    }

    /// Begins to edit a text.
    ///
    /// - Parameters:
    ///   - tape: The parsed text.
    ///   - layout: What new parts are written like where nothing beside them shows how; what the
    ///     text shows itself, if it is nil.
    ///   - firstIndent: The indentation of the line on which the text begins, when it is a part of
    ///     a larger one.
    public init(_ tape: JSONTape, layout: JSONLayout? = nil, firstIndent: [UInt8] = []) {
        self.tape = tape
        self.layout = layout ?? JSONLayout(of: tape)
        self.firstIndent = firstIndent
    }

    /// Whether nothing has been edited.
    public var isEmpty: Bool { replacements.isEmpty && edits.allSatisfy { $0.value.isEmpty } }

    /// Puts a value in place of another one, whole.
    public mutating func replace(_ node: JSONNode, with value: JSONNode) {
        check(node)
        replacements[node.index] = value
    }

    /// Sets a member: changes what differs in the value it has, or adds it.
    ///
    /// - Parameters:
    ///   - name: The member's name.
    ///   - object: The object.
    ///   - value: The member's value.
    ///   - position: Where a new member comes to stand among those that are there; at the end, if
    ///     it is nil.
    public mutating func set(
        _ name: String, in object: JSONNode, to value: JSONNode, at position: Int? = nil
    ) {
        check(object)
        if let (index, member) = self.member(name, of: object) {
            edits[object.index]?.keep(index)
            update(member, to: value)
            return
        }
        let item = NewItem(name: name, content: .value(value))
        let isKnown =
            edits[object.index]?.change(where: { Self.isNamed($0, name) }, to: item) ?? false
        if !isKnown {
            edits[object.index, default: ItemEdits()].insert(item, at: position ?? object.count)
        }
    }

    /// Removes a member, if it is there.
    public mutating func remove(_ name: String, from object: JSONNode) {
        check(object)
        if let (index, _) = member(name, of: object) {
            edits[object.index, default: ItemEdits()].remove(index)
        } else {
            _ = edits[object.index]?.change(where: { Self.isNamed($0, name) }, to: nil)
        }
    }

    /// Adds an element at the end of an array.
    public mutating func append(_ value: JSONNode, to array: JSONNode) {
        insert(value, into: array, at: array.count)
    }

    /// Adds an element before the one that stands at a position.
    public mutating func insert(_ value: JSONNode, into array: JSONNode, at position: Int) {
        check(array)
        precondition((0...array.count).contains(position), "the array has no such position")
        edits[array.index, default: ItemEdits()].insert(
            NewItem(name: nil, content: .value(value)), at: position)
    }

    /// Removes the element at a position.
    public mutating func remove(at position: Int, from array: JSONNode) {
        check(array)
        precondition((0..<array.count).contains(position), "the array has no such position")
        edits[array.index, default: ItemEdits()].remove(position)
    }

    /// The edited text.
    public func finish() -> [UInt8] {
        JSONSplice.apply(splices(), to: tape.source)
    }

    private func check(_ node: JSONNode) {
        precondition(node.tape === tape, "the node belongs to another text")
    }

    func member(_ name: String, of object: JSONNode) -> (index: Int, value: JSONNode)? {
        var name = name
        return name.withUTF8 { utf8 in
            var index = 0
            for member in object.members {
                if member.key.equals(utf8) { return (index, member.value) }
                index += 1
            }
            return nil
        }
    }

    private static func isNamed(_ item: NewItem, _ name: String) -> Bool {
        item.name?.utf8.elementsEqual(name.utf8) ?? false
    }
}
