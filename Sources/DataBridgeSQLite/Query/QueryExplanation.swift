import DataBridgeCore

/// What SQLite does for a query.
struct QueryExplanation {
    let connection: SQLiteConnection
    let layout: TableLayout

    /// The plan: the way to the records, the SQL text, and SQLite's own account.
    func plan(_ query: RecordQuery) throws -> QueryPlan {
        let text = try QuerySQL(layout: layout).selecting(layout.sql.selection, query)
        var lines: [String] = []
        let statement = try SQLiteStatement(
            "EXPLAIN QUERY PLAN " + text.text, on: connection, isKept: false)
        try text.bind(to: statement)
        while try statement.step() { lines.append(statement.text(3) ?? "") }
        // Where several ways are joined, a heading stands before them.
        let way = lines.first { $0.hasPrefix("SEARCH") || $0.hasPrefix("SCAN") }
        let access = access(way ?? "")
        var detail = [text.text] + lines
        if access == .scan, query.predicate != .all {
            detail.append("Every record is looked at: declare an index over what is filtered by.")
        }
        return QueryPlan(
            access: access, inStore: QueryPlan.parts(of: query), inCore: [],
            detail: detail.joined(separator: "\n"))
    }

    private func access(_ line: String) -> QueryPlan.Access {
        guard line.hasPrefix("SEARCH") else { return .scan }
        let condition = line.split(separator: "(").last.map(String.init) ?? ""
        if line.contains("USING INTEGER PRIMARY KEY") || line.contains("USING PRIMARY KEY") {
            return condition.contains("=") ? .id : .idRange
        }
        guard let start = line.firstRange(of: " INDEX ")?.upperBound else { return .scan }
        // What the index is searched by stands in brackets behind its name.
        let end = line.ranges(of: " (").last?.lowerBound ?? line.endIndex
        let name = String(line[start..<max(start, end)])
        let prefix = layout.tableName + "_"
        guard ByteOrder.hasPrefix(name, prefix) else { return .index(name) }
        return .index(String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
    }
}
