import DataBridgeCore

/// An order as it is typed: `priority:desc,title`.
enum SortList {
    /// Reads a list of fields, each with `:asc` (which may be left out) or `:desc`.
    static func parse(_ text: String) throws(ExpressionError) -> [Sort<Document>] {
        var scanner = ExpressionScanner(text)
        var sorts: [Sort<Document>] = []
        repeat {
            let path = try scanner.path()
            let direction: SortDirection
            if !scanner.take(":") || scanner.takeWord("asc") {
                direction = .ascending
            } else if scanner.takeWord("desc") {
                direction = .descending
            } else {
                throw scanner.error("expected asc or desc, found \(scanner.found()).")
            }
            sorts.append(.field(path: path.names, direction))
        } while scanner.take(",")
        guard scanner.isAtEnd else {
            throw scanner.error("expected a comma between two fields, found \(scanner.found()).")
        }
        return sorts
    }
}
