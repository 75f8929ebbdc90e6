/// How records are written.
enum OutputFormat: String, CaseIterable, Sendable {
    /// For people.
    case table
    /// One JSON array.
    case json
    /// A JSON object per line.
    case jsonl
}
