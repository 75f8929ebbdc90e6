extension JSONEditor {
    /// Changes a value such that it says what another one does, touching only what differs.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - new: What it is to say.
    ///   - matching: Which elements of arrays are one and the same.
    public mutating func update(
        _ node: JSONNode, to new: JSONNode, matching: JSONMatching = .automatic
    ) {
        update(node, from: node, to: new, matching: matching)
    }

    /// Carries the difference between two versions of a value over to this text.
    ///
    /// What is the same in both versions stays as it is in the text, also where the text spells it
    /// in another way, leaves it out, or says more.
    ///
    /// - Parameters:
    ///   - node: The value in this text.
    ///   - old: What a program read from it.
    ///   - new: What the program made of that.
    ///   - matching: Which elements of arrays are one and the same.
    public mutating func update(
        _ node: JSONNode, from old: JSONNode, to new: JSONNode,
        matching: JSONMatching = .automatic
    ) {
        if let changed = JSONMemberChange.all(from: old, to: new) {
            if changed.isEmpty { return }
            if node.kind == .object {
                for change in changed { update(change, of: node, to: new, matching) }
                return
            }
        }
        if old.isSame(as: new) { return }
        if node.kind == .object, old.kind == .object, new.kind == .object {
            updateMembers(of: node, from: old, to: new, matching)
        } else if node.kind == .array, old.kind == .array, new.kind == .array {
            // A program that reads fewer elements than there are cannot say which ones it means.
            let old = old.count == node.count ? old : node
            updateElements(of: node, from: old, to: new, matching)
        } else if !node.isSame(as: new) {
            replace(node, with: new)
        }
    }

    /// Carries over what has become of one member, where nothing else tells the two versions apart.
    private mutating func update(
        _ change: JSONMemberChange, of node: JSONNode, to new: JSONNode, _ matching: JSONMatching
    ) {
        let name = change.name
        if let here = value(of: name, in: node) {
            // Scalars have nothing to match; asking for their names would cost a string each.
            update(
                here, from: change.old, to: change.new,
                matching: Templates.isContainer(change.new) ? matching.member(name) : .automatic)
        } else if !change.old.isSame(as: change.new), let text = name.string {
            set(text, in: node, to: change.new, at: position(of: name, in: node, ordered: new))
        }
    }

    private mutating func updateMembers(
        of node: JSONNode, from old: JSONNode, to new: JSONNode, _ matching: JSONMatching
    ) {
        for member in old.members where value(of: member.key, in: new) == nil {
            if let name = member.key.string { remove(name, from: node) }
        }
        for member in new.members {
            let was = value(of: member.key, in: old)
            if let here = value(of: member.key, in: node) {
                update(
                    here, from: was ?? here, to: member.value,
                    matching: matching.member(member.key))
            } else if let name = member.key.string,
                was.map({ !$0.isSame(as: member.value) }) ?? true
            {
                set(
                    name, in: node, to: member.value,
                    at: position(of: member.key, in: node, ordered: new))
            }
        }
    }

    private func value(of name: JSONNode, in object: JSONNode) -> JSONNode? {
        name.withString { name in
            var cursor = object.memberCursor()
            return cursor.value(for: name)
        } ?? nil
    }

    /// Where a new member comes to stand: behind the nearest one that precedes it in the new
    /// version and is there, or else before the nearest one that follows.
    private func position(of name: JSONNode, in node: JSONNode, ordered new: JSONNode) -> Int {
        var names: [JSONNode] = []
        var place = 0
        for member in new.members {
            if member.key.index == name.index { place = names.count }
            names.append(member.key)
        }
        func index(of name: JSONNode) -> Int? {
            name.string.flatMap { member($0, of: node)?.index }
        }
        for before in names[..<place].reversed() {
            if let index = index(of: before) { return index + 1 }
        }
        for behind in names[(place + 1)...] {
            if let index = index(of: behind) { return index }
        }
        return node.count
    }

    private mutating func updateElements(
        of node: JSONNode, from old: JSONNode, to new: JSONNode, _ matching: JSONMatching
    ) {
        let (key, inside) = matching.elements
        let alignment = ElementAlignment(old, new, by: key)
        let staying = alignment.staying
        let here = Array(node.elements)
        let before = Array(old.elements)
        var changes = edits[node.index] ?? ItemEdits()
        for position in alignment.removed { changes.remove(position) }
        // New and moved elements stand behind the one that stays before them.
        var place = 0
        for (position, element) in new.elements.enumerated() {
            guard let source = alignment.sources[position] else {
                changes.insert(NewItem(name: nil, content: .value(element)), at: place)
                continue
            }
            update(here[source], from: before[source], to: element, matching: inside)
            if staying.contains(position) {
                place = source + 1
            } else {
                changes.remove(source)
                changes.insert(NewItem(name: nil, content: .moved(here[source])), at: place)
            }
        }
        if !changes.isEmpty { edits[node.index] = changes }
    }
}
