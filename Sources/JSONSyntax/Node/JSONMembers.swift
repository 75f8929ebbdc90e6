/// A member of an object.
public struct JSONMember: Sendable {
    /// The member's name, a string.
    public let key: JSONNode

    /// The member's value.
    public let value: JSONNode

    @inlinable
    init(key: JSONNode, value: JSONNode) {
        self.key = key
        self.value = value
    }
}

extension JSONNode {
    /// The members of an object, in the order of the text; none for any other value.
    @inlinable
    public var members: JSONMembers { JSONMembers(self) }

    /// The value of the first member of that name, found by comparing one name after the other.
    public subscript(name: String) -> JSONNode? {
        var name = name
        return name.withUTF8 { utf8 in
            members.first { $0.key.equals(utf8) }?.value
        }
    }

    /// The value of the first member of that name, found by comparing one name after the other.
    @inlinable
    public subscript(key: JSONKey) -> JSONNode? {
        var cursor = memberCursor()
        return cursor.value(for: key)
    }

    /// A cursor for reading members in an expected order.
    @inlinable
    public func memberCursor() -> JSONMemberCursor { JSONMemberCursor(self) }
}

/// The members of an object.
public struct JSONMembers: Sequence, Sendable {
    /// Walks over the members.
    public struct Iterator: IteratorProtocol, Sendable {
        @usableFromInline let tape: JSONTape
        @usableFromInline var index: Int
        @usableFromInline var remaining: Int

        @inlinable
        init(_ node: JSONNode) {
            tape = node.tape
            index = node.index &+ 1
            remaining = node.kind == .object ? node.count : 0
        }

        /// The next member.
        @inlinable
        public mutating func next() -> JSONMember? {
            guard remaining > 0 else { return nil }
            remaining &-= 1
            let key = JSONNode(tape: tape, index: index)
            let value = JSONNode(tape: tape, index: index &+ 1)
            index = value.next
            return JSONMember(key: key, value: value)
        }
    }

    @usableFromInline let node: JSONNode

    @inlinable
    init(_ node: JSONNode) { self.node = node }

    /// The number of members.
    @inlinable
    public var count: Int { node.kind == .object ? node.count : 0 }

    /// The number of members, known without walking over them.
    @inlinable
    public var underestimatedCount: Int { count }

    /// Starts at the first member.
    @inlinable
    public func makeIterator() -> Iterator { Iterator(node) }
}
