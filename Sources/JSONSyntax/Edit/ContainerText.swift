/// A container as it stands in a text, for working out what items that come and go change in it.
struct ContainerText<Items: RandomAccessCollection>
where Items.Element == Range<Int>, Items.Index == Int {
    let source: [UInt8]
    /// The container with its brackets.
    let span: Range<Int>
    /// The items; a member begins with its name.
    let items: Items
    /// The container's style, or the one it is going to have when it is empty.
    let style: ContainerStyle

    /// Where and how a new item is written.
    struct Place {
        /// The indentation of its line.
        var indent: [UInt8]
        /// Whether the items of the container stand on one line.
        var onOneLine: Bool
    }

    /// What changes in the text.
    ///
    /// Every item that stays keeps its bytes, and so does the white space around it. An item that
    /// goes takes the comma and the space behind it along, the last one those before it.
    func splices<Item>(
        _ edits: ItemEdits<Item>, text: (Item, Place) -> [UInt8]
    ) -> [JSONSplice] {
        let count = items.count
        return edits.gaps(count: count).compactMap { gap in
            let isWhole = gap.removed.count == count
            if isWhole { return wholeSplice(gap.inserted, text) }
            guard !gap.inserted.isEmpty else {
                guard !gap.removed.isEmpty else { return nil }
                return JSONSplice(rangeWithComma(gap.removed), [])
            }
            let separator = separator(near: gap.removed.lowerBound)
            let place = place(of: separator)
            let new = gap.inserted.map { text($0, place) }
            if !gap.removed.isEmpty {
                return JSONSplice(range(gap.removed), Array(new.joined(separator: separator)))
            }
            if gap.removed.lowerBound < count {
                let start = item(gap.removed.lowerBound).lowerBound
                return JSONSplice(start..<start, new.flatMap { $0 + separator })
            }
            let end = item(count - 1).upperBound
            return JSONSplice(end..<end, new.flatMap { separator + $0 })
        }
    }

    /// Everything goes, or there was nothing.
    private func wholeSplice<Item>(
        _ inserted: [Item], _ text: (Item, Place) -> [UInt8]
    ) -> JSONSplice? {
        let inside = span.lowerBound + 1..<span.upperBound - 1
        guard !inserted.isEmpty else { return items.isEmpty ? nil : JSONSplice(inside, []) }
        var bytes: [UInt8] = []
        for (index, item) in inserted.enumerated() {
            let place = Place(
                indent: style.itemIndent(isFirst: index == 0), onOneLine: !style.hasLines)
            bytes += (index == 0 ? style.lead : style.separator) + text(item, place)
        }
        return JSONSplice(inside, bytes + style.trail)
    }

    private func item(_ position: Int) -> Range<Int> {
        items[items.startIndex + position]
    }

    /// From the first to the last of some items.
    private func range(_ positions: Range<Int>) -> Range<Int> {
        item(positions.lowerBound).lowerBound..<item(positions.upperBound - 1).upperBound
    }

    /// Some items, of which others stay, with the comma that goes too.
    private func rangeWithComma(_ positions: Range<Int>) -> Range<Int> {
        if positions.upperBound < items.count {
            return item(positions.lowerBound).lowerBound..<item(positions.upperBound).lowerBound
        }
        return item(positions.lowerBound - 1).upperBound..<item(positions.upperBound - 1).upperBound
    }

    /// What stands between the items around a position, or between others near by.
    private func separator(near position: Int) -> [UInt8] {
        guard items.count > 1 else { return style.separator }
        let second = Swift.min(Swift.max(position, 1), items.count - 1)
        return Array(source[item(second - 1).upperBound..<item(second).lowerBound])
    }

    private func place(of separator: [UInt8]) -> Place {
        var style = style
        style.separator = separator
        return Place(indent: style.itemIndent(isFirst: false), onOneLine: !style.hasLines)
    }
}
