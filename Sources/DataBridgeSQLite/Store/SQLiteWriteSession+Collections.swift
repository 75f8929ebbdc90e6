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
            log.addCollection(collection.name)
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
            try writer.feed?.add("drop", collection: name, connection)
            log.addCollection(name)
        }
    }
}
