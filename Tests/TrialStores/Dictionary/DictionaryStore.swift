import DataBridgeCore

/// A store over a dictionary, as plain as can be.
///
/// It is what somebody writes who has only read the contracts. The kit is tried on it, and the
/// broken stores are made of it.
package final class DictionaryStore: DataStore {
    package let engine: StoreEngine

    package init(
        entities: [any EntitySchema], options: StoreOptions = .standard,
        disk: DictionaryDisk? = nil, isBare: Bool = false, derivesVersions: Bool = false
    ) async throws {
        engine = try await StoreEngine.open(
            OverlayBackend(
                DictionaryBackend(
                    options, disk: disk, isBare: isBare, derivesVersions: derivesVersions)),
            entities: entities, options: options)
    }
}
