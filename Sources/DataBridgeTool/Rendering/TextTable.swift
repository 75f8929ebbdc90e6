/// A table of texts, laid out to fit a number of columns.
struct TextTable {
    /// One column.
    struct Column {
        /// Its heading.
        var title: String
        /// Whether its cells stand at its right edge, as numbers do.
        var alignsRight = false
    }

    /// The columns that are shown.
    let columns: [Column]
    /// How wide each of them is.
    let widths: [Int]
    /// The titles of the columns that had no room.
    let omitted: [String]

    static let gap = 2
    /// A column that must be narrower than this is not shown at all.
    static let minimumWidth = 8

    /// Lays a table out.
    ///
    /// - Parameters:
    ///   - columns: the columns wanted, most important first.
    ///   - rows: the cells that decide about widths, each of one line.
    ///   - width: the room; nil for as much as is needed.
    init(_ columns: [Column], rows: [[String]], width: Int?) {
        var natural = columns.map { DisplayWidth.of($0.title) }
        for row in rows {
            for (index, cell) in row.enumerated() {
                natural[index] = max(natural[index], DisplayWidth.of(cell))
            }
        }
        guard let width else {
            self.columns = columns
            widths = natural
            omitted = []
            return
        }
        var count = columns.count
        while count > 1, Self.least(natural[..<count]) > width { count -= 1 }
        self.columns = Array(columns[..<count])
        omitted = columns[count...].map(\.title)
        widths = Self.fitted(natural[..<count], into: width)
    }

    private static func gaps(_ count: Int) -> Int { gap * (count - 1) }

    /// The least room that columns can do with.
    private static func least(_ natural: ArraySlice<Int>) -> Int {
        natural.reduce(gaps(natural.count)) { $0 + min($1, minimumWidth) }
    }

    /// Takes from the widest columns until all fit.
    private static func fitted(_ natural: ArraySlice<Int>, into width: Int) -> [Int] {
        let room = max(1, width - gaps(natural.count))
        guard natural.reduce(0, +) > room else { return Array(natural) }
        // The greatest limit under which all columns together fit.
        var limit = 1
        while natural.reduce(0, { $0 + min($1, limit + 1) }) <= room { limit += 1 }
        var widths = natural.map { min($0, limit) }
        var left = room - widths.reduce(0, +)
        for (index, wanted) in natural.enumerated() where left > 0 && wanted > limit {
            widths[index] += 1
            left -= 1
        }
        return widths
    }

    /// A row as one line; cells of columns that are not shown are left out.
    func line(_ cells: [String]) -> String {
        var line = ""
        for (index, column) in columns.enumerated() {
            let width = widths[index]
            let cell = TerminalText.truncated(cells[index], to: width)
            if index > 0 { line += String(repeating: " ", count: Self.gap) }
            let isLast = index == columns.count - 1
            line +=
                isLast && !column.alignsRight
                ? cell : TerminalText.padded(cell, to: width, alignRight: column.alignsRight)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The line of headings.
    var heading: String { line(columns.map(\.title)) }
}
