import DataBridgeCore

/// Puts the records of a file into a store, inside the caller's transaction.
struct Importer: Sendable {
    let source: ImportFile
    let isLenient: Bool
    let transfer: RecordTransfer
    let progress: ProgressBar

    /// What was done.
    struct Result: Sendable {
        /// The collections of the file, in its order.
        var counts: [(name: String, count: RecordTransfer.Count)] = []
        /// What was not imported.
        var rejected: [RejectedRecord]
    }

    func run() async throws -> Result {
        var result = Result(rejected: source.rejected)
        let total = source.recordCount
        var done = 0
        for collection in source.collections {
            try await transfer.prepare(collection.name)
            var count = RecordTransfer.Count()
            var rest = collection.records[...]
            while !rest.isEmpty {
                let batch = rest.prefix(RecordTransfer.batch)
                rest = rest.dropFirst(RecordTransfer.batch)
                count = count + (try await write(batch, to: collection.name, &result.rejected))
                done += batch.count
                progress.update(done, of: total)
            }
            result.counts.append((collection.name, count))
        }
        return result
    }

    private func write(
        _ records: ArraySlice<ImportedRecord>, to collection: String,
        _ rejected: inout [RejectedRecord]
    ) async throws -> RecordTransfer.Count {
        do {
            return try await transfer.write(records.map(\.document), to: collection)
        } catch let error as DataError where Self.isAboutRecord(error) {
            guard isLenient else { throw located(error, among: records) }
        }
        // The batch undid itself. One by one, only those that are at fault are left out.
        var count = RecordTransfer.Count()
        for record in records {
            do {
                count = count + (try await transfer.write([record.document], to: collection))
            } catch let error as DataError where Self.isAboutRecord(error) {
                rejected.append(
                    RejectedRecord(
                        collection: collection, line: record.line,
                        column: record.node.location.column, reason: error.message,
                        node: record.node, id: record.document.id.value))
            }
        }
        return count
    }

    /// Whether another record in its place would have been taken.
    private static func isAboutRecord(_ error: DataError) -> Bool {
        [.alreadyExists, .constraint, .invalid].contains(error.code)
    }

    /// The error with the record's place in the file.
    private func located(
        _ error: DataError, among records: ArraySlice<ImportedRecord>
    ) -> DataError {
        guard let id = error.recordID,
            let record = records.first(where: { $0.document.id.value == id })
        else { return error }
        var error = error
        error.source = record.source(in: source.file)
        return error
    }
}
