import DataBridgeCore
import JSONSyntax

/// Writes the records of collections, inside the caller's transaction.
struct Exporter {
    let opened: OpenedStore
    let progress: ProgressBar
    /// Takes the text piece by piece.
    let write: ([UInt8]) throws -> Void

    /// How many bytes make a piece.
    private static let piece = 65_536

    /// Writes one document with all the collections in it, and a line break.
    func writeDocument(_ tree: ExportTree) async throws {
        var writer = JSONWriter(style: .pretty)
        var done = 0
        try await write(tree, with: &writer, &done)
        writer.endLine()
        try pass(&writer)
    }

    /// Writes the records of one collection, one per line.
    func writeLines(_ collection: String) async throws {
        var writer = JSONWriter()
        var done = 0
        for try await document in opened.documents(in: collection).stream() {
            writer.object(document.object)
            writer.endLine()
            done += 1
            progress.update(done, of: nil)
            if writer.count >= Self.piece { try pass(&writer) }
        }
        try pass(&writer)
    }

    private func write(
        _ tree: ExportTree, with writer: inout JSONWriter, _ done: inout Int
    ) async throws {
        switch tree {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                try await write(member.tree, with: &writer, &done)
            }
            writer.endObject()
        case .list(let collection):
            writer.beginArray()
            for try await document in opened.documents(in: collection).stream() {
                writer.object(document.object)
                done += 1
                progress.update(done, of: nil)
            }
            writer.endArray()
        }
    }

    private func pass(_ writer: inout JSONWriter) throws {
        try write(writer.bytes)
        writer.removeAll()
    }
}
