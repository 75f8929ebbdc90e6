import DataBridgeCore

extension SQLiteWriteSession {
    func createCollection(_ collection: CollectionSchema) async throws {
        try await perform {
            guard writer.catalog[collection.name] == nil else {
                throw DataError(
                    .alreadyExists,
                    "A collection of this name is already there. Choose another name.",
                    collection: collection.name)
            }
            try CollectionMaker(connection: connection, hasFeed: writer.feed != nil)
                .make([collection], &writer.catalog)
            try writer.feed?.add("create", collection: collection.name, connection)
            writer.uniqueIndexes = nil
            log.create(collection.name)
        }
    }

    func dropCollection(_ name: String) async throws {
        try await perform {
            guard let entry = writer.catalog[name] else {
                throw DataError.collectionNotFound(name)
            }
            try unpark()
            try CollectionMaker(connection: connection, hasFeed: writer.feed != nil).drop(entry)
            writer.catalog.remove(name)
            try forgetFeed(of: name)
            if !log.isNew(name) { try writer.feed?.add("drop", collection: name, connection) }
            log.drop(name)
        }
    }

    /// Takes out of the feed what this transaction wrote to a collection that it drops; of one that
    /// it made itself, everything.
    private func forgetFeed(of name: String) throws {
        guard writer.feed != nil else { return }
        let statement = try connection.statement(
            "DELETE FROM databridge_changes WHERE sequence > ? AND collection = ? "
                + "AND (? OR operation NOT IN ('create', 'drop'))")
        statement.bind(feedStart, at: 0)
        try statement.bind(name, at: 1)
        statement.bind(Int64(log.isNew(name) ? 1 : 0), at: 2)
        try statement.run()
    }
}
