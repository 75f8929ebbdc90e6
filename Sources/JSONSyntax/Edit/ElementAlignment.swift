/// Which element of an array's old version each element of its new version was.
struct ElementAlignment {
    /// For each new element the position of the old one; nil for one that is new.
    private(set) var sources: [Int?]

    /// The positions of old elements that are gone.
    private(set) var removed: [Int] = []

    /// Aligns two versions of an array.
    init(_ old: JSONNode, _ new: JSONNode, by key: String) {
        sources = Array(repeating: nil, count: new.count)
        if !matchByKey(old, new, key) { matchByContent(old, new) }
        var isUsed = [Bool](repeating: false, count: old.count)
        for case let source? in sources { isUsed[source] = true }
        removed = isUsed.indices.filter { !isUsed[$0] }
    }

    /// Matches objects by a member; false when not all have it, or two have the same.
    private mutating func matchByKey(_ old: JSONNode, _ new: JSONNode, _ key: String) -> Bool {
        let key = JSONKey(key)
        guard let oldKeys = Self.keys(of: old, key), let newKeys = Self.keys(of: new, key) else {
            return false
        }
        var positions: [[UInt8]: Int] = [:]
        for (position, key) in oldKeys.enumerated() { positions[key] = position }
        for (position, key) in newKeys.enumerated() { sources[position] = positions[key] }
        return true
    }

    private static func keys(of array: JSONNode, _ key: JSONKey) -> [[UInt8]]? {
        var keys: [[UInt8]] = []
        for element in array.elements {
            guard let value = element[key], value.kind == .string || value.kind == .number else {
                return nil
            }
            keys.append(value.fingerprint)
        }
        return Set(keys).count == keys.count ? keys : nil
    }

    /// Matches equal elements in order, and what is left between them by position.
    private mutating func matchByContent(_ old: JSONNode, _ new: JSONNode) {
        var symbols: [[UInt8]: Int] = [:]
        func symbol(_ element: JSONNode) -> Int {
            let next = symbols.count
            let fingerprint = element.fingerprint
            if let known = symbols[fingerprint] { return known }
            symbols[fingerprint] = next
            return next
        }
        let oldSymbols = old.elements.map(symbol)
        let newSymbols = new.elements.map(symbol)
        for (oldPosition, newPosition) in Self.commonElements(oldSymbols, newSymbols) {
            sources[newPosition] = oldPosition
        }
        fillGaps(oldCount: oldSymbols.count)
    }

    /// Positions of equal elements, ascending in both.
    private static func commonElements(_ old: [Int], _ new: [Int]) -> [(Int, Int)] {
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        var end = 0
        while end < shorter - start, old[old.count - 1 - end] == new[new.count - 1 - end] {
            end += 1
        }
        var pairs = (0..<start).map { ($0, $0) }
        let oldMiddle = old[start..<old.count - end]
        let newMiddle = new[start..<new.count - end]
        // Comparing two long and very different runs costs more than a tidy diff is worth.
        if oldMiddle.count * newMiddle.count <= 4_000_000 {
            pairs += common(oldMiddle, newMiddle)
        }
        return pairs + (0..<end).map { (old.count - end + $0, new.count - end + $0) }
    }

    private static func common(
        _ old: ArraySlice<Int>, _ new: ArraySlice<Int>
    ) -> [(Int, Int)] {
        guard !old.isEmpty, !new.isEmpty else { return [] }
        let difference = Array(new).difference(from: Array(old))
        var isRemoved = Set<Int>()
        var isInserted = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): isRemoved.insert(offset)
            case .insert(let offset, _, _): isInserted.insert(offset)
            }
        }
        let oldKept = (0..<old.count).filter { !isRemoved.contains($0) }
        let newKept = (0..<new.count).filter { !isInserted.contains($0) }
        return zip(oldKept, newKept).map { (old.startIndex + $0, new.startIndex + $1) }
    }

    /// Pairs what stands between two matches in the old version with what does in the new one.
    private mutating func fillGaps(oldCount: Int) {
        var nextOld = 0
        var position = 0
        while position < sources.count {
            if let source = sources[position] {
                nextOld = source + 1
                position += 1
                continue
            }
            let end = sources[position...].firstIndex { $0 != nil } ?? sources.count
            let limit = end < sources.count ? (sources[end] ?? oldCount) : oldCount
            for index in position..<end where nextOld < limit {
                sources[index] = nextOld
                nextOld += 1
            }
            position = end
        }
    }

    /// The new positions whose elements can stay where they are: a longest run of them whose old
    /// positions ascend.
    var staying: Set<Int> {
        // Patience sorting: `tails[n]` is the new position that best ends a run of length n + 1.
        var tails: [Int] = []
        var previous = [Int?](repeating: nil, count: sources.count)
        for (position, source) in sources.enumerated() {
            guard let source else { continue }
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if (sources[tails[middle]] ?? 0) < source {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            previous[position] = low > 0 ? tails[low - 1] : nil
            if low == tails.count { tails.append(position) } else { tails[low] = position }
        }
        var run: Set<Int> = []
        var position = tails.last
        while let current = position {
            run.insert(current)
            position = previous[current]
        }
        return run
    }
}
