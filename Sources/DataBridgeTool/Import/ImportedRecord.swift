import DataBridgeCore
import JSONSyntax

/// A record found in a file.
struct ImportedRecord: Sendable {
    /// The record.
    let document: Document
    /// The value in the parsed text, which knows its place.
    let node: JSONNode
    /// The line of the file on which the parsed text begins; 1 for a whole document.
    var firstLine = 1
}

/// A collection found in a file.
struct ImportedCollection: Sendable {
    /// Its name.
    var name: String
    /// Its records, in the order of the file.
    var records: [ImportedRecord] = []
}

/// Something in a file that should be a record and cannot be one.
struct RejectedRecord: Sendable {
    /// The collection it should be in.
    let collection: String
    /// Where it stands.
    let line: Int
    /// Where on the line, counted from 1.
    let column: Int
    /// What is wrong with it.
    let reason: String
    /// The value, if it is JSON.
    let node: JSONNode?
    /// The text, if it is not.
    var text: String?
    /// The id, if it has one.
    var id: Value?

    /// The rejection as the error that ends an import.
    func error(in file: String) -> DataError {
        .corrupted(
            "\(reason) Correct the record, or leave it out with --lenient.",
            collection: collection, id: id,
            source: DataError.SourceLocation(file: file, line: line, column: column))
    }

    /// The rejection as a line of the side file.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("collection")
        writer.string(collection)
        writer.key("line")
        writer.int(line)
        writer.key("column")
        writer.int(column)
        writer.key("reason")
        writer.string(reason)
        if let node {
            writer.key("record")
            writer.node(node)
        } else if let text {
            writer.key("text")
            writer.string(text)
        }
        writer.endObject()
        writer.endLine()
    }
}
