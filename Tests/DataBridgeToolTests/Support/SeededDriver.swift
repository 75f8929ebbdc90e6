import DataBridge

extension Driver {
    /// `seeded:` opens a memory store that holds the same documents each time.
    static func seeded(_ collections: [(String, [Document])]) -> Driver {
        Driver(scheme: "seeded") { _, entities, options in
            let store = MemoryStore(entities: entities, options: options)
            try await store.transaction {
                for (name, documents) in collections {
                    try await store.createCollection(name, like: Document.self)
                    try await store.repository(for: Document.self, in: name)
                        .insert(all: documents)
                }
            }
            return store
        }
    }
}
