extension JSONNode {
    /// The value that a pointer leads to from here; nil if there is none.
    ///
    /// An element's position is spelled in digits without a leading zero; `-` leads nowhere.
    public subscript(pointer: JSONPointer) -> JSONNode? {
        var node = self
        for token in pointer.tokens {
            guard let next = node.child(token) else { return nil }
            node = next
        }
        return node
    }

    private func child(_ token: String) -> JSONNode? {
        switch kind {
        case .object: self[token]
        case .array: JSONPointer.position(token).flatMap { elements[$0] }
        default: nil
        }
    }
}

extension JSONPointer {
    /// The position that a token spells: digits without a leading zero.
    static func position(_ token: String) -> Int? {
        guard token.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        guard token.utf8.count == 1 || token.utf8.first != UInt8(ascii: "0") else { return nil }
        return Int(token)
    }
}

extension JSONTape {
    /// The pointer from the root to a value or a member's name.
    ///
    /// - Parameter node: A node of this tape; a member's name is answered like its value.
    public func pointer(to node: JSONNode) -> JSONPointer {
        precondition(node.tape === self, "the node belongs to another tape")
        var pointer = JSONPointer()
        var container = root
        while container.index < node.index {
            guard let step = container.step(towards: node.index) else { break }
            pointer.tokens.append(step.name)
            container = step.node
        }
        return pointer
    }
}

extension JSONNode {
    /// The child that holds a tape index: its position, its name or, in an array, its position as
    /// text, and the value.
    func step(towards index: Int) -> (position: Int, name: String, node: JSONNode)? {
        var position = 0
        for member in members {
            if index < member.value.next {
                return (position, member.key.string ?? "", member.value)
            }
            position += 1
        }
        for element in elements {
            if index < element.next { return (position, String(position), element) }
            position += 1
        }
        return nil
    }
}
