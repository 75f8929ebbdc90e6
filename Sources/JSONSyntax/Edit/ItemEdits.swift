/// Items to come and to go in one container.
///
/// Positions are those of the container as it is: several insertions at one position stand in the
/// order in which they were made.
struct ItemEdits<Item> {
    private(set) var removed: Set<Int> = []
    private(set) var inserted: [Int: [Item]] = [:]

    var isEmpty: Bool { removed.isEmpty && inserted.isEmpty }

    mutating func remove(_ position: Int) {
        removed.insert(position)
    }

    mutating func keep(_ position: Int) {
        removed.remove(position)
    }

    mutating func insert(_ item: Item, at position: Int) {
        inserted[position, default: []].append(item)
    }

    /// Changes the first inserted item that passes a test; false if there is none.
    mutating func change(where passes: (Item) -> Bool, to item: Item?) -> Bool {
        for (position, items) in inserted {
            guard let index = items.firstIndex(where: passes) else { continue }
            if let item {
                inserted[position]?[index] = item
            } else {
                inserted[position]?.remove(at: index)
                if inserted[position]?.isEmpty == true { inserted[position] = nil }
            }
            return true
        }
        return false
    }
}

extension ItemEdits: Sendable where Item: Sendable {}

/// A stretch between two items that stay, in which items come or go.
struct ItemGap<Item> {
    /// The positions that go.
    var removed: Range<Int>
    /// What comes.
    var inserted: [Item]
}

extension ItemEdits {
    /// What happens between the items that stay, in order.
    func gaps(count: Int) -> [ItemGap<Item>] {
        var gaps: [ItemGap<Item>] = []
        for position in Set(removed).union(inserted.keys).sorted() {
            if let last = gaps.last, position <= last.removed.upperBound { continue }
            var items = inserted[position] ?? []
            var end = position
            while end < count, removed.contains(end) {
                end += 1
                items += inserted[end] ?? []
            }
            gaps.append(ItemGap(removed: position..<end, inserted: items))
        }
        return gaps
    }
}
