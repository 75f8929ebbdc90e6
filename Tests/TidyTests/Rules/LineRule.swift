/// Swift lines have at most 100 columns.
///
/// Lines of a multi-line string are data, and exempt.
enum LineRule {
    static let limit = 100

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        let long = file.lines.indices.filter {
            file.lines[$0].utf8.count > limit && file.lines[$0].count > limit
        }
        guard !long.isEmpty else { return [] }
        let data = file.tokens.filter { $0.kind == .string && $0.endLine > $0.line }
        return long.map { $0 + 1 }.filter { line in
            !data.contains { $0.line < line && line < $0.endLine }
        }.map {
            file.finding($0, "\(file.lines[$0 - 1].count) columns; the limit is \(limit)")
        }
    }
}
