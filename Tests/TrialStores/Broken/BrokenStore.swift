import DataBridgeCore
import DataBridgeTestKit

/// A ``DictionaryStore`` with one bug, or with none, which shows that the wrapping adds no bug of
/// its own.
package final class BrokenStore: DataStore {
    package let engine: StoreEngine

    package init(
        _ bug: PlantedBug?, entities: [any EntitySchema], options: StoreOptions = .standard
    ) async throws {
        let snapshots = BrokenSnapshots(DictionaryBackend(options), bug)
        engine = try await StoreEngine.open(
            BrokenBackend(OverlayBackend(snapshots), bug), entities: entities, options: options)
    }
}

extension StoreFactory {
    /// Stores with a bug.
    package static func broken(_ bug: PlantedBug?) -> StoreFactory {
        var factory = StoreFactory(bug?.rawValue ?? "wrapped") { entities, options in
            try await BrokenStore(bug, entities: entities, options: options)
        }
        // What a broken store never does is not worth a long wait. It lets several writers in, so
        // who waits for another one waits until that one has had its turn on a busy machine.
        if bug != nil {
            factory.patience = .seconds(5)
            factory.courtesy = .seconds(4)
        }
        return factory
    }
}
