import DataBridgeTestKit

extension StoreFactory {
    /// The plain store.
    package static let dictionary = StoreFactory("dictionary") { entities, options in
        try await DictionaryStore(entities: entities, options: options)
    }

    /// The plain store without tokens, feed and collections of its own making.
    package static let bareDictionary = StoreFactory("bare dictionary") { entities, options in
        try await DictionaryStore(entities: entities, options: options, isBare: true)
    }

    /// The plain store with versions that come back when the former content does.
    package static let contentDictionary = StoreFactory("content dictionary") {
        entities, options in
        try await DictionaryStore(entities: entities, options: options, derivesVersions: true)
    }

    /// The plain store, kept for another one to go on with.
    package static let durableDictionary = StoreFactory(
        "durable dictionary", makePlace: { DictionaryDisk() },
        open: { disk, entities, options in
            try await DictionaryStore(entities: entities, options: options, disk: disk)
        },
        remove: { _ in })
}
