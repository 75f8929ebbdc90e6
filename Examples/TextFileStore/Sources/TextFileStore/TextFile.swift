import DataBridgeCore

// snippet: TextFileFormat
/// What stands in the file.
///
///     records 1
///     versions 17
///     token "9f1c"
///     collection "notes"
///     12 {"id":"a","text":"Buy milk"}
///     17 {"id":"b","text":"Call Ann"}
///
/// `versions` is the highest ever given, also to records that are gone. Tokens are of commits.
struct TextFile: Sendable {
    static let header = "records 1"

    var versions: UInt64 = 0
    var tokens: Set<CommitToken> = []
    /// The records by collection; a `Value` compares text by its bytes, which `String` does not.
    var tables: [Value: RecordTable] = [:]
    /// The lines of collections of which nobody has said yet what their records are.
    var lines: [Value: [Line]] = [:]

    struct Line: Sendable {
        var place: DataError.SourceLocation
        var bytes: ArraySlice<UInt8>
    }

    /// In byte order.
    var names: [String] { (Array(tables.keys) + lines.keys).sorted().map(\.idText) }
}
// end

extension TextFile {
    /// The table of a collection.
    ///
    /// - Throws: `notFound`; `invalid` when its records are of another entity.
    func table(_ schema: CollectionSchema) throws -> RecordTable {
        guard let table = tables[.string(schema.name)] else {
            throw DataError.collectionNotFound(schema.name)
        }
        try table.schema.checkLayout(schema)
        return table
    }

    /// Makes an empty collection unless there is one.
    mutating func create(_ schema: CollectionSchema) {
        let name = Value.string(schema.name)
        if tables[name] == nil, lines[name] == nil { tables[name] = RecordTable(schema) }
    }

    /// Goes from one committed state to the next.
    mutating func apply(_ commit: SnapshotCommit) {
        for name in commit.dropped {
            tables[.string(name)] = nil
            lines[.string(name)] = nil
        }
        for schema in commit.created { create(schema) }
        for change in commit.changes {
            if let new = change.new {
                tables[.string(change.collection)]?.put(new)
            } else {
                tables[.string(change.collection)]?.remove(change.id)
            }
        }
        if let token = commit.request.token { tokens.insert(token) }
    }
}
