extension JSONEditor {
    /// What changes in the text, in its order.
    public func splices() -> [JSONSplice] {
        splices(in: 0..<tape.nodeCount)
    }

    /// What changes in the part of the text that some nodes cover.
    private func splices(in nodes: Range<Int>) -> [JSONSplice] {
        let void = voidNodes(in: nodes)
        func counts(_ index: Int) -> Bool {
            nodes.contains(index) && !void.contains(index)
        }
        // Nodes count up in the order of the text.
        var found: [JSONSplice] = replacements.keys.filter(counts).sorted().compactMap { index in
            guard let value = replacements[index] else { return nil }
            let node = JSONNode(tape: tape, index: index)
            return JSONSplice(node.span, text(of: value, inPlaceOf: node))
        }
        let replaced = found.count
        for (index, edits) in edits where counts(index) && replacements[index] == nil {
            found += splices(of: edits, in: JSONNode(tape: tape, index: index))
        }
        guard found.count > replaced else { return found }
        return found.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
    }

    /// The nodes inside of what is replaced or removed, in as few runs as possible.
    private func voidNodes(in nodes: Range<Int>) -> NodeRuns {
        var runs: [Range<Int>] = []
        for index in replacements.keys where nodes.contains(index) {
            let next = JSONNode(tape: tape, index: index).next
            if next > index + 1 { runs.append(index + 1..<next) }
        }
        for (index, edits) in edits where nodes.contains(index) && !edits.removed.isEmpty {
            var position = 0
            for child in children(of: JSONNode(tape: tape, index: index)) {
                if edits.removed.contains(position) { runs.append(child.index..<child.next) }
                position += 1
            }
        }
        return NodeRuns(runs)
    }

    private func children(of node: JSONNode) -> [JSONNode] {
        node.kind == .object ? node.members.map(\.value) : Array(node.elements)
    }

    private func splices(of edits: ItemEdits<NewItem>, in node: JSONNode) -> [JSONSplice] {
        let isObject = node.kind == .object
        let items =
            isObject
            ? node.members.map { $0.key.span.lowerBound..<$0.value.span.upperBound }
            : node.elements.map(\.span)
        let style: ContainerStyle
        if node.count > 0 {
            style = ContainerStyle(of: node, layout: layout, firstIndent: firstIndent)
        } else {
            let first = edits.inserted.values.first?.first.map { value(of: $0).kind }
            style = ContainerStyle(
                of: node.kind, holding: first, layout: layout,
                indent: tape.source.indentation(at: node.span.lowerBound, first: firstIndent),
                onOneLine: false)
        }
        let container = ContainerText(
            source: tape.source, span: node.span, items: items, style: style)
        return container.splices(edits) { item, place in
            text(of: item, beside: node, style, indent: place.indent, onOneLine: place.onOneLine)
        }
    }

    private func value(of item: NewItem) -> JSONNode {
        switch item.content {
        case .value(let node), .moved(let node): node
        }
    }

    private var renderer: JSONRenderer { JSONRenderer(layout: layout, firstIndent: firstIndent) }

    private func text(of value: JSONNode, inPlaceOf node: JSONNode) -> [UInt8] {
        var text: [UInt8] = []
        let indent =
            Templates.isContainer(value)
            ? tape.source.indentation(at: node.span.lowerBound, first: firstIndent) : []
        renderer.render(value, like: node, indent: indent, onOneLine: false, into: &text)
        return text
    }

    private func text(
        of item: NewItem, beside container: JSONNode, _ style: ContainerStyle, indent: [UInt8],
        onOneLine: Bool
    ) -> [UInt8] {
        var text: [UInt8] = []
        if let name = item.name { renderer.appendName(name, style.colon, to: &text) }
        switch item.content {
        case .moved(let node):
            let inner = splices(in: node.index..<node.next).map { splice in
                let start = splice.range.lowerBound - node.span.lowerBound
                return JSONSplice(start..<start + splice.range.count, splice.bytes)
            }
            text += JSONSplice.apply(inner, to: Array(tape.source[node.span]))
        case .value(let value):
            let template =
                item.name == nil
                ? Templates.element(of: container, for: value)
                : container.members.first { Templates.fits($0.value, value) }?.value
            renderer.render(
                value, like: template, indent: indent, onOneLine: onOneLine, into: &text)
        }
        return text
    }
}

/// Runs of tape indexes of which each lies apart from the others.
private struct NodeRuns {
    private var runs: [Range<Int>] = []

    /// Takes runs of which each two lie apart or one inside the other.
    init(_ nested: [Range<Int>]) {
        for run in nested.sorted(by: { $0.lowerBound < $1.lowerBound })
        where run.upperBound > runs.last?.upperBound ?? 0 {
            runs.append(run)
        }
    }

    func contains(_ index: Int) -> Bool {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound <= index { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].contains(index)
    }
}
