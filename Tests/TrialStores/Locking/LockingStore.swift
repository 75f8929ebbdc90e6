import DataBridgeCore
import DataBridgeTestKit

/// A store that lets one writer in at a time; readers see what is committed when they begin.
package final class LockingStore: DataStore {
    package let engine: StoreEngine

    /// - Parameter bug: one of those in the step from one committed state to the next.
    package init(
        _ bug: PlantedBug? = nil, entities: [any EntitySchema], options: StoreOptions
    ) async throws {
        let snapshots = BrokenSnapshots(DictionaryBackend(options), bug)
        engine = try await StoreEngine.open(
            LockingBackend(OverlayBackend(snapshots)), entities: entities, options: options)
    }
}

extension StoreFactory {
    /// Stores with one writer at a time.
    package static let locking: StoreFactory = {
        var factory = StoreFactory("locking") { entities, options in
            try await LockingStore(entities: entities, options: options)
        }
        // Long enough for a step to be done, as many of them wait.
        factory.courtesy = .milliseconds(100)
        return factory
    }()
}
