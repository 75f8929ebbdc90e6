/// Finds what someone meant to type.
enum NearestName {
    /// The name that differs least from a text; nil when none is similar.
    static func of(_ text: String, among names: [String]) -> String? {
        let typed = Array(text.lowercased())
        var best: (name: String, distance: Int)?
        for name in names {
            let candidate = Array(name.lowercased())
            // The beginning of a name counts as similar, however much is missing.
            let isBeginning = typed.count >= 2 && candidate.starts(with: typed)
            let distance = isBeginning ? 1 : distance(typed, candidate)
            if distance <= max(1, min(typed.count, candidate.count) / 3 + 1),
                distance < best?.distance ?? .max, distance < candidate.count
            {
                best = (name, distance)
            }
        }
        return best?.name
    }

    /// How many letters must be put in, left out, replaced or swapped with their neighbour.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1,
                    last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
