import DataBridgeCore

/// The lines in which two texts differ, with a few around them.
struct LineDifference {
    private enum Line {
        case both(String)
        case removed(String)
        case added(String)

        var isDifference: Bool { before != nil || after != nil }

        var before: String? { if case .removed(let line) = self { line } else { nil } }

        var after: String? { if case .added(let line) = self { line } else { nil } }

        var text: String {
            switch self {
            case .both(let line): "  " + line
            case .removed(let line): "- " + line
            case .added(let line): "+ " + line
            }
        }
    }

    /// How many equal lines are shown before and after a difference.
    private static let context = 2
    /// Up to so many pairs of lines the shortest difference is looked for.
    private static let mostPairs = 4_000_000

    private var lines: [Line] = []

    init(from before: [String], to after: [String]) {
        let shortest = min(before.count, after.count)
        let front = zip(before, after).prefix { ByteOrder.equal($0, $1) }.count
        let back = zip(before.reversed(), after.reversed()).prefix(shortest - front)
            .prefix { ByteOrder.equal($0, $1) }.count
        lines += before[..<front].map(Line.both)
        addMiddle(Array(before[front...].dropLast(back)), Array(after[front...].dropLast(back)))
        lines += before.suffix(back).map(Line.both)
    }

    /// Adds what is between the equal beginning and the equal end.
    private mutating func addMiddle(_ before: [String], _ after: [String]) {
        guard !before.isEmpty, !after.isEmpty, before.count * after.count <= Self.mostPairs else {
            lines += before.map { .removed($0) } + after.map { .added($0) }
            return
        }
        let common = Self.commonCounts(before, after)
        var (i, j) = (0, 0)
        while i < before.count || j < after.count {
            if i < before.count, j < after.count, ByteOrder.equal(before[i], after[j]) {
                lines.append(.both(before[i]))
                i += 1
                j += 1
            } else if j == after.count
                || (i < before.count && common[i + 1][j] >= common[i][j + 1])
            {
                lines.append(.removed(before[i]))
                i += 1
            } else {
                lines.append(.added(after[j]))
                j += 1
            }
        }
    }

    /// How many lines the ends of the texts from each pair of lines on have in common at most.
    private static func commonCounts(_ before: [String], _ after: [String]) -> [[Int]] {
        var counts = Array(
            repeating: Array(repeating: 0, count: after.count + 1), count: before.count + 1)
        for i in before.indices.reversed() {
            for j in after.indices.reversed() {
                counts[i][j] =
                    ByteOrder.equal(before[i], after[j])
                    ? counts[i + 1][j + 1] + 1 : max(counts[i + 1][j], counts[i][j + 1])
            }
        }
        return counts
    }

    /// The differences, equal lines far from them left out.
    var text: String {
        let changed = lines.indices.filter { lines[$0].isDifference }
        var shown: Set<Int> = []
        for index in changed {
            shown.formUnion((index - Self.context)...(index + Self.context))
        }
        // Lines whose bytes differ and that Swift, as any reader, takes for the same.
        let before = Set(changed.compactMap { lines[$0].before })
        let looksAlike = changed.contains { index in
            lines[index].after.map(before.contains) ?? false
        }
        var result: [String] = []
        for index in lines.indices {
            if shown.contains(index) {
                let line = lines[index].text
                result.append(looksAlike ? SnapshotValue.ascii(line) : line)
            } else if index == 0 || shown.contains(index - 1) {
                result.append("  …")
            }
        }
        return result.joined(separator: "\n")
    }
}
