import DataBridgeCore
import DataBridgeTestKit

/// A store that is there at once: what it declares is made by the initialiser.
final class BoardStore: DataStore {
    let engine: StoreEngine

    init(_ board: Board, entities: [any EntitySchema], options: StoreOptions = .standard) {
        // What is made without `open` reports its opening itself.
        engine = options.instrumentation.measureInline(
            .open, store: BoardBackend.name, clock: options.services.clock
        ) {
            let collections = entities.map(\.collection)
            return StoreEngine(
                prepared: OverlayBackend(
                    BoardBackend(board, collections), prepared: collections),
                entities: entities, options: options)
        }
    }

    static let factory = StoreFactory("board") { entities, options in
        BoardStore(Board(), entities: entities, options: options)
    }
}
