import DataBridgeCore
import DataBridgeTestKit

/// A store that isolates little, whatever it claims.
package final class WeakStore: DataStore {
    package let engine: StoreEngine

    package init(
        _ strength: WeakBackend.Strength, claiming levels: Set<Isolation>,
        entities: [any EntitySchema], options: StoreOptions
    ) async throws {
        engine = try await StoreEngine.open(
            WeakBackend(strength, claiming: levels), entities: entities, options: options)
    }
}

extension StoreFactory {
    /// Weak stores that claim some levels.
    package static func weak(
        _ strength: WeakBackend.Strength, claiming levels: Set<Isolation>
    ) -> StoreFactory {
        StoreFactory("weak") { entities, options in
            try await WeakStore(strength, claiming: levels, entities: entities, options: options)
        }
    }
}
