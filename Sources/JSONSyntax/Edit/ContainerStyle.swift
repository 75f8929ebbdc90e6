/// The white space and punctuation around the items of a container.
struct ContainerStyle {
    /// What stands between the opening bracket and the first item.
    var lead: [UInt8]
    /// What stands between two items, the comma included.
    var separator: [UInt8]
    /// What stands between the last item and the closing bracket.
    var trail: [UInt8]
    /// What stands between a member's name and its value.
    var colon: [UInt8]
    /// The indentation of the line that the opening bracket stands on.
    var indent: [UInt8]

    /// Whether items stand on lines of their own.
    var hasLines: Bool { lead.hasLineBreak || separator.hasLineBreak }
}

extension ContainerStyle {
    /// The style of a container that has items.
    ///
    /// - Parameter firstIndent: The indentation of the text's first line.
    init(of node: JSONNode, layout: JSONLayout, firstIndent: [UInt8]) {
        let source = node.tape.source
        let open = node.span.lowerBound
        let close = node.span.upperBound - 1
        let first = JSONNode(tape: node.tape, index: node.index + 1)
        let value = node.kind == .object ? JSONNode(tape: node.tape, index: first.index + 1) : first
        lead = Array(source[open + 1..<first.span.lowerBound])
        trail = Array(source[source.startOfSpace(before: close)..<close])
        colon =
            node.kind == .object
            ? Array(source[first.span.upperBound..<value.span.lowerBound])
            : Array(layout.colon.utf8)
        indent = source.indentation(at: open, first: firstIndent)
        if node.count > 1 {
            let second = JSONNode(tape: node.tape, index: value.next)
            separator = Array(source[value.span.upperBound..<second.span.lowerBound])
        } else if lead.hasLineBreak {
            separator = [UInt8(ascii: ",")] + lead
        } else {
            separator = Array(layout.comma.utf8)
        }
    }

    /// The style that a layout gives to a container.
    ///
    /// - Parameters:
    ///   - items: What the container is going to hold, of which the first counts.
    ///   - indent: The indentation of the line that the container begins on.
    ///   - onOneLine: Whether it must stay on that line.
    init(
        of kind: JSONKind, holding first: JSONKind?, layout: JSONLayout, indent: [UInt8],
        onOneLine: Bool
    ) {
        let shape =
            kind == .object
            ? layout.objects
            : (first == .object || first == .array ? layout.nestedArrays : layout.scalarArrays)
        self.indent = indent
        colon = Array(layout.colon.utf8)
        switch shape {
        case .lines where !onOneLine:
            lead = layout.newline.utf8 + indent + layout.indent.utf8
            separator = [UInt8(ascii: ",")] + lead
            trail = layout.newline.utf8 + indent
        case .line(let padding):
            lead = Array(padding.utf8)
            separator = Array(layout.comma.utf8)
            trail = lead
        case .lines:
            lead = []
            separator = Array(layout.comma.utf8)
            trail = []
        }
    }

    /// The same style where the opening bracket stands on a line of another indentation.
    func indented(_ newIndent: [UInt8]) -> ContainerStyle {
        guard newIndent != indent else { return self }
        func moved(_ gap: [UInt8]) -> [UInt8] {
            let tail = gap.afterLastLineBreak
            guard gap.hasLineBreak, tail.starts(with: indent) else { return gap }
            return gap[..<tail.startIndex] + newIndent + tail.dropFirst(indent.count)
        }
        return ContainerStyle(
            lead: moved(lead), separator: moved(separator), trail: moved(trail), colon: colon,
            indent: newIndent)
    }

    /// The indentation of the line that an item begins on.
    func itemIndent(isFirst: Bool) -> [UInt8] {
        let gap = isFirst ? lead : separator
        guard gap.hasLineBreak else {
            // `[{`: items stand on the line of the bracket, or on that of the item before.
            return indent
        }
        return Array(gap.afterLastLineBreak.prefix { $0 == 0x20 || $0 == 0x09 })
    }
}
