// For stores that put something between another store and its backend.
extension StoreEngine {
    /// An engine for the same entities over a backend that wraps the one of `base`.
    package convenience init(
        wrapping base: StoreEngine, with backend: any StoreBackend, services: RuntimeServices,
        instrumentation: (any Instrumentation)?
    ) {
        self.init(
            prepared: backend, entities: base.declared.schemas,
            options: StoreOptions(services: services, instrumentation: instrumentation))
    }

    /// Takes a commit that was made past this engine; called where the commit has its place in
    /// the order.
    package func enqueuePassing(_ changes: CommittedChanges) {
        announcer.enqueue(changes)
    }

    /// Tells the observers of the commits taken so far.
    package func deliverPassing() {
        announcer.deliver()
    }

    /// What a collection of the name may hold, likeliest first: the entity declared for it, then
    /// the others by how much their names are alike, then documents.
    package func likelySchemas(named name: String) -> [CollectionSchema] {
        let name = backend.collectionName(name)
        func lastPart(_ name: String) -> String {
            name.split(separator: "/").last.map(String.init) ?? ""
        }
        let declared = declared.schemas.map(\.collection)
        func rank(_ schema: CollectionSchema) -> Int {
            if ByteOrder.equal(backend.collectionName(schema.name), name) { return 0 }
            return ByteOrder.equal(lastPart(schema.name), lastPart(name)) ? 1 : 2
        }
        let sorted = declared.enumerated().sorted {
            (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
        }
        return sorted.map { $0.element.named(name) } + [Document.schema(named: name).collection]
    }
}
