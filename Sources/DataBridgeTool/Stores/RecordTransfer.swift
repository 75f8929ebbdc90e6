import DataBridgeCore

/// Puts records into a store's collections, inside the caller's transaction.
struct RecordTransfer: Sendable {
    let store: OpenedStore
    let existing: ExistingRecords

    /// How many records go into the store in one call.
    static let batch = 500

    /// What was done.
    struct Count: Sendable {
        var written = 0
        var skipped = 0

        static func + (left: Count, right: Count) -> Count {
            Count(written: left.written + right.written, skipped: left.skipped + right.skipped)
        }
    }

    /// Makes a collection unless it is there.
    func prepare(_ collection: String) async throws {
        let names = try await store.collections()
        guard !names.contains(where: { ByteOrder.equal($0, collection) }) else { return }
        try await store.store.createCollection(collection, like: Document.self)
    }

    /// Writes a batch of records.
    func write(_ documents: [Document], to collection: String) async throws -> Count {
        let repository = store.documents(in: collection)
        switch existing {
        case .fail:
            try await repository.insert(all: documents)
            return Count(written: documents.count)
        case .replace:
            try await repository.upsert(all: documents)
            return Count(written: documents.count)
        case .skip:
            var new: [Document] = []
            for document in documents where try await !repository.exists(document.id) {
                new.append(document)
            }
            try await repository.insert(all: new)
            return Count(written: new.count, skipped: documents.count - new.count)
        }
    }
}
