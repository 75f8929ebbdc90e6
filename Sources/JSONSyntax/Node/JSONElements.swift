extension JSONNode {
    /// The elements of an array, in order; none for any other value.
    @inlinable
    public var elements: JSONElements { JSONElements(self) }
}

/// The elements of an array.
public struct JSONElements: Sequence, Sendable {
    /// Walks over the elements.
    public struct Iterator: IteratorProtocol, Sendable {
        @usableFromInline let tape: JSONTape
        @usableFromInline var index: Int
        @usableFromInline var remaining: Int

        @inlinable
        init(_ node: JSONNode) {
            tape = node.tape
            index = node.index &+ 1
            remaining = node.kind == .array ? node.count : 0
        }

        /// The next element.
        @inlinable
        public mutating func next() -> JSONNode? {
            guard remaining > 0 else { return nil }
            remaining &-= 1
            let node = JSONNode(tape: tape, index: index)
            index = node.next
            return node
        }
    }

    @usableFromInline let node: JSONNode

    @inlinable
    init(_ node: JSONNode) { self.node = node }

    /// The number of elements.
    @inlinable
    public var count: Int { node.kind == .array ? node.count : 0 }

    /// The number of elements, known without walking over them.
    @inlinable
    public var underestimatedCount: Int { count }

    /// The first element.
    @inlinable
    public var first: JSONNode? {
        var iterator = makeIterator()
        return iterator.next()
    }

    /// Starts at the first element.
    @inlinable
    public func makeIterator() -> Iterator { Iterator(node) }

    /// The element at a position, found by walking there.
    public subscript(position: Int) -> JSONNode? {
        guard position >= 0, position < count else { return nil }
        var iterator = makeIterator()
        for _ in 0..<position { _ = iterator.next() }
        return iterator.next()
    }
}
